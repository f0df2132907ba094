"""Each rule of method files on a table small enough to reckon by hand."""

import math

import pytest
from plain.index_results import by_engine, by_plain, keyed

IMPLEMENTATIONS = {"plain": by_plain, "engine": by_engine}
NEAR = {"rel": 1e-12, "abs": 1e-12}


@pytest.fixture(params=IMPLEMENTATIONS)
def score(request, tmp_path):
    """Scores columns {code: cells}, a unit a cell: {(place of the unit, code): result}."""

    def scored(method, columns, periods=None):
        count = len(next(iter(columns.values())))
        rows = [{"unit": str(n)} | ({"period": periods[n]} if periods else {}) for n in range(count)]
        for n, row in enumerate(rows):
            row |= {code: "" if cells[n] is None else str(cells[n]) for code, cells in columns.items()}
        results = keyed(IMPLEMENTATIONS[request.param](method, rows, tmp_path))
        return {(int(unit), code): result for (unit, _, code), result in results.items()}

    return scored


def flat(codes="ab", rules=None, index=None, **keys):
    """An index right over indicators that are already on the scale, or as `keys` say."""
    keys = keys or {"normalisation": "none"}
    method = {"version": "1"} | ({"rules": rules} if rules else {})
    return method | {
        "node": [{"code": "Index"} | (index or {})],
        "indicator": [{"code": code, "node": "Index"} | keys for code in codes],
    }


def column(results, code, name="value"):
    return [result[name] for (_, c), result in sorted(results.items()) if c == code]


@pytest.mark.parametrize(
    ("keys", "cells", "points"),
    [
        ({"floor": 0, "target": 20}, [-1, 0, 5, 20, 30], [0, 0, 25, 100, 100]),
        ({"floor": 20, "target": 0}, [-1, 0, 5, 20, 30], [100, 100, 75, 0, 0]),
        ({"floor": 0, "target": 20, "outside": "keep"}, [-1, 5, 30], [-5, 25, 150]),
        ({"floor": 0, "target": 20, "outside": "refuse"}, [-1, 0, 20, 30], ["OUT_OF_RANGE", 0, 100, "OUT_OF_RANGE"]),
        ({"floor": 1, "target": 100, "scale": "log"}, [0, -1, 10, 1], ["NON_POSITIVE", "NON_POSITIVE", 50, 0]),
        ({"floor": 0, "target": 20, "range": [20, 60]}, [5, 30], [30, 60]),
        ({"floor": 0, "target": 20}, ["inf", "-inf", None], ["OUT_OF_RANGE", "OUT_OF_RANGE", "NO_DATA"]),
        ({"normalisation": "none"}, [-1, 0, 100, 101], ["OUT_OF_RANGE", 0, 100, "OUT_OF_RANGE"]),
        ({"normalisation": "none", "outside": "clip"}, [-1, 50, 101], [0, 50, 100]),
        ({"normalisation": "min-max"}, [2, 4, None, 10], [0, 25, "NO_DATA", 100]),
        ({"normalisation": "min-max", "direction": "lower"}, [2, 4, "inf", 10], [100, 75, "OUT_OF_RANGE", 0]),
        ({"normalisation": "min-max"}, [3, None, 3], ["ZERO_RANGE", "NO_DATA", "ZERO_RANGE"]),
        ({"normalisation": "min-max", "scale": "log"}, [1, 10, 100, 0], [0, 50, 100, "NON_POSITIVE"]),
        ({"normalisation": "z-score"}, [1, 2, 3], [-1, 0, 1]),
        ({"normalisation": "z-score", "centre": 50, "spread": 10, "direction": "lower"}, [1, 2, 3], [60, 50, 40]),
        ({"normalisation": "z-score"}, [7, None], ["ZERO_RANGE", "NO_DATA"]),
        ({"normalisation": "z-score"}, [0.1, 0.1, 0.1], ["ZERO_RANGE", "ZERO_RANGE", "ZERO_RANGE"]),
        ({"normalisation": "percentile-rank"}, [5, 1, 5, 9, 7], [25, 0, 25, 100, 75]),
        ({"normalisation": "percentile-rank", "direction": "lower"}, [5, 1, 5], [0, 100, 0]),
        ({"normalisation": "percentile-rank"}, [5, 5], [0, 0]),
        ({"normalisation": "percentile-rank"}, [5, None], ["ZERO_RANGE", "NO_DATA"]),
    ],
)
def test_points(score, keys, cells, points):
    results = score(flat("a", **keys), {"a": cells})
    for n, wanted in enumerate(points):
        for code in ("a", "Index"):
            found = results[n, code]
            if isinstance(wanted, str):
                assert (found["value"], found["reason"], found["coverage"]) == (None, wanted, 0)
            else:
                assert found["value"] == pytest.approx(wanted, **NEAR)
                assert (found["reason"], found["coverage"]) == (None, 1)
            assert math.copysign(1, found["value"] or 0.0) == (
                1 if found["value"] is None or found["value"] >= 0 else -1
            )


