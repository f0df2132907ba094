"""Diagnostics agree with the slow ones on random methods and tables, and with COINr's effective weights on ASEM."""

import csv
import math
import random
import tomllib
from pathlib import Path

import numpy as np
import pytest
from plain.diagnostics import Plain
from plain.random_methods import random_method

from app.domain.association import Figure, Lack, alpha, pearson, spearman
from app.domain.diagnostics import diagnose
from app.domain.index_parsing import parse_index
from app.domain.points_table import table_of_points

DATA = Path(__file__).parents[2] / "../shared/data/asem"


def random_points(r):
    """A method over points, and a table of them with holes and few different values."""
    method = random_method(r)
    low, high = method.setdefault("rules", {}).setdefault("range", [0, 100])
    method["rules"]["rounding"] = "published"
    method.pop("defaults", None)
    for at, one in enumerate(method["indicator"]):
        kept = {key: one[key] for key in ("code", "node", "weight") if key in one}
        method["indicator"][at] = kept | {"normalisation": "none", "outside": "keep"}
    for node in method["node"]:
        node.pop("decimals", None)
        node.pop("mandatory", None)
        if node.get("aggregation", "arithmetic") == "arithmetic":
            node.pop("floor_shift", None)
    mend_weights(method)
    holes, units = r.choice([0, 0.1, 0.3]), r.choice([3, 5, 8, 20])
    base = [r.uniform(0.2, 0.8) for _ in range(units)]
    rows = []
    for at in range(units):
        share = [min(0.99, max(0.01, base[at] + r.gauss(0, 0.2))) for _ in method["indicator"]]
        row = {one["code"]: low + (high - low) * s for one, s in zip(method["indicator"], share, strict=True)}
        rows.append({code: None if r.random() < holes else value for code, value in row.items()})
    if r.random() < 0.5:
        code = r.choice(method["indicator"])["code"]
        for row in rows:
            row[code] = (low + high) / 2
    return method, rows


def mend_weights(method):
    """Without the defaults all children of a node may have come to weigh nothing."""
    entries = [*method["node"], *method["indicator"]]
    for node in method["node"]:
        children = [one for one in entries if one.get("parent", one.get("node")) == node["code"]]
        if not any(one.get("weight", 1) for one in children):
            children[0]["weight"] = 1


def diagnosed(method, rows):
    index = parse_index(method, "hash")
    codes = [one["code"] for one in method["indicator"]]
    points = {code: np.array([math.nan if row[code] is None else row[code] for row in rows]) for code in codes}
    return diagnose(index, table_of_points(index, [str(at) for at in range(len(rows))], points))


def same(figure, expected):
    value, n, lack = expected
    if value is None:
        return figure == Figure(None, n, Lack(lack))
    return figure.n == n and figure.value == pytest.approx(value, abs=1e-7, rel=1e-7)


def near(got, expected):
    return got is None if expected is None else got == pytest.approx(expected, abs=1e-8, rel=1e-7)


def tame(plain):
    """Whether every mean has a finite value at the low end of the range, from which contributions count."""
    low = plain.rules["range"][0]
    kinds = {"arithmetic", "worst-dominates"}
    return all(
        node.get("aggregation", "arithmetic") in kinds or node.get("floor_shift", 0) > 0 or low > 0
        for node in plain.nodes.values()
    )


@pytest.mark.parametrize("first", range(0, 120, 30))
def test_diagnostics_agree_with_the_slow_ones(first):
    shares = 0
    for seed in range(first, first + 30):
        method, rows = random_points(random.Random(seed))
        plain, got = Plain(method, rows), diagnosed(method, rows)
        expected = plain.pairs()
        assert {tuple(sorted((pair.left, pair.right))) for pair in got.pairs} == set(expected), seed
        assert len(got.pairs) == len(expected), seed
        for pair in got.pairs:
            node, linear, ranked = expected[tuple(sorted((pair.left, pair.right)))]
            assert pair.node == node, seed
            assert same(pair.pearson, linear), (seed, pair, linear)
            assert same(pair.spearman, ranked), (seed, pair, ranked)
        alphas = plain.alphas()
        assert [one.node for one in got.consistencies if not same(one.alpha, alphas[one.node])] == [], seed
        shares += check_importances(got, plain, seed)
        check_drops(got, plain.drops(), seed)
    assert shares > 20


def check_importances(got, plain, seed):
    expected = plain.importances() if tame(plain) else {}
    for one in got.importances:
        assert one.nominal == pytest.approx(plain.nominal(one.code)), seed
        if expected:
            assert same(one.correlation, expected[one.code][1]), (seed, one, expected[one.code])
            assert same(one.share, expected[one.code][2]), (seed, one, expected[one.code])
    return len(expected)


def check_drops(got, expected, seed):
    assert [drop.code for drop in got.drops if drop.code not in expected] == [], seed
    assert len(got.drops) == len(expected)
    for drop in got.drops:
        mean, most, rank_mean, rank_most, both, ranked, lost = expected[drop.code]
        told = (drop.score.n, drop.rank.n, drop.lost)
        assert told == (both, ranked, lost), (seed, drop)
        for value, wanted in ((drop.score.mean, mean), (drop.rank.mean, rank_mean)):
            assert near(value, wanted), (seed, drop)
        for shift, wanted in ((drop.score, most), (drop.rank, rank_most)):
            assert near(None if shift.most is None else abs(shift.most), wanted), (seed, drop)


