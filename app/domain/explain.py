"""Where the points come from, where they are lost, and what moved them: parts that sum exactly.

Source: `scoring.md` 2.7, the logarithmic-mean decomposition (Ang 2005) carried down a tree of means. For a mean with
bend f and slope R = (S1 - S0) / (f(S1) - f(S0)), a child's part of its parent's difference is
R * (mean weight * change of f + change of weight * (mean f of the child - mean f of the parent)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from app.domain.combining import Tree
from app.domain.editions import Measured
from app.domain.index import AnyIndex
from app.domain.means import Mean

_CLOSE = 1e-6
"""Nearer than this the chord loses more digits by subtraction than its limit is off."""


@dataclass(frozen=True)
class Parts:
    """Parts of a difference of the index in points, by node and indicator code.

    `value`: from the child's own change. `coverage`: from its weight, because something appeared or disappeared; below
    a node it goes to what was there by its weights before and after, half and half, so that all parts turn with time.
    `total`: for a node its value and coverage part; for an indicator these and its share of the coverage parts of
    the nodes above it, so that the totals of all indicators, and those of all pillars, sum to the difference; and so
    does `rounding`, what is left where a parent takes rounded scores and those of the nodes no longer sum.
    """

    value: dict[str, float] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    total: dict[str, float] = field(default_factory=dict)
    rounding: float = 0.0


def change(index: AnyIndex, before: Tree, after: Tree) -> Parts | None:
    """The parts of the index's change; None when it has no score in one of the two."""
    root = index.root.code
    if before.value(root) is None or after.value(root) is None:
        return None
    parts = Parts()
    _descend(index, before, after, root, 1.0, parts)
    if index.rules.rounding != "carried":
        parts.total[root] = math.fsum(parts.total[code] for code, _ in index.children(root) if code in parts.total)
        return parts
    parts.total[root] = after.known(root) - before.known(root)
    moved = math.fsum(parts.total.get(leaf.code, 0.0) for leaf in index.indicators)
    return replace(parts, rounding=parts.total[root] - moved)


def appearance(index: AnyIndex, parts: Parts) -> dict[str, float]:
    """By node and indicator code, how much of its total comes from data that appeared or disappeared, not from values.

    A node's is the sum of its indicators'; the rest of every total comes from values that changed.
    """
    found = {leaf.code: parts.total.get(leaf.code, 0.0) - parts.value.get(leaf.code, 0.0) for leaf in index.indicators}
    for node in reversed(index.depth_first):
        found[node.code] = math.fsum(found[child] for child, _ in index.children(node.code))
    return found


@dataclass(frozen=True)
class Steps:
    """A change of the index in parts that sum to it. `parts`: by effect, then by indicator code (or the index's own).

    Effects: `value` (what was reported), `coverage` (something appeared or disappeared), `revision` (earlier data were
    corrected), `method` (the method is another), `rounding`.
    """

    total: float
    parts: dict[str, dict[str, float]]


def change_in_steps(earlier: tuple[AnyIndex, Tree, Tree], later: tuple[AnyIndex, Tree, Tree]) -> Steps | None:
    """From the earlier index as it was to the later one as it is; None where one of the four has no score.

    `earlier`: the index, the first period as known then, and as known now. `later`: the index, the first period and
    the second by it. The parts sum to the difference of the very last and the very first.
    """
    old, before, revised = earlier
    new, again, after = later
    moved, corrected = change(new, again, after), change(old, before, revised)
    if moved is None or corrected is None:
        return None
    method = again.known(new.root.code) - revised.known(old.root.code)
    value = {leaf.code: moved.value.get(leaf.code, 0.0) for leaf in new.indicators}
    parts = {
        "value": value,
        "coverage": {leaf.code: moved.total.get(leaf.code, 0.0) - value[leaf.code] for leaf in new.indicators},
        "revision": {leaf.code: corrected.total.get(leaf.code, 0.0) for leaf in old.indicators},
        "method": {new.root.code: method},
        "rounding": {new.root.code: moved.rounding + corrected.rounding},
    }
    return Steps(after.known(new.root.code) - before.known(old.root.code), parts)


def contributions(index: AnyIndex, tree: Tree) -> Parts | None:
    """The points that each node and indicator carries: they sum to the index. None without a score.

    Counted from the low end of the range; where that is not 0 they sum to the distance from it.
    """
    return change(index, _level(tree, index.rules.low), tree)


def lost(index: AnyIndex, tree: Tree) -> Parts | None:
    """The points that each node and indicator costs: they sum to the high end of the range minus the index.

    None without a score.
    """
    return change(index, tree, _level(tree, index.rules.high))


def _level(tree: Tree, score: float) -> Tree:
    """The same tree with every present score at one number."""
    even = Measured(score)
    places = {c: replace(p, score=even) if p.score.value is not None else p for c, p in tree.places.items()}
    points = {c: even if p.value is not None else p for c, p in tree.points.items()}
    return Tree(places, points, tree.standing)


def _descend(index: AnyIndex, before: Tree, after: Tree, code: str, factor: float, parts: Parts) -> None:
    """Split the value part of a node that has a score in both trees among its children."""
    mean = index.means[code]
    old, new = before.places[code].shares, after.places[code].shares
    bent = {}
    for child, _ in index.children(code):
        w0, w1 = old.get(child, 0.0), new.get(child, 0.0)
        if w0 or w1:
            x0 = (before if w0 else after).known(child)
            x1 = (after if w1 else before).known(child)
            bent[child] = w0, w1, mean.bent(x0), mean.bent(x1), x0, x1
    start = math.fsum(w0 * f0 for w0, _, f0, *_ in bent.values())
    end = math.fsum(w1 * f1 for _, w1, _, f1, *_ in bent.values())
    steep = factor * _chord(mean, (float(mean.unbend(start)), float(mean.unbend(end))), start, end)
    for child, (w0, w1, f0, f1, x0, x1) in bent.items():
        parts.value[child] = steep * (w0 + w1) / 2 * (f1 - f0)
        parts.coverage[child] = steep * (w1 - w0) * ((f0 + f1) / 2 - (start + end) / 2)
        parts.total[child] = parts.value[child] + parts.coverage[child]
        if not index.is_node(child):
            continue
        if w0 and w1:
            inner = steep * (w0 + w1) / 2 / _chord(mean, (x0, x1), f0, f1)
            _descend(index, before, after, child, inner, parts)
        sides = [tree for tree, weight in ((before, w0), (after, w1)) if weight]
        for tree in sides:
            _spread(index, tree, child, parts.coverage[child] / len(sides), parts)


def _chord(mean: Mean, scores: tuple[float, float], start: float, end: float) -> float:
    """(S1 - S0) / (f(S1) - f(S0)), and its limit where both are equal: for ln the logarithmic mean."""
    if mean.kind == "arithmetic":
        return 1.0
    if abs(end - start) > _CLOSE * max(abs(start), abs(end)):
        return (scores[1] - scores[0]) / (end - start)
    return mean.slope((scores[0] + scores[1]) / 2)


def _spread(index: AnyIndex, tree: Tree, code: str, amount: float, parts: Parts) -> None:
    """Give a node's coverage part to what lies under it in this tree, by weight."""
    for child, share in tree.places[code].shares.items():
        parts.total[child] = parts.total.get(child, 0.0) + amount * share
        if index.is_node(child):
            _spread(index, tree, child, amount * share, parts)