def test_relative_points_look_at_the_table_or_at_the_period(score):
    cells, periods = {"a": [0, 10, 10, 40]}, ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q2"]
    for over, wanted in (("table", [0, 25, 25, 100]), ("period", [0, 100, 0, 100])):
        results = score(flat("a", rules={"over": over}, normalisation="min-max"), cells, periods)
        assert column(results, "a") == wanted
        assert column(results, "a", "rank") == [2, 1, 2, 1]


def test_a_period_in_which_nobody_has_a_value_leaves_the_others_as_they_are(score):
    cells, periods = {"a": [0, 10, None, None]}, ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q2"]
    results = score(flat("a", rules={"over": "period"}, normalisation="min-max"), cells, periods)
    assert column(results, "a") == [0, 100, None, None]
    assert column(results, "a", "reason")[2:] == ["NO_DATA", "NO_DATA"]


@pytest.mark.parametrize(
    ("index", "cells", "wanted"),
    [
        ({}, (20, 80), 50),
        ({"aggregation": "geometric"}, (20, 80), 40),
        ({"aggregation": "geometric"}, (0, 80), "NON_POSITIVE"),
        ({"aggregation": "geometric", "floor_shift": 0.01}, (0, 0), 0),
        ({"aggregation": "geometric", "floor_shift": 0.01}, (100, 100), 100),
        ({"aggregation": "geometric", "floor_shift": 0.01}, (0, 80), (math.sqrt(80.2) - 1) / 0.99),
        ({"aggregation": "harmonic"}, (20, 80), 32),
        ({"aggregation": "harmonic"}, (0, 80), "NON_POSITIVE"),
        ({"aggregation": "power", "power": 2}, (0, 80), 80 / math.sqrt(2)),
        ({"aggregation": "power", "power": -1}, (20, 80), 32),
        ({"aggregation": "power", "power": -1}, (0, 80), "NON_POSITIVE"),
        ({"aggregation": "power", "power": 0.5, "floor_shift": 0.5}, (0, 100), 45.710678118654755),
        ({"aggregation": "product-root"}, (20, 80), 40),
        ({"aggregation": "product-root"}, (0, 80), 0),
        ({"aggregation": "worst-dominates"}, (50, 50), 50),
        ({"aggregation": "worst-dominates"}, (0, 100), (100 - math.sqrt(1000)) / 0.9),
        ({"aggregation": "worst-dominates", "floor_shift": 0}, (20, 100), "NON_POSITIVE"),
    ],
)
def test_means(score, index, cells, wanted):
    result = score(flat(index=index), {"a": [cells[0]], "b": [cells[1]]})[0, "Index"]
    if isinstance(wanted, str):
        assert (result["value"], result["reason"], result["coverage"]) == (None, wanted, 1)
    else:
        assert result["value"] == pytest.approx(wanted, **NEAR)
        assert (result["lower"], result["upper"]) == (result["value"], result["value"])


