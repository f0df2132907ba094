"""The brute-force parts of a change are what they must be, so that explanations can be held against them."""

import math
import random

import pytest
from plain.shapley import contributions, shapley


def two_levels(aggregation, **keys):
    nodes = [{"code": "Index", "aggregation": aggregation, **keys}]
    nodes += [{"code": f"P{p}", "parent": "Index", "weight": p} for p in (1, 2, 3)]
    indicators = [
        {"code": f"P{p}{i}", "node": f"P{p}", "weight": w} for p in (1, 2, 3) for i, w in (("a", 1), ("b", 2))
    ]
    return {"version": "1", "node": nodes, "indicator": indicators}


def points(r, method, holes=0.0):
    return {one["code"]: None if r.random() < holes else r.uniform(5, 95) for one in method["indicator"]}


def test_the_glove_game():
    """Two left gloves and a right one: the right one is worth four times as much as both left ones (Shapley)."""
    worth = shapley(["left", "other left", "right"], lambda who: float("right" in who and len(who) > 1))
    assert worth == pytest.approx({"left": 1 / 6, "other left": 1 / 6, "right": 4 / 6})


def test_parts_of_an_arithmetic_index_are_weights_times_changes():
    method, r = two_levels("arithmetic"), random.Random(1)
    before, after = points(r, method), points(r, method)
    parts = contributions(method, before, after)
    for p in (1, 2, 3):
        for i, w in (("a", 1), ("b", 2)):
            code = f"P{p}{i}"
            assert parts[code] == pytest.approx(p / 6 * w / 3 * (after[code] - before[code]))


@pytest.mark.parametrize(
    ("aggregation", "keys"),
    [
        ("geometric", {"floor_shift": 0.01}),
        ("harmonic", {"floor_shift": 0.01}),
        ("power", {"power": 0.5}),
        ("worst-dominates", {}),
        ("product-root", {}),
    ],
)
def test_parts_sum_to_the_change_and_turn_with_time(aggregation, keys):
    method, r = two_levels(aggregation, **keys), random.Random(2)
    for _ in range(20):
        before, after = points(r, method), points(r, method, holes=0.2)
        if all(after[f"P{p}{i}"] is None for p in (1, 2, 3) for i in "ab"):
            continue
        parts, back = contributions(method, before, after), contributions(method, after, before)
        for node in method["node"]:
            below = [n["code"] for n in method["node"] if n.get("parent") == node["code"]]
            below += [one["code"] for one in method["indicator"] if one["node"] == node["code"]]
            assert math.isclose(sum(parts[code] for code in below), parts[node["code"]], abs_tol=1e-9)
        assert all(math.isclose(parts[code], -back[code], abs_tol=1e-9) for code in parts)


def test_parts_of_a_geometric_index_are_near_the_logarithmic_means():
    """Geometric over arithmetic: L(S1, S0) w_p w_i dx / L(P1, P0), near Shapley's value for small changes."""
    method, r = two_levels("geometric"), random.Random(3)
    before = points(r, method)
    after = {code: value + r.uniform(-3, 3) for code, value in before.items()}
    parts = contributions(method, before, after)

    def pillar(values, p):
        return (values[f"P{p}a"] + 2 * values[f"P{p}b"]) / 3

    def index(values):
        return math.prod(pillar(values, p) ** (p / 6) for p in (1, 2, 3))

    def logarithmic(one, other):
        return (one - other) / math.log(one / other)

    for p in (1, 2, 3):
        rate = logarithmic(index(after), index(before)) / logarithmic(pillar(after, p), pillar(before, p))
        for i, w in (("a", 1), ("b", 2)):
            code = f"P{p}{i}"
            assert abs(parts[code] - rate * p / 6 * w / 3 * (after[code] - before[code])) <= 0.01
