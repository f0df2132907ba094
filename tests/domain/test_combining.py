"""Means, coverage and exact parts on thousands of random trees, not only on ours."""

import itertools
import math
import random

import pytest
from plain.scoring import average, node_score

from app.domain import explain
from app.domain.combining import Input, Tree, combine
from app.domain.editions import Measured, Reason, Standing
from app.domain.index import Index, Leaf, Node
from app.domain.means import Mean
from app.domain.members import Names
from app.handbook import load

V1 = load("v1")
WORD = Names("ا", "a", "a")


KINDS = ("arithmetic", "geometric", "harmonic", "power", "worst-dominates", "product-root")


def random_index(r, kinds):
    """An index over 1-6 children, each a node of indicators or of further nodes, with any weights and rules."""
    nodes, leaves = [], []

    def node(code, parent, weight, least):
        kind = r.choice(kinds)
        shift = {"arithmetic": 0.0, "worst-dominates": 0.1}.get(kind, 0.01)
        power = r.choice([-2.0, 0.5, 3.0]) if kind == "power" else 1.0
        nodes.append(
            Node(code=code, names=WORD, level="node" if parent else "index", parent=parent, weight=weight,
                 aggregation=kind, shift=shift, power=power, least_coverage=least)
        )  # fmt: skip

    def grow(parent, depth):
        for i in range(r.randint(1, 4 if depth else 6)):
            code, weight = f"{parent}.{i}", r.choice([1.0, 1.0, 2.0, r.uniform(0.1, 5)])
            if depth == 0 or (depth < 3 and r.random() < 0.35):
                node(code, parent, weight, r.choice([0, 0.5, 2 / 3]))
                grow(code, depth + 1)
            else:
                leaves.append(Leaf(code=code, node=parent, weight=weight, floor=0.0, target=100.0))

    node("I", None, 1, 0)
    grow("I", 0)
    return Index(version="t", hash="-", rules=V1.rules, nodes=tuple(nodes), indicators=tuple(leaves))


def mean(kind, parts):
    """The mean of (weight, score), through the engine's own."""
    of = Mean(kind, shift=0.0 if kind == "arithmetic" else 0.01)
    return float(of.unbend(sum(w * of.bend(s) for w, s in parts) / sum(w for w, _ in parts)))


def random_inputs(r, of, holes):
    inputs, points, dropped = {}, {}, set()
    for one in of.indicators:
        roll = r.random()
        if roll < holes:
            inputs[one.code] = Input(Measured(None, Reason.NO_DATA))
        elif roll < holes * 1.2:
            inputs[one.code] = Input(Measured(None, Reason.NOTHING_TO_MEASURE), owed=False)
            dropped.add(one.code)
        else:
            points[one.code] = r.choice([0.0, 100.0, r.uniform(0, 100), r.uniform(0, 100)])
            inputs[one.code] = Input(Measured(points[one.code]))
    return inputs, points, dropped


def test_thousands_of_random_trees_agree_with_the_obvious_way():
    r = random.Random(20260101)
    scored = 0
    for _ in range(3000):
        of = random_index(r, ("arithmetic", "geometric"))
        inputs, points, dropped = random_inputs(r, of, r.choice([0, 0.1, 0.4]))
        tree = combine(of, inputs)
        for node in of.depth_first[1:]:
            expected = node_score(of, node.code, points, dropped)
            place = tree.places[node.code]
            assert (place.score.value is None) == (expected["score"] is None)
            if place.score.value is not None:
                scored += 1
                assert abs(place.score.value - expected["score"]) < 1e-9
            for name in ("coverage", "lower", "upper"):
                assert abs(getattr(place, name) - expected[name]) < 1e-9, name
    assert scored > 5000


def test_parts_sum_when_pillars_appear_and_disappear():
    r = random.Random(7)
    explained = appeared = 0
    for _ in range(1200):
        of = random_index(r, KINDS)
        before = combine(of, random_inputs(r, of, 0.3)[0])
        after = combine(of, random_inputs(r, of, 0.3)[0])
        parts = explain.change(of, before, after)
        if parts is None:
            assert before.value("I") is None or after.value("I") is None
            continue
        explained += 1
        appeared += before.places["I"].shares.keys() != after.places["I"].shares.keys()
        difference = after.value("I") - before.value("I")
        assert abs(math.fsum(parts.total[c] for c, _ in of.children("I") if c in parts.total) - difference) < 1e-9
        assert abs(math.fsum(parts.total.get(i.code, 0.0) for i in of.indicators) - difference) < 1e-9
        back = explain.change(of, after, before)
        for code in (c for c, _ in of.children("I") if c in parts.total):
            assert abs(parts.total[code] + back.total[code]) < 1e-9
    assert explained > 200
    assert appeared > 10