def test_a_shift_starts_at_the_low_end_and_no_shift_takes_the_score_as_it_is(score):
    cells = {"a": [1], "b": [100]}
    plain = flat(rules={"range": [1, 100]}, index={"aggregation": "geometric"})
    assert score(plain, cells)[0, "Index"]["value"] == pytest.approx(10, **NEAR)
    shifted = flat(rules={"range": [1, 100]}, index={"aggregation": "geometric", "floor_shift": 0.5})
    assert score(shifted, cells)[0, "Index"]["value"] == pytest.approx(1 + (49.5 * math.sqrt(2) - 49.5) * 2, **NEAR)


def test_inform_worst_component_dominates(score):
    method = flat("abc", rules={"range": [0, 10]}, index={"aggregation": "worst-dominates"})
    geometric = (1 * 10 * 5.5) ** (1 / 3)
    result = score(method, {"a": [10], "b": [0], "c": [5]})[0, "Index"]
    assert result["value"] == pytest.approx((10 - geometric) / 0.9, **NEAR)


def test_weights_of_the_rest_are_renormalised_and_weight_0_only_shows(score):
    method = flat("abcd")
    for one, weight in zip(method["indicator"], (1, 3, 4, 0), strict=True):
        one["weight"] = weight
    result = score(method, {"a": [40], "b": [80], "c": [None], "d": [7]})
    index = result[0, "Index"]
    assert (index["value"], index["coverage"], index["lower"], index["upper"]) == (70, 0.5, 35, 85)
    assert result[0, "d"]["value"] == 7


def tree(index=None, **first):
    """An index over A (a, b, c) and B (d)."""
    nodes = [
        {"code": "Index"} | (index or {}),
        {"code": "A", "parent": "Index"} | first,
        {"code": "B", "parent": "Index"},
    ]
    indicators = [{"code": code, "node": "B" if code == "d" else "A"} for code in "abcd"]
    return {"version": "1", "defaults": {"normalisation": "none"}, "node": nodes, "indicator": indicators}


@pytest.mark.parametrize(
    ("first", "cells", "reason", "coverage"),
    [
        ({"least_coverage": 0.7}, (60, 90, None), "BELOW_COVERAGE", 2 / 3),
        ({"least_coverage": 0.66}, (60, 90, None), None, 2 / 3),
        ({"least_coverage": 2 / 3}, (60, 90, None), None, 2 / 3),
        ({"mandatory": ["c"]}, (60, 90, None), "MANDATORY_MISSING", 2 / 3),
        ({"mandatory": ["a"]}, (60, 90, None), None, 2 / 3),
        ({"mandatory": ["c"]}, (None, None, None), "NO_DATA", 0),
        ({}, (None, None, None), "NO_DATA", 0),
        ({}, ("inf", 101, -1), "OUT_OF_RANGE", 0),
    ],
)
def test_when_a_node_has_a_score(score, first, cells, reason, coverage):
    results = score(tree(**first), {code: [cell] for code, cell in zip("abcd", (*cells, 30), strict=True)})
    node, index = results[0, "A"], results[0, "Index"]
    assert (node["reason"], node["value"]) == (reason, None if reason else 75)
    assert node["coverage"] == pytest.approx(coverage, **NEAR)
    assert index["value"] == (30 if reason else 52.5)
    assert index["coverage"] == pytest.approx((coverage + 1) / 2, **NEAR)
    assert (results[0, "a"]["level"], node["level"], index["level"]) == (1, 2, 3)
    assert index["lower"] <= index["value"] <= index["upper"]


def test_children_without_scores_for_different_reasons(score):
    method = tree(least_coverage=1)
    results = score(method, {"a": [50, None], "b": [None, 101], "c": [None, None], "d": [None, None]})
    assert column(results, "A", "reason") == ["BELOW_COVERAGE", "NO_DATA"]
    assert column(results, "Index", "reason") == ["BELOW_COVERAGE", "NO_DATA"]


def test_a_mandatory_node_further_down(score):
    results = score(tree({"mandatory": ["c"]}), {"a": [1], "b": [2], "c": [None], "d": [3]})
    assert results[0, "A"]["reason"] is None
    assert results[0, "Index"]["reason"] == "MANDATORY_MISSING"


