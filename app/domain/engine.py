"""From points to scores, for all units at once and as many draws of them as there are.

Two steps: what is there (coverage, and which nodes may have a score) does not depend on the values; the values do not
depend on anything else. Source: `scoring.md` 2.3, 2.4, 4; docs/method-files.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.editions import Reason, Standing
from app.domain.index import Index, Node
from app.domain.means import Floats, Mean
from app.domain.rounding import half_up_all

Flags = NDArray[np.bool_]
Reasons = NDArray[np.object_]
AnyIndex = Index[Any, Any]
_SLACK = 1e-9


@dataclass(frozen=True)
class Cells:
    """What one indicator brings for every unit: points (NaN: none), the reasons, how good they are (0-1, for a grade),
    whether they are owed at all, and the points that a missing value could have at worst and at best."""

    points: Floats
    reasons: Reasons
    quality: Floats
    owed: Flags
    worst: float
    best: float


@dataclass(frozen=True)
class Column:
    """One node or indicator over all units. `score`: NaN where there is a reason."""

    score: Floats
    reasons: Reasons
    coverage: Floats
    quality: Floats
    lower: Floats
    upper: Floats
    owed: Flags


@dataclass(frozen=True)
class Scores:
    """The columns by code, and of each unit's index the standing."""

    columns: Mapping[str, Column]
    standing: Reasons


def score_units(index: AnyIndex, cells: Mapping[str, Cells]) -> Scores:
    """Every node of the index for every unit. `cells` by indicator code, all of one length; nothing raises."""
    columns = {code: _leaf(given) for code, given in cells.items()}
    for node in reversed(index.depth_first):
        columns[node.code] = _node(index, node, columns)
    columns[index.root.code], standing = _root(index, columns)
    return Scores(columns, standing)


def _leaf(given: Cells) -> Column:
    gone = np.isnan(given.points)
    there = (~gone).astype(float)
    lower, upper = (np.where(gone, end, given.points) for end in (given.worst, given.best))
    return Column(given.points, given.reasons, there, there * given.quality, lower, upper, given.owed | ~gone)


def _node(index: AnyIndex, node: Node, columns: Mapping[str, Column]) -> Column:
    children = [(columns[code], weight) for code, weight in index.children(node.code) if weight > 0]
    mean, bounded = index.means[node.code], node.code in index.bounded
    weights: list[Any] = [weight * child.owed for child, weight in children]
    total: Any = sum(weights)
    owed: Flags = total > 0
    safe = np.where(owed, total, 1.0)
    coverage, quality = (
        sum(w * getattr(child, name) for w, (child, _) in zip(weights, children, strict=True)) / safe
        for name in ("coverage", "quality")
    )
    ends = index.rules.low, index.rules.high
    lower, upper = (
        np.where(owed, average(mean, [getattr(c, name) for c, _ in children], weights, bounded, limits=True), end)
        for name, end in zip(("lower", "upper"), ends, strict=True)
    )
    reasons = _why_not(index, node, columns, owed, coverage)
    score = average(mean, [child.score for child, _ in children], weights, bounded)
    broken = np.isnan(score) & (reasons == None)  # noqa: E711
    reasons[broken] = Reason.NON_POSITIVE
    score = np.where(reasons == None, score, np.nan)  # noqa: E711
    if index.rules.rounding == "carried":
        score, lower, upper = (rounded(index, node.code, one) for one in (score, lower, upper))
    return Column(score, reasons, coverage, quality, np.fmin(lower, score), np.fmax(upper, score), owed)


def average(mean: Mean, scores: list[Floats], weights: list[Any], bounded: bool, *, limits: bool = False) -> Floats:
    """The weighted mean of the scores that are there, unit by unit; NaN where none is, or the mean is not defined."""
    total: Any = 0.0
    bent: Any = 0.0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for score, weight in zip(scores, weights, strict=True):
            there = ~np.isnan(score) & (weight > 0)
            total = total + np.where(there, weight, 0.0)
            bent = bent + np.where(there, weight * mean.bend(score, limits=limits), 0.0)
        found = mean.unbend(bent / total)
    found = np.where((total > 0) & np.isfinite(found), found, np.nan)
    return np.clip(found, mean.low, mean.high) + 0.0 if bounded else found + 0.0


