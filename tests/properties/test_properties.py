"""What holds for any method and any table, whatever the numbers (`scoring.md` section 5, items 1, 2, 6, 7 and 8)."""

import copy
import math
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain.index_strategies import (
    GAPS,
    codes,
    methods,
    near,
    panels,
    raw,
    tables,
    values,
    written,
)

from app.domain.rounding import half_up, half_up_all

many = settings(max_examples=150, deadline=None, derandomize=True)
UNDEFINED = {"relative": True, "shifts": (0, 0.01, 0.5), "outside": ("clip", "keep")}
ODD = [0.0, -0.0, 5e-324, -5e-324, 1e-300, 1e300, -1e300, 1.7e308, math.inf, -math.inf, math.nan, None]


def reasons(found):
    return {key: reason for key, (_, reason) in found.items()}


def falls(leaf):
    """Whether lower is better."""
    return leaf["floor"] > leaf["target"] if "floor" in leaf else leaf.get("direction") == "lower"


def changed(method, **keys):
    """The method with these keys in every node."""
    return method | {"node": [node | keys for node in method["node"]]}


# Item 2


@many
@given(st.data())
def test_a_better_value_never_lowers_a_score(data):
    """Where it makes nothing appear or disappear."""
    method = data.draw(methods(**UNDEFINED))
    rows = data.draw(tables(method))
    unit = data.draw(st.sampled_from(list(rows)))
    leaf = data.draw(st.sampled_from(method["indicator"]))
    old = rows[unit][leaf["code"]]
    assume(old is not None)
    step = data.draw(st.integers(1, 400)) / 8
    new = old - step if falls(leaf) else old + step
    assume(leaf["scale"] == "linear" or new > 0)
    before = values(method, rows)
    after = values(method, rows | {unit: rows[unit] | {leaf["code"]: new}})
    assume(reasons(before) == reasons(after))
    for key, (value, _) in before.items():
        if key[:2] == unit and value is not None:
            assert after[key][0] >= value or near(method, value, after[key][0])


@many
@given(st.data())
def test_means_of_a_higher_power_are_higher(data):
    method = data.draw(methods(coverage=False))
    rows = data.draw(tables(method, most=2))
    shift = {"floor_shift": data.draw(st.sampled_from((0, 0.01, 0.3)))}
    ladder = [{"aggregation": "power", "power": p} for p in (-4, -2)]
    ladder += [{"aggregation": "harmonic"}, {"aggregation": "power", "power": -0.5}, {"aggregation": "geometric"}]
    ladder += [
        {"aggregation": "power", "power": 0.5},
        {"aggregation": "arithmetic"},
        {"aggregation": "power", "power": 2},
    ]
    rungs = []
    for rung in ladder:
        bare = method | {"node": [{k: v for k, v in node.items() if k != "power"} for node in method["node"]]}
        rungs.append(values(changed(bare, **rung, **shift), rows))
    compared = 0
    for lower, higher in zip(rungs, rungs[1:], strict=False):
        for key, (value, _) in lower.items():
            if reasons(lower) == reasons(higher) and value is not None:
                compared += 1
                assert value <= higher[key][0] or near(method, value, higher[key][0])
    assert compared or shift["floor_shift"] == 0 or all(v is None for row in rows.values() for v in row.values())