def test_bounds_of_a_mean_that_has_no_value_at_the_end_take_its_limit(score):
    for aggregation, upper in (("geometric", 60), ("harmonic", 2 / (1 / 36 + 1 / 100)), ("product-root", 60)):
        results = score(flat(index={"aggregation": aggregation}), {"a": [36], "b": [None]})
        index = results[0, "Index"]
        assert (index["value"], index["lower"]) == (pytest.approx(36, **NEAR), 0)
        assert index["upper"] == pytest.approx(upper, **NEAR)


def test_bounds_of_a_z_score_are_the_points_in_the_data(score):
    results = score(flat("a", normalisation="z-score"), {"a": [1, 2, 3, None]})
    for code in ("a", "Index"):
        assert (results[3, code]["lower"], results[3, code]["upper"]) == (-1, 1)


def test_bounds_always_contain_the_score(score):
    method = flat(normalisation="none", outside="keep")
    index = score(method, {"a": [130], "b": [None]})[0, "Index"]
    assert (index["value"], index["lower"], index["upper"]) == (130, 65, 130)


def test_provisional_units_are_shown_and_not_ranked(score):
    method = flat("abc", rules={"provisional_missing": 1, "provisional_weight": 0.6})
    method["indicator"][2]["weight"] = 2
    results = score(
        method, {"a": [10, None, 30, None, None], "b": [10, 50, 30, None, None], "c": [10, 50, None, 50, None]}
    )
    assert column(results, "Index") == [10, 50, None, None, None]
    assert column(results, "Index", "reason") == [None, None, "TOO_FEW_PILLARS", "TOO_FEW_PILLARS", "NO_DATA"]
    assert column(results, "Index", "rank") == [1, None, None, None, None]
    assert column(results, "b", "rank") == [3, 1, 2, None, None]


@pytest.mark.parametrize(
    ("rules", "ranks"),
    [
        ({}, [2, 1, 2, 4]),
        ({"ties": "max"}, [3, 1, 3, 4]),
        ({"ties": "average"}, [2.5, 1, 2.5, 4]),
        ({"ties": "dense"}, [2, 1, 2, 3]),
        ({"rank_first": "low"}, [2, 4, 2, 1]),
        ({"decimals": 0}, [1, 1, 1, 4]),
        ({"decimals": 0, "rank": "unrounded"}, [2, 1, 2, 4]),
    ],
)
def test_ranks(score, rules, ranks):
    results = score(flat("a", rules=rules), {"a": [50, 50.2, 50, 20]})
    assert column(results, "Index", "rank") == ranks


def test_values_are_rounded_half_up_without_binary_noise(score):
    cells = {"a": [2.65, 0.25, 68.3, 0.15, 99.95], "b": [2.65, 0.25, 68.4, 0.15, 99.95]}
    results = score(flat(rules={"decimals": 1}), cells)
    assert column(results, "Index") == [2.7, 0.3, 68.4, 0.2, 100.0]


@pytest.mark.parametrize(("rounding", "wanted"), [("published", 30.9), ("carried", 31)])
def test_a_parent_takes_unrounded_or_rounded_scores(score, rounding, wanted):
    method = tree(decimals=0) | {"rules": {"decimals": 1, "rounding": rounding}}
    results = score(method, {"a": [60.9], "b": [62], "c": [62.7], "d": [0]})
    assert results[0, "A"]["value"] == 62
    assert results[0, "Index"]["value"] == wanted
    assert results[0, "Index"]["upper"] == results[0, "Index"]["value"]


def test_huge_values_stay_numbers_or_reasons(score):
    cells = {"a": [1e200, 2e200, -1e200, 1], "b": [1e150, 1, 2, 3]}
    for normalisation in ("min-max", "z-score", "percentile-rank"):
        results = score(flat(normalisation=normalisation), cells)
        for result in results.values():
            assert result["reason"] is None
            assert all(math.isfinite(result[name]) for name in ("value", "lower", "upper"))
    assert column(score(flat("a", normalisation="min-max"), {"a": cells["a"]}), "a")[:3] == pytest.approx(
        [200 / 3, 100, 0]
    )
