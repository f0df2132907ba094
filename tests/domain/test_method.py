"""A method that contradicts itself does not come into being, and says where."""

import copy
import tomllib
from pathlib import Path

import pytest

from app import handbook
from app.domain.entries import MethodError
from app.domain.method_parsing import parse_method

V1 = tomllib.loads((Path(handbook.__file__).parent / "v1.toml").read_text(encoding="utf-8"))


def indicator(data, code):
    return next(entry for entry in data["indicator"] if entry["code"] == code)


def node(data, code):
    return next(entry for entry in data["node"] if entry["code"] == code)


def _only_on_the_scale(entry):
    for key in ("floor", "target", "scale"):
        entry.pop(key, None)
    entry["normalisation"] = "none"


REFUSED = [
    # what is done to v1,                                                       what the error says
    (lambda d: d.pop("sources"), "file: sources is missing"),
    (lambda d: indicator(d, "VIS-01").update(target=56), "indicator VIS-01: floor and target are both 56.0"),
    (lambda d: indicator(d, "VIS-01").update(weight=-1), "indicator VIS-01: weight = -1 is outside"),
    (lambda d: indicator(d, "VIS-01").update(weight=True), "indicator VIS-01: weight is not a number"),
    (lambda d: indicator(d, "VIS-01").update(target=float("nan")), "indicator VIS-01: target is not a number"),
    (
        lambda d: indicator(d, "VIS-01")["formula"].update(numerator="nonsense"),
        "VIS-01: measure is unknown: 'nonsense'",
    ),
    (lambda d: indicator(d, "VIS-01")["formula"].pop("denominator"), "VIS-01: a share needs denominator"),
    (lambda d: indicator(d, "VIS-01")["formula"].update(colour="red"), "VIS-01: formula has unknown keys: colour"),
    (lambda d: indicator(d, "VIS-01")["formula"].update(kind="magic"), "VIS-01: formula kind is unknown"),
    (lambda d: indicator(d, "VIS-01")["formula"].update(numerator="dwell_hours_p50"), "cannot stand in a share"),
    (lambda d: indicator(d, "CUS-03")["formula"].update(measure="items_open"), "cannot stand in a quantile"),
    (lambda d: indicator(d, "MOR-01")["formula"].update(items=["nonsense"]), "MOR-01: checklist item is unknown"),
    (lambda d: indicator(d, "RSK-01")["formula"].update(measure="hearsay"), "RSK-01: published value is unknown"),
    (lambda d: indicator(d, "MOR-02")["formula"].update(numerator="nonsense"), "MOR-02: numerator is unknown"),
    (lambda d: indicator(d, "VIS-01")["name"].pop("ar"), "indicator VIS-01: name lacks ar"),
    (lambda d: indicator(d, "VIS-01")["why"].update(fr=" "), "indicator VIS-01: why lacks fr"),
    (lambda d: indicator(d, "VIS-01").update(target_source="hearsay"), "VIS-01: target_source names no source"),
    (lambda d: indicator(d, "VIS-01").update(floor_after="hearsay"), "VIS-01: floor_after names no source"),
    (lambda d: indicator(d, "VIS-01").update(node="NOWHERE"), "VIS-01: its parent 'NOWHERE' is not a node"),
    (lambda d: indicator(d, "VIS-01").update(node="VIS-02"), "VIS-01: its parent 'VIS-02' is not a node"),
    (lambda d: indicator(d, "VIS-01").update(code="VIS-02"), "VIS-02: two entries have this code"),
    (lambda d: indicator(d, "VIS-01").update(reviewed="soon"), "VIS-01: reviewed is not a date"),
    (lambda d: indicator(d, "VIS-01").update(fresh_quarters=0.5), "VIS-01: fresh_quarters"),
    (lambda d: indicator(d, "VIS-01").update(fresh_quarters=1.5), "VIS-01: fresh_quarters is not a whole number"),
    (lambda d: indicator(d, "VIS-01").update(nothing_to_measure="shrug"), "VIS-01: nothing_to_measure is unknown"),
    (lambda d: indicator(d, "CUS-02").update(scale="log"), "CUS-02: a log scale needs goalposts above 0"),
    (lambda d: node(d, "VIS").update(mandatory=["DQ-04"]), "node VIS: mandatory DQ-04 is not a weighing place"),
    (lambda d: node(d, "SCI").update(mandatory=["CUS-09"]), "node SCI: mandatory CUS-09 is not a weighing place"),
    (lambda d: node(d, "VIS").update(level="roof"), "node VIS: level is unknown: 'roof'"),
    (lambda d: node(d, "VIS").pop("parent"), "node VIS: a pillar needs a parent"),
    (lambda d: node(d, "INDEX").update(parent="VIS"), "node INDEX: a index has no parent"),
    (lambda d: node(d, "VIS").update(least_coverage=2), "node VIS: least_coverage = 2 is outside"),
    (lambda d: node(d, "VIS").update(aggregation="median"), "node VIS: aggregation is unknown"),
    (lambda d: node(d, "SCI").update(parent="CUSTOMS"), "it is its own ancestor"),
    (
        lambda d: d["node"].append({**node(d, "VIS"), "code": "EMPTY", "mandatory": []}),
        "node EMPTY: it has no children",
    ),
    (lambda d: d["node"].append({**node(d, "INDEX"), "code": "TWO"}), "there must be exactly one index"),
    (lambda d: [i.update(weight=0) for i in d["indicator"] if i["node"] == "MOR"], "MOR: its children weigh nothing"),
    (lambda d: d["rules"].update(grades=[["A", 0.5], ["B", 0.9]]), "rules: grades must fall"),
    (lambda d: d["rules"].update(freshness=[0.5]), "rules: freshness must fall from 1"),
    (lambda d: d["rules"].pop("decimals"), "rules: provisional_missing, provisional_weight and decimals are needed"),
    (lambda d: _only_on_the_scale(indicator(d, "VIS-01")), "indicator VIS-01: an indicator of ours has goalposts"),
    (lambda d: d["risk"].update(classes=[1, 2]), "risk: classes must be four rising limits"),
    (lambda d: d["risk"]["scale"].pop("concentration"), "risk concentration: concentration is missing"),
    (lambda d: d["risk"]["scale"]["concentration"].update(ten=0.1), "risk concentration: zero and ten are both 0.1"),
]