def _why_not(index: AnyIndex, node: Node, columns: Mapping[str, Column], owed: Flags, coverage: Floats) -> Reasons:
    """Why a node has no score; None where it has one, unless the mean is not defined there."""
    children = [columns[code] for code, weight in index.children(node.code) if weight > 0]
    # The rule on provisional scores stands for the index's own rules.
    ruled = node.code != index.root.code or index.rules.provisional_missing is None
    mandatory = [columns[code] for code in node.mandatory if ruled]
    missing = np.any([column.owed & np.isnan(column.score) for column in mandatory], axis=0) if mandatory else False
    reasons = np.full(owed.shape, None, dtype=object)
    reasons[missing & np.ones_like(owed)] = Reason.MANDATORY_MISSING
    if ruled:
        reasons[coverage < node.least_coverage - _SLACK] = Reason.BELOW_COVERAGE
    present = np.any([child.owed & ~np.isnan(child.score) for child in children], axis=0)
    for at in np.flatnonzero(~owed | ~present):
        given = {child.reasons[at] for child in children if child.owed[at] or not owed[at]}
        reasons[at] = _shared(given, bool(owed[at]), float(coverage[at]))
    return reasons


def _shared(given: set[Reason], owed: bool, coverage: float) -> Reason:
    """The reason of a node without any score below it."""
    if not owed:
        return Reason.NOTHING_TO_MEASURE if Reason.NOTHING_TO_MEASURE in given else Reason.NO_DATA
    if len(given) == 1:
        return next(iter(given))
    return Reason.NO_DATA if coverage == 0 else Reason.BELOW_COVERAGE


def _root(index: AnyIndex, columns: Mapping[str, Column]) -> tuple[Column, Reasons]:
    """The index with its standing: all children FINAL; few enough missing and enough weight left PROVISIONAL."""
    rules, root = index.rules, columns[index.root.code]
    known = ~np.isnan(root.score)
    standing = np.full(known.shape, Standing.NOT_PUBLISHED, dtype=object)
    standing[known] = Standing.FINAL
    if rules.provisional_missing is None:
        return root, standing
    children = [(columns[code], weight) for code, weight in index.children(index.root.code) if weight > 0]
    gone = [child.owed & np.isnan(child.score) for child, _ in children]
    missing = np.sum(gone, axis=0)
    total = sum(weight * child.owed for child, weight in children)
    there = total - sum(weight * flags for (_, weight), flags in zip(children, gone, strict=True))
    enough = (missing <= rules.provisional_missing) & (there >= rules.provisional_weight * total - _SLACK)
    standing[known & (missing > 0)] = Standing.PROVISIONAL
    refused = root.owed & ~enough
    standing[refused] = Standing.NOT_PUBLISHED
    reasons = root.reasons.copy()
    reasons[refused] = Reason.TOO_FEW_PILLARS
    reasons[refused & (root.coverage == 0)] = Reason.NO_DATA
    return replace(root, score=np.where(refused, np.nan, root.score), reasons=reasons), standing


def rounded(index: AnyIndex, code: str, score: Floats) -> Floats:
    """The published values of a node."""
    decimals = index.decimals(code)
    return score if decimals is None else half_up_all(score, decimals)


def redraw(
    index: AnyIndex,
    points: Mapping[str, Floats],
    nominal: Scores,
    weights: Mapping[str, Floats] | None = None,
    means: Mapping[str, Mean] | None = None,
) -> dict[str, Floats]:
    """The score of every node for other points of the same units, (draws x units) or (units); NaN where none.

    A unit has a score in a draw where it has one nominally. `weights` and `means` replace those of the file, by code;
    weights may be (draws x 1).
    """
    found = dict(points)
    changed, other = weights or {}, means or {}
    for node in reversed(index.depth_first):
        children = [(code, changed.get(code, weight)) for code, weight in index.children(node.code) if weight > 0]
        owed: list[Any] = [weight * nominal.columns[code].owed for code, weight in children]
        mean = other.get(node.code, index.means[node.code])
        score = average(mean, [found[code] for code, _ in children], owed, node.code in index.bounded)
        score = np.where(np.isnan(nominal.columns[node.code].score), np.nan, score)
        found[node.code] = rounded(index, node.code, score) if index.rules.rounding == "carried" else score
    return found