def test_more_points_are_never_worse_and_means_are_ordered():
    r = random.Random(8)
    for _ in range(1000):
        parts = [(r.uniform(0.1, 3), r.uniform(0, 100)) for _ in range(r.randint(1, 6))]
        arithmetic, geometric = mean("arithmetic", parts), mean("geometric", parts)
        assert arithmetic >= geometric - 1e-9
        assert abs(geometric - average("geometric", parts)) < 1e-9
        for kind in ("arithmetic", "geometric"):
            raised = [(parts[0][0], min(parts[0][1] + 5, 100)), *parts[1:]]
            assert mean(kind, raised) >= mean(kind, parts)


@pytest.mark.parametrize("score", [0.0, 100.0])
def test_all_at_one_end_gives_that_end(score):
    tree = combine(V1, {i.code: Input(Measured(score)) for i in V1.indicators})
    assert {place.score.value for place in tree.places.values()} == {score}
    assert tree.standing is Standing.FINAL


def test_contributions_agree_with_shapley():
    """The average over all orders of adding the pillars, by brute force, differs by less than 0.01 points."""
    r = random.Random(9)
    pillars = [node.code for node in V1.pillars]
    for _ in range(20):
        start = {p: r.uniform(40, 90) for p in pillars}
        end = {p: min(100, max(0, start[p] + r.uniform(-6, 6))) for p in pillars}
        shapley = dict.fromkeys(pillars, 0.0)
        for order in itertools.permutations(pillars):
            now = dict(start)
            for pillar in order:
                before = mean("geometric", [(0.2, v) for v in now.values()])
                now[pillar] = end[pillar]
                shapley[pillar] += (mean("geometric", [(0.2, v) for v in now.values()]) - before) / 120

        def tree_of(values):
            inputs = {i.code: Input(Measured(values[top(i.node)])) for i in V1.indicators if V1.weights[i.code]}
            return combine(V1, inputs)

        parts = explain.change(V1, tree_of(start), tree_of(end))
        for pillar in pillars:
            assert abs(parts.total[pillar] - shapley[pillar]) < 0.01


def top(code):
    """The pillar over a node of v1."""
    return code if V1.node(code).level == "pillar" else V1.node(code).parent


def test_the_standing_of_the_index():
    full = {i.code: Input(Measured(70.0)) for i in V1.indicators}
    gone = Input(Measured(None, Reason.NO_DATA))
    without = {code: gone for code in ("VIS-02",)}
    assert combine(V1, full).standing is Standing.FINAL
    provisional = combine(V1, full | without)
    assert provisional.standing is Standing.PROVISIONAL
    assert provisional.places["VIS"].score.reason is Reason.MANDATORY_MISSING
    assert provisional.value("INDEX") == pytest.approx(70)
    nothing = combine(V1, full | without | {"E2E-01": gone})
    assert nothing.standing is Standing.NOT_PUBLISHED
    assert nothing.places["INDEX"].score.reason is Reason.TOO_FEW_PILLARS
    thin = combine(V1, full | {"DQ-01": gone, "DQ-02": gone, "DQ-05": gone})
    assert thin.places["DQ"].score.reason is Reason.BELOW_COVERAGE


def test_what_the_method_drops_is_not_owed():
    full = {i.code: Input(Measured(70.0)) for i in V1.indicators}
    dropped = Input(Measured(None, Reason.NOTHING_TO_MEASURE), owed=False)
    assert combine(V1, full | {"DQ-03": dropped}).places["DQ"].coverage == 1
    assert combine(V1, full | {"DQ-03": Input(Measured(None, Reason.NO_DATA))}).places["DQ"].coverage < 1
    all_gone = combine(V1, {i.code: dropped for i in V1.indicators})
    assert all_gone.places["INDEX"].score.reason is Reason.NOTHING_TO_MEASURE
    assert isinstance(all_gone, Tree)
    assert explain.contributions(V1, all_gone) is None
    with pytest.raises(ValueError, match="DQ has no score"):
        all_gone.known("DQ")