@pytest.mark.parametrize(("spoil", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_an_inconsistent_method_is_refused_with_its_place(spoil, says):
    data = copy.deepcopy(V1)
    spoil(data)
    with pytest.raises(MethodError) as refused:
        parse_method(data, "-")
    assert says in str(refused.value)


def test_v1_is_accepted_and_holds_the_catalogue():
    method = parse_method(V1, "abc")
    assert method.hash == "abc"
    counts = {node.code: len(method.under(node.code)) for node in method.depth_first}
    assert counts == {
        "INDEX": 32, "MOR": 2, "VIS": 5, "DQ": 6, "SCI": 13, "DISPATCH": 4, "CUSTOMS": 9, "E2E": 6,
    }  # fmt: skip
    assert len(method.indicators) == 35
    assert sum(method.weights[i.code] for i in method.indicators) == pytest.approx(1)
    assert {i.direction for i in method.indicators} == {"higher", "lower"}
    assert method.indicator("CUS-07").measures == ("items_open_over_5_days", "items_open")
    assert method.indicator("MOR-01").measures == ()
    assert method.indicator("MOR-01").numerator is None
    assert method.indicator("VIS-01").denominator == "items_announced"
    mandatory = {code for node in method.nodes for code in node.mandatory}
    assert mandatory == {"VIS-02", "VIS-04", "DQ-04", "CUS-05", "E2E-01"}
    assert [node.code for node in method.pillars] == ["MOR", "VIS", "DQ", "SCI", "E2E"]
    assert {s.source for _, s in method.risk.scales} == {"assumption"}
