"""The engine against published results of others: COINr's ASEM example and the INFORM tables."""

import csv
from pathlib import Path

import pytest

from app.domain.combining import Input, combine
from app.domain.editions import Measured, Reason
from app.domain.index import Index, Leaf, Node
from app.domain.levels import points_of
from app.domain.members import Names
from app.domain.risk import worst_dominates
from app.handbook import inform, load

DATA = Path(__file__).parents[2] / "../shared/data"
WORD = Names("ا", "a", "a")
V1 = load("v1")
HERE = (DATA / "asem").exists() and (DATA / "inform").exists()
needs_data = pytest.mark.skipif(not HERE, reason="reference data of ../shared are absent")


def table(name, encoding="utf-8"):
    with (DATA / name).open(encoding=encoding, newline="") as source:
        return [row for row in csv.DictReader(source) if any(row.values())]


def asem(aggregation):
    """The ASEM tree as a method of ours: 49 indicators with goalposts, 8 pillars, 2 sub-indices, 1 index."""
    nodes, indicators = [], []
    for row in table("asem/indicator_meta.csv"):
        code, parent = row["iCode"], row["Parent"] or None
        if row["Type"] == "Aggregate":
            level = "node" if parent else "index"
            shift = 0.01 if aggregation == "geometric" else 0.0
            nodes.append(
                Node(code=code, names=WORD, level=level, parent=parent, weight=float(row["Weight"]),
                     aggregation=aggregation, shift=shift)
            )  # fmt: skip
        elif row["Type"] == "Indicator":
            low, high = float(row["goalpost_lower"]), float(row["goalpost_upper"])
            target, floor = (high, low) if row["Direction"] == "1" else (low, high)
            indicators.append(Leaf(code=code, node=parent, weight=float(row["Weight"]), target=target, floor=floor))
    return Index(version="asem", hash="-", rules=V1.rules, nodes=tuple(nodes), indicators=tuple(indicators))


@needs_data
@pytest.mark.parametrize(("kind", "name"), [("arithmetic", "amean"), ("geometric", "geometric")])
def test_asem_with_goalposts(kind, name):
    method = asem(kind)
    assert (len(method.indicators), len(method.nodes)) == (49, 11)
    expected = {row["uCode"]: row for row in table(f"asem/expected_scores_goalpost_{name}.csv")}
    normalised = {row["uCode"]: row for row in table("asem/stage4_normalised_goalpost_0_100.csv")}
    units = table("asem/stage1_denominated.csv")
    assert len(units) == len(expected) == 51
    scores = {}
    for unit in units:
        inputs = {}
        for indicator in method.indicators:
            text = unit[indicator.code]
            value = Measured(None, Reason.NO_DATA) if text in ("", "NA") else Measured(float(text))
            points = points_of(value, indicator)[0]
            inputs[indicator.code] = Input(points)
            if points.value is not None:
                assert abs(points.value - float(normalised[unit["uCode"]][indicator.code])) <= 1e-9
        tree = combine(method, inputs)
        for node in method.nodes:
            # The geometric table stays on the scale of y = 1 + 0.99 s on which it was computed.
            ours = tree.value(node.code) if kind == "arithmetic" else 1 + 0.99 * tree.value(node.code)
            assert abs(ours - float(expected[unit["uCode"]][node.code])) <= 1e-9
        scores[unit["uCode"]] = tree.value("Index")
    for code, value in scores.items():
        assert 1 + sum(other > value for other in scores.values()) == int(expected[code]["Index_rank"])


@needs_data
@pytest.mark.parametrize(("name", "encoding"), [("INFORM-2016.csv", "utf-8"), ("INFORM_Mid2018_v034.csv", "cp1252")])
def test_inform_form_of_the_risk_index(name, encoding):
    rows = [row for row in table(f"inform/{name}", encoding) if (row.get("ISO3") or "").strip()]
    assert len(rows) > 185
    pairs = (("Natural", "Human", "HAZARD & EXPOSURE"), ("Institutional", "Infrastructure", "LACK OF COPING CAPACITY"))
    for row in rows:
        whole = [float(row[c]) for c in ("HAZARD & EXPOSURE", "VULNERABILITY", "LACK OF COPING CAPACITY")]
        risk = (whole[0] * whole[1] * whole[2]) ** (1 / 3)
        # The published dimensions are themselves rounded to one decimal.
        assert abs(risk - float(row["INFORM RISK"])) <= 0.1
        for first, second, both in pairs:
            assert abs(worst_dominates([float(row[first]), float(row[second])]) - float(row[both])) <= 0.11, row


@needs_data
def test_handbook_values_are_those_of_the_newest_edition_where_the_arab_table_has_none():
    published = {row["ISO3"]: row for row in table("inform/INFORM_Mid2018_v034.csv", "cp1252")}
    codes = {"KZ": "KAZ", "KG": "KGZ", "TJ": "TJK", "TM": "TKM", "UZ": "UZB", "AZ": "AZE"}
    ours = {value.member: value for value in inform() if value.member in codes}
    assert len(ours) == 6
    for code, iso3 in codes.items():
        row = published[iso3]
        assert ours[code].hazard == float(row["HAZARD & EXPOSURE"])
        assert ours[code].risk == float(row["INFORM RISK"])
        assert "2018" in ours[code].edition