@many
@given(st.data(), st.sampled_from([1000.0, 0.45359237, 60.0, 1 / 24, 3e-7]), st.integers(-50, 50))
def test_units_of_measurement_change_nothing(data, factor, offset):
    """Raw values and goalposts times any number, and for linear ones plus any number."""
    method = data.draw(methods(relative=True, outside=("clip", "keep")))
    rows = data.draw(tables(method))
    other, moved = copy.deepcopy(method), copy.deepcopy(rows)
    for leaf in other["indicator"]:
        plus = offset if leaf["scale"] == "linear" and factor != 3e-7 else 0
        leaf |= {end: leaf[end] * factor + plus for end in ("floor", "target") if end in leaf}
        for row in moved.values():
            if row[leaf["code"]] is not None:
                row[leaf["code"]] = row[leaf["code"]] * factor + plus
    one, two = values(method, rows), values(other, moved)
    # Points kept beyond the range may be just where a mean ends to be defined, and noise then decides.
    assume("NON_POSITIVE" not in {*reasons(one).values(), *reasons(two).values()})
    assume(not any(leaf["normalisation"] == "percentile-rank" for leaf in method["indicator"]) or offset == 0)
    assert reasons(one) == reasons(two)
    assert all(near(method, value, two[key][0]) for key, (value, _) in one.items())


@many
@given(st.data())
def test_a_direction_turned_with_its_values_changes_nothing(data):
    method = data.draw(methods(**UNDEFINED))
    rows = data.draw(tables(method))
    other, turned = copy.deepcopy(method), copy.deepcopy(rows)
    for leaf in other["indicator"]:
        if leaf["scale"] == "log":
            continue
        leaf |= {end: -leaf[end] for end in ("floor", "target") if end in leaf}
        if "direction" in leaf:
            leaf["direction"] = "higher" if falls(leaf) else "lower"
        for row in turned.values():
            row[leaf["code"]] = None if row[leaf["code"]] is None else -row[leaf["code"]]
    assert written(other, turned) == written(method, rows)


@many
@given(st.data())
def test_floor_and_target_exchanged_mirror_an_arithmetic_index(data):
    method = changed(data.draw(methods()), aggregation="arithmetic")
    method["node"] = [{k: v for k, v in node.items() if k != "power"} for node in method["node"]]
    rows = data.draw(tables(method))
    other = copy.deepcopy(method)
    for leaf in other["indicator"]:
        leaf |= {"floor": leaf["target"], "target": leaf["floor"]}
    one, two = values(method, rows), values(other, rows)
    assert reasons(one) == reasons(two)
    for key, (value, _) in one.items():
        assert near(method, value, None if value is None else sum(method["rules"]["range"]) - two[key][0])


@many
@given(st.data(), st.sampled_from(["floor", "target"]))
def test_all_at_one_end_of_the_range_are_there(data, end):
    method = data.draw(methods(shifts=(0, 0.01, 0.5)))
    end_of = {"floor": method["rules"]["range"][0], "target": method["rules"]["range"][1]}[end]
    found = values(method, {("U", ""): {leaf["code"]: leaf[end] for leaf in method["indicator"]}})
    for value, reason in found.values():
        assert near(method, value, float(end_of)) or (reason is not None and end_of in method["rules"]["range"])
    if end_of != 0 and all(node["floor_shift"] > 0 for node in method["node"]):
        assert not any(reasons(found).values())


@many
@given(st.data())
def test_a_stricter_coverage_rule_gives_no_score_and_a_value_more_takes_none(data):
    method = data.draw(methods())
    rows = data.draw(tables(method, most=2))
    stricter = copy.deepcopy(method)
    node = data.draw(st.sampled_from(stricter["node"]))
    node["least_coverage"] = min(1, node["least_coverage"] + data.draw(st.sampled_from((0.1, 0.5, 1))))
    filled = {
        key: {code: 50.0 if value is None and data.draw(st.booleans()) else value for code, value in row.items()}
        for key, row in rows.items()
    }
    usual, strict, fuller = written(method, rows), written(stricter, rows), written(method, filled)
    for key, line in usual.items():
        assert line["value"] or not strict[key]["value"]
        assert fuller[key]["value"] or not line["value"]
        assert float(fuller[key]["coverage"]) >= float(line["coverage"]) - 1e-12


