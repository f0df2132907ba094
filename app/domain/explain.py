"""Where the points come from, where they are lost, and what moved them: parts that sum exactly.

Source: `scoring.md` 2.7, the logarithmic-mean decomposition (Ang 2005) carried down a tree of means. For a mean with
f (plain or ln) and slope R(a, b) = (b - a) / (f(b) - f(a)), a child's part of its parent's difference is
R(S0, S1) * (mean weight * change of f + change of weight * (mean f of the child - mean f of the parent)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from app.domain.combining import Tree, bend
from app.domain.editions import Measured
from app.domain.method import Method

_SPAN = 0.99


@dataclass(frozen=True)
class Parts:
    """Parts of a difference of the index in points, by node and indicator code.

    `value`: from the child's own change. `coverage`: from its weight, because something appeared or disappeared.
    `total`: for a node its value and coverage part; for an indicator these and its share of the coverage parts of
    the nodes above it, so that the totals of all indicators, and those of all pillars, sum to the difference.
    """

    value: dict[str, float] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    total: dict[str, float] = field(default_factory=dict)


def slope(aggregation: str, a: float, b: float) -> float:
    """(b - a) / (f(b) - f(a)), and its limit where both are equal: for ln the logarithmic mean."""
    if aggregation != "geometric":
        return 1.0
    low, high = 1 + _SPAN * a, 1 + _SPAN * b
    if low == high:
        return low / _SPAN
    return (high - low) / math.log1p((high - low) / low) / _SPAN


def change(method: Method, before: Tree, after: Tree) -> Parts | None:
    """The parts of the index's change; None when it has no score in one of the two."""
    root = method.root.code
    if before.value(root) is None or after.value(root) is None:
        return None
    parts = Parts()
    parts.total[root] = 0.0
    _descend(method, before, after, root, 1.0, parts)
    parts.total[root] = math.fsum(parts.total[code] for code, _ in method.children(root) if code in parts.total)
    return parts


def contributions(method: Method, tree: Tree) -> Parts | None:
    """The points that each node and indicator carries: they sum to the index. None without a score."""
    return change(method, _level(tree, 0.0), tree)


def lost(method: Method, tree: Tree) -> Parts | None:
    """The points that each node and indicator costs: they sum to 100 minus the index. None without a score."""
    return change(method, tree, _level(tree, 100.0))


def gradient(method: Method, tree: Tree) -> dict[str, float]:
    """How many points the index moves for one point of each indicator, near where it stands."""
    found: dict[str, float] = {}
    root = method.root.code
    if tree.value(root) is not None:
        _steepness(method, tree, root, 1.0, found)
    return found


def _level(tree: Tree, score: float) -> Tree:
    """The same tree with every present score at one number."""
    even = Measured(score)
    places = {c: replace(p, score=even) if p.score.value is not None else p for c, p in tree.places.items()}
    points = {c: even if p.value is not None else p for c, p in tree.points.items()}
    return Tree(places, points, tree.standing)


def _descend(method: Method, before: Tree, after: Tree, code: str, factor: float, parts: Parts) -> None:
    """Split the value part of a node that has a score in both trees among its children."""
    kind = method.node(code).aggregation
    start, end = before.known(code), after.known(code)
    steep = factor * slope(kind, start, end)
    middle = (bend(kind, start) + bend(kind, end)) / 2
    old, new = before.places[code].shares, after.places[code].shares
    for child, _ in method.children(code):
        w0, w1 = old.get(child, 0.0), new.get(child, 0.0)
        if not w0 and not w1:
            continue
        x0 = (before if w0 else after).known(child)
        x1 = (after if w1 else before).known(child)
        f0, f1 = bend(kind, x0), bend(kind, x1)
        parts.value[child] = steep * (w0 + w1) / 2 * (f1 - f0)
        parts.coverage[child] = steep * (w1 - w0) * ((f0 + f1) / 2 - middle)
        parts.total[child] = parts.value[child] + parts.coverage[child]
        if not method.is_node(child):
            continue
        if w0 and w1:
            _descend(method, before, after, child, steep * (w0 + w1) / 2 / slope(kind, x0, x1), parts)
        _spread(method, after if w1 else before, child, parts.coverage[child], parts)


def _spread(method: Method, tree: Tree, code: str, amount: float, parts: Parts) -> None:
    """Give a node's coverage part to what lies under it, by weight."""
    for child, share in tree.places[code].shares.items():
        parts.total[child] = parts.total.get(child, 0.0) + amount * share
        if method.is_node(child):
            _spread(method, tree, child, amount * share, parts)


def _steepness(method: Method, tree: Tree, code: str, factor: float, found: dict[str, float]) -> None:
    kind = method.node(code).aggregation
    here = slope(kind, tree.known(code), tree.known(code))
    for child, share in tree.places[code].shares.items():
        value = tree.known(child)
        steep = factor * here * share / slope(kind, value, value)
        if method.is_node(child):
            _steepness(method, tree, child, steep, found)
        else:
            found[child] = steep