def test_figures_worked_out_by_hand():
    x, y = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 4, 6, 8, 10])
    assert pearson(x, y) == Figure(1.0, 5)
    assert pearson(x, -y).value == pytest.approx(-1)
    assert spearman(x, np.array([1.0, 8, 27, 64, 1000])).value == pytest.approx(1)
    # Sums 3, 6, 9, 12, 15: variance 22.5; items 2.5 and 10; 2 * (1 - 12.5 / 22.5).
    assert alpha([x, y]).value == pytest.approx(2 * (1 - 12.5 / 22.5))


def test_what_cannot_be_told_has_its_reason():
    x, hole = np.array([1.0, 2, 3, 4, 5]), np.array([1.0, math.nan, 2, 5, 3])
    assert pearson(x, hole) == Figure(None, 4, Lack.TOO_FEW_UNITS)
    assert pearson(x, np.full(5, 7.1)) == Figure(None, 5, Lack.CONSTANT)
    assert alpha([x]) == Figure(None, 0, Lack.ONE_ITEM)
    assert alpha([x, -x]) == Figure(None, 5, Lack.CONSTANT)
    assert pearson(np.empty(0), np.empty(0)) == Figure(None, 0, Lack.TOO_FEW_UNITS)


def test_huge_and_tiny_columns_have_correlations():
    x = np.array([1.0, 2, 3, 5, 4])
    assert pearson(x * 1e200, x * 1e-200).value == pytest.approx(1)
    assert alpha([x * 1e200, x * 1e200]).value == pytest.approx(1)


def test_nobody_at_all():
    method, rows = random_points(random.Random(1))
    empty = [dict.fromkeys(row) for row in rows]
    got = diagnosed(method, empty)
    assert got.scored == 0
    assert {one.share.lack for one in got.importances} == {Lack.NO_SCORE}
    assert {drop.rank.lack for drop in got.drops} == {Lack.NO_SCORE}
    assert [one for one in got.reaches if one.n or one.clipped is not None] == []


def asem(name):
    path = DATA / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"needs ../shared/data/asem/{name}.csv, which is not here")
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.fixture
def diagnosed_asem():
    rows = asem("stage4_normalised_minmax_0_100")
    text = (Path(__file__).parent / "index/asem-min-max-arithmetic.toml").read_text(encoding="utf-8")
    index = parse_index(tomllib.loads(text), "hash")
    points = {leaf.code: np.array([float(row[leaf.code]) for row in rows]) for leaf in index.indicators}
    return diagnose(index, table_of_points(index, [row["uCode"] for row in rows], points))


def test_effective_weights_of_asem(diagnosed_asem):
    expected = {row["iCode"]: float(row["EffWeight"]) for row in asem("effective_weights_equal")}
    got = {one.code: one.nominal for one in diagnosed_asem.importances}
    assert len(got) == 49 + 8 + 2
    assert [code for code, weight in got.items() if abs(weight - expected[code]) > 1e-12] == []


def test_shares_of_variance_of_asem_sum_to_one_and_name_what_leads(diagnosed_asem):
    indicators = [one for one in diagnosed_asem.importances if one.level == "indicator"]
    tops = [one for one in diagnosed_asem.importances if one.code in ("Conn", "Sust")]
    for group in (indicators, tops):
        assert math.fsum(one.share.value for one in group) == pytest.approx(1, abs=1e-9)
    scores = {row["uCode"]: row for row in asem("expected_scores")}
    columns = [np.array([float(row[code]) for row in scores.values()]) for code in ("Conn", "Sust", "Index")]
    covariance = np.cov(columns)
    for one, at in zip(sorted(tops, key=lambda one: one.code), (0, 1), strict=True):
        assert one.share.value == pytest.approx(0.5 * covariance[at, 2] / covariance[2, 2], abs=1e-9)
        assert one.correlation.value == pytest.approx(np.corrcoef(columns)[at, 2], abs=1e-9)


def test_leaving_one_indicator_out_of_asem(diagnosed_asem):
    """Against the whole table scored again without the column."""
    rows = asem("stage4_normalised_minmax_0_100")
    data = tomllib.loads((Path(__file__).parent / "index/asem-min-max-arithmetic.toml").read_text(encoding="utf-8"))
    kept = data | {"indicator": [one for one in data["indicator"] if one["code"] != "Flights"]}
    scores = []
    for method in (data, kept):
        plain = Plain(
            method | {"indicator": [one | {"normalisation": "none", "outside": "keep"} for one in method["indicator"]]},
            [{one["code"]: float(row[one["code"]]) for one in method["indicator"]} for row in rows],
        )
        scores.append(plain.scores["Index"])
    moved = [abs(b - a) for a, b in zip(*scores, strict=True)]
    drop = next(drop for drop in diagnosed_asem.drops if drop.code == "Flights")
    assert drop.score.mean == pytest.approx(math.fsum(moved) / len(moved), abs=1e-9)
    assert abs(drop.score.most) == pytest.approx(max(moved), abs=1e-9)
    assert drop.score.who == rows[moved.index(max(moved))]["uCode"]
