"""From the points of indicators to a score at every node of the tree: coverage, standing and bounds.

Sources: `scoring.md` 2.3, 2.4 and 4. Weighted arithmetic or geometric means; a geometric mean is taken of
y = 1 + 0.99 s, so that 0 points do not wipe out the product, and goes back to 0-100.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.editions import Measured, Reason, Standing
from app.domain.method import Method, Node

_SPAN = 0.99
_SLACK = 1e-9


def bend(aggregation: str, score: float) -> float:
    """The scale on which the mean is a plain weighted sum."""
    return math.log(1 + _SPAN * score) if aggregation == "geometric" else score


def unbend(aggregation: str, bent: float) -> float:
    """Back from `bend`, kept within 0-100 against the noise of binary sums."""
    score = (math.exp(bent) - 1) / _SPAN if aggregation == "geometric" else bent
    return min(max(score, 0.0), 100.0) + 0.0


def mean(aggregation: str, parts: list[tuple[float, float]]) -> float:
    """The weighted mean of (weight, score), the weights summing to more than 0."""
    total = math.fsum(weight for weight, _ in parts)
    return unbend(aggregation, math.fsum(weight * bend(aggregation, score) for weight, score in parts) / total)


@dataclass(frozen=True)
class Input:
    """What one indicator brings: points or a reason; `quality`: 1 fresh and exact, less otherwise (for the grade);
    `owed`: False when there was nothing to measure and the method drops it."""

    points: Measured
    quality: float = 1.0
    owed: bool = True


@dataclass(frozen=True)
class Place:
    """A node's score with how much of its weight was there, how fresh, and between which bounds it lies."""

    score: Measured
    coverage: float
    quality: float
    lower: float
    upper: float
    owed: bool
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Tree:
    """The scores of one member and quarter. `places` by node; `points` by indicator."""

    places: Mapping[str, Place]
    points: Mapping[str, Measured]
    standing: Standing

    def value(self, code: str) -> float | None:
        """The score of a node or the points of an indicator."""
        return self.places[code].score.value if code in self.places else self.points[code].value

    def known(self, code: str) -> float:
        """As `value`, where there must be one; ValueError names the node without."""
        value = self.value(code)
        if value is None:
            raise ValueError(f"{code} has no score")
        return value


def combine(method: Method, inputs: Mapping[str, Input]) -> Tree:
    """Every node of the index, from the points of its indicators. An indicator without input has no data."""
    missing = Input(Measured(None, Reason.NO_DATA))
    known = {indicator.code: inputs.get(indicator.code, missing) for indicator in method.indicators}
    places: dict[str, Place] = {}
    for node in reversed(method.depth_first):
        places[node.code] = _place(method, node, known, places)
    root, standing = _root(method, places[method.root.code], places)
    places[method.root.code] = root
    return Tree(places, {code: given.points for code, given in known.items()}, standing)


def _place(method: Method, node: Node, known: Mapping[str, Input], places: Mapping[str, Place]) -> Place:
    children = [
        (code, weight, places[code] if code in places else _leaf(known[code]))
        for code, weight in method.children(node.code)
    ]
    owed = [(code, weight, child) for code, weight, child in children if weight > 0 and child.owed]
    total = math.fsum(weight for _, weight, _ in owed)
    if not total:
        reasons = {child.score.reason for _, _, child in children}
        nothing = Reason.NOTHING_TO_MEASURE if Reason.NOTHING_TO_MEASURE in reasons else Reason.NO_DATA
        return Place(Measured(None, nothing), 0.0, 0.0, 0.0, 100.0, owed=False)
    coverage = math.fsum(weight * child.coverage for _, weight, child in owed) / total
    quality = math.fsum(weight * child.quality for _, weight, child in owed) / total
    lower = mean(node.aggregation, [(weight, child.lower) for _, weight, child in owed])
    upper = mean(node.aggregation, [(weight, child.upper) for _, weight, child in owed])
    present = [(code, weight, child.score.value) for code, weight, child in owed if child.score.value is not None]
    reason = _why_not(method, node, known, coverage, bool(present))
    if reason is not None:
        return Place(Measured(None, reason), coverage, quality, lower, upper, owed=True)
    score = mean(node.aggregation, [(weight, value) for _, weight, value in present])
    weights = math.fsum(weight for _, weight, _ in present)
    shares = {code: weight / weights for code, weight, _ in present}
    # A child that misses its rule has bounds of its own; the score of the others may lie outside them.
    return Place(Measured(score), coverage, quality, min(lower, score), max(upper, score), owed=True, shares=shares)


def _leaf(given: Input) -> Place:
    value = given.points.value
    if value is None:
        return Place(given.points, 0.0, 0.0, 0.0, 100.0, owed=given.owed)
    return Place(given.points, 1.0, given.quality, value, value, owed=True)


def _why_not(
    method: Method, node: Node, known: Mapping[str, Input], coverage: float, any_present: bool
) -> Reason | None:
    """Why the node has no score, although something under it is owed."""
    if coverage == 0:
        return Reason.NO_DATA
    if any(known[code].owed and known[code].points.value is None for code in node.mandatory):
        return Reason.MANDATORY_MISSING
    if coverage < node.least_coverage - _SLACK:
        return Reason.BELOW_COVERAGE
    return None if any_present else Reason.BELOW_COVERAGE


def _root(method: Method, root: Place, places: Mapping[str, Place]) -> tuple[Place, Standing]:
    """The index with its standing: all children FINAL; few enough missing and enough weight left PROVISIONAL."""
    rules = method.rules
    owed = [
        (weight, places[code].score.value)
        for code, weight in method.children(method.root.code)
        if code in places and weight > 0 and places[code].owed
    ]
    missing = sum(value is None for _, value in owed)
    if root.score.value is not None and missing == 0:
        return root, Standing.FINAL
    there = math.fsum(weight for weight, value in owed if value is not None)
    total = math.fsum(weight for weight, _ in owed)
    enough = missing <= rules.provisional_missing and there >= rules.provisional_weight * total - _SLACK
    if root.score.value is not None and enough:
        return root, Standing.PROVISIONAL
    if not root.owed:
        return root, Standing.NOT_PUBLISHED
    reason = Reason.NO_DATA if root.coverage == 0 else Reason.TOO_FEW_PILLARS
    place = Place(Measured(None, reason), root.coverage, root.quality, root.lower, root.upper, owed=True)
    return place, Standing.NOT_PUBLISHED
