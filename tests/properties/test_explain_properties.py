"""What explains a difference sums to it and turns with it, for any method (`scoring.md` section 5, item 3)."""

import math
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain.index_scores import RULES, mean
from plain.index_strategies import methods, raw, score
from plain.shapley import contributions as brute_force
from spec.test_indices import asem_rows, indicator_codes, method

from app.domain import explain
from app.domain.combining import tree_of

many = settings(max_examples=150, deadline=None, derandomize=True)


def trees(taken, *units):
    """(the index, the tree of each unit): nobody's goalposts look at the others."""
    index, scored = score(taken, {(f"U{n}", ""): unit for n, unit in enumerate(units)})
    return index, *(tree_of(index, scored.scores, at) for at in range(len(units)))


def two_units(data, **options):
    taken = data.draw(methods(shifts=(0, 0.01, 0.1), **options))
    index, before, after = trees(taken, data.draw(raw(taken)), data.draw(raw(taken)))
    root = index.root.code
    assume(before.value(root) is not None and after.value(root) is not None)
    return index, before, after, after.value(root) - before.value(root)


def sums(index, parts):
    """The sums of the parts of all indicators, and of the index's children."""
    leaves = [leaf.code for leaf in index.indicators]
    children = [code for code, _ in index.children(index.root.code)]
    return [math.fsum(parts.total.get(code, 0.0) for code in some) for some in (leaves, children)]


@many
@given(st.data())
def test_parts_of_a_change_sum_to_it_whatever_appears_and_disappears(data):
    index, before, after, difference = two_units(data)
    parts = explain.change(index, before, after)
    assert all(abs(total - difference) <= 1e-9 for total in sums(index, parts))
    assert parts.rounding == 0


@many
@given(st.data())
def test_parts_turn_with_time(data):
    index, before, after, _ = two_units(data)
    there, back = explain.change(index, before, after), explain.change(index, after, before)
    for name in ("value", "coverage", "total"):
        one, other = getattr(there, name), getattr(back, name)
        assert one.keys() == other.keys()
        assert all(abs(one[code] + other[code]) <= 1e-9 for code in one)


@many
@given(st.data())
def test_contributions_sum_to_the_score_and_what_is_lost_to_the_rest(data):
    index, before, _, _ = two_units(data)
    value, rules = before.value(index.root.code), index.rules
    carried, lost = explain.contributions(index, before), explain.lost(index, before)
    assert all(abs(total - (value - rules.low)) <= 1e-9 for total in sums(index, carried))
    assert all(abs(total - (rules.high - value)) <= 1e-9 for total in sums(index, lost))


@many
@given(st.data())
def test_what_does_not_change_has_no_part_of_its_own(data):
    index, before, _, _ = two_units(data)
    parts = explain.change(index, before, before)
    assert all(part == 0 for part in parts.total.values())


def quick_mean(node, rules, parts):
    """The geometric mean of the plain implementation without its exact fractions: there are 100,000 to take."""
    e, total = node["floor_shift"], sum(w for w, _ in parts)
    logs = math.fsum(w * math.log(100 * e + (1 - e) * s) for w, s in parts)
    return (math.exp(logs / total) - 100 * e) / (1 - e)


def test_the_quick_mean_is_the_plain_one():
    node = {"aggregation": "geometric", "floor_shift": 0.01}
    parts = [(1, 30.0), (2.5, 0.0), (0.5, 99.0)]
    assert quick_mean(node, {}, parts) == pytest.approx(mean(node, RULES, parts), abs=1e-12)


def asem(unit):
    """The method of geometric means and one country's raw values."""
    taken = method("asem-goalposts-geometric")
    row = next(row for row in asem_rows("stage1_denominated", taken) if row["unit"] == unit)
    return taken, {code: float(row[code]) if row[code] else None for code in indicator_codes(taken)}


def farthest(taken, old, new):
    """(the largest distance of a part from that of all orders, the difference explained)"""
    index, before, after = trees(taken, old, new)
    parts = explain.change(index, before, after)
    points = [{leaf.code: tree.value(leaf.code) for leaf in index.indicators} for tree in (before, after)]
    expected = brute_force(taken, *points, mean=quick_mean)
    difference = after.value("Index") - before.value("Index")
    assert expected["Index"] == pytest.approx(difference, abs=1e-9)
    return max(abs(parts.total.get(code, 0.0) - part) for code, part in expected.items()), abs(difference)


def test_parts_of_a_change_of_asem_are_near_those_of_all_orders():
    """Every raw value up to 10 % off."""
    taken, old = asem("CHN")
    r = random.Random(1)
    new = {code: None if value is None else value * r.uniform(0.9, 1.1) for code, value in old.items()}
    apart, difference = farthest(taken, old, new)
    assert apart <= 0.01
    assert difference > 0.1


def test_parts_of_a_difference_of_two_countries_are_near_those_of_all_orders():
    """Two countries alike: as near as in time. Two as far apart as these: within 3 % of the difference, since averages
    over all orders and logarithmic means part in the third order of it. Both sum exactly."""
    taken, old = asem("SGP")
    _, new = asem("LAO")
    apart, difference = farthest(taken, old, new)
    assert apart <= 0.03 * difference
    taken, old = asem("DEU")
    _, new = asem("FRA")
    assert farthest(taken, old, new)[0] <= 0.01