@many
@given(st.data())
def test_bounds_contain_the_score_and_every_way_to_fill_the_gaps(data):
    method = data.draw(methods())
    rows = data.draw(tables(method, most=2))
    before = written(method, rows)
    filled = {}
    for key, row in rows.items():
        filled[key] = data.draw(raw(method, holes=False)) | {c: v for c, v in row.items() if v is not None}
    after = written(method, filled)
    for key, line in before.items():
        low, high = float(line["lower"]), float(line["upper"])
        assert low <= high
        assert not line["value"] or low <= float(line["value"]) <= high
        whole = float(after[key]["value"])
        assert low <= whole <= high or near(method, low, whole) or near(method, high, whole)


# Item 1


@many
@given(st.data(), st.randoms(use_true_random=False))
def test_order_and_other_units_change_no_byte_of_a_goalpost_score(data, r):
    method = data.draw(methods(shifts=(0, 0.01), outside=("clip", "keep", "refuse")))
    rows = data.draw(tables(method, most=3))
    others = data.draw(tables(method, most=9))
    shown = [*rows.items(), *(((f"X{unit}", period), row) for (unit, period), row in others.items())]
    order = r.sample(codes(method), len(codes(method)))
    table = {key: {code: row[code] for code in order} for key, row in r.sample(shown, len(shown))}
    alone, among = written(method, rows), written(method, table)
    for key, line in alone.items():
        assert among[key] | {"rank": ""} == line | {"rank": ""}


# Item 6


@many
@given(st.data(), st.sampled_from([None, 0, 3]), st.sampled_from(["published", "carried"]))
def test_nothing_odd_leaves_and_every_missing_score_has_a_reason(data, decimals, rounding):
    method = data.draw(methods(relative=True, shifts=(0, 0.1), outside=("clip", "keep", "refuse")))
    method["rules"] |= {"rounding": rounding} | ({} if decimals is None else {"decimals": decimals})
    cell = st.sampled_from(ODD) | st.floats() | st.integers(0, 100)
    row = st.fixed_dictionaries({code: cell for code in codes(method)})
    rows = {(f"U{n}", ""): one for n, one in enumerate(data.draw(st.lists(row, min_size=1, max_size=4)))}
    for line in written(method, rows).values():
        assert (line["value"] == "") == (line["reason"] != "")
        assert line["rank"] == "" or line["value"] != ""
        for name in ("value", "coverage", "lower", "upper", "rank"):
            assert line[name] == "" or (math.isfinite(float(line[name])) and line[name] not in ("-0", "-0.0"))


# Item 7


@st.composite
def near_halves(draw, decimals):
    """A number at, or some units in the last place from, the middle between two published values."""
    value = (2 * draw(st.integers(-(10**6), 10**6)) + 1) / (2 * 10**decimals)
    for _ in range(draw(st.integers(0, 3))):
        value = math.nextafter(value, draw(st.sampled_from((-math.inf, math.inf))))
    return value


@pytest.mark.parametrize("decimals", range(13))
def test_rounding_is_half_up_in_decimals(decimals):
    @many
    @given(near_halves(decimals) | st.floats(-100, 100))
    def check(value):
        read = Decimal(f"{value:.{max(10, decimals + 3)}f}")
        expected = float(read.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0
        for found in (half_up(value, decimals), float(half_up_all(np.array([value]), decimals)[0])):
            assert repr(found) == repr(expected)

    check()


# Item 8


@many
@given(st.data(), st.sampled_from(GAPS))
def test_a_period_more_or_revised_changes_no_other(data, period):
    """Not even a rank, whatever the normalisation, as long as it looks at one period at a time."""
    method = data.draw(methods(relative=True, shifts=(0, 0.1), outside=("clip", "keep", "refuse")))
    rows = data.draw(panels(method))
    others = {key: row for key, row in rows.items() if key[1] != period}
    revised = {key: data.draw(raw(method)) if key[1] == period else row for key, row in rows.items()}
    assume(others)
    alone, among, after = written(method, others), written(method, rows), written(method, revised)
    for key, line in alone.items():
        assert among[key] == line
        assert after[key] == line
