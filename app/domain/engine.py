"""From points to scores, for all units at once and as many draws of them as there are.

Two steps: what is there (coverage, and which nodes may have a score) does not depend on the values; the values do not
depend on anything else. Source: `scoring.md` 2.3, 2.4, 4; docs/method-files.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.editions import Reason, Standing
from app.domain.index import AnyIndex, Node
from app.domain.means import Floats, Mean
from app.domain.rounding import half_up_all

Flags = NDArray[np.bool_]
Reasons = NDArray[np.object_]
_SLACK = 1e-9


@dataclass(frozen=True)
class Cells:
    """What one indicator brings for every unit: points (NaN: none), the reasons, how good they are (0-1, for a grade),
    whether they are owed at all, and the points that a missing value could have at worst and at best."""

    points: Floats
    reasons: Reasons
    quality: Floats
    owed: Flags
    worst: Floats | float
    best: Floats | float


@dataclass(frozen=True)
class Column:
    """One node or indicator over all units. `score`: unrounded, NaN where there is a reason."""

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
    return Scores(columns, _standing(index, columns))


def _leaf(given: Cells) -> Column:
    gone = np.isnan(given.points)
    there = (~gone).astype(float)
    lower, upper = (np.where(gone, end, given.points) for end in (given.worst, given.best))
    return Column(given.points, given.reasons, there, there * given.quality, lower, upper, given.owed | ~gone)


def _node(index: AnyIndex, node: Node, columns: Mapping[str, Column]) -> Column:
    codes = [code for code, weight in index.children(node.code) if weight > 0]
    children = [(columns[code], weight) for code, weight in index.children(node.code) if weight > 0]

    def taken(code: str, name: str) -> Floats:
        return carried(index, code, getattr(columns[code], name))

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
        np.where(owed, average(mean, [taken(code, name) for code in codes], weights, bounded, limits=True), end)
        for name, end in zip(("lower", "upper"), ends, strict=True)
    )
    reasons = _why_not(index, node, columns, owed, coverage)
    score = average(mean, [taken(code, "score") for code in codes], weights, bounded)
    broken = np.isnan(score) & (reasons == None)  # noqa: E711
    reasons[broken] = Reason.NON_POSITIVE
    score = np.where(reasons == None, score, np.nan)  # noqa: E711
    return Column(score, reasons, coverage, quality, np.fmin(lower, score), np.fmax(upper, score), owed)


def average(mean: Mean, scores: list[Floats], weights: list[Any], bounded: bool, *, limits: bool = False) -> Floats:
    """The weighted mean of the scores that are there, unit by unit; NaN where none is, or the mean is not defined."""
    curved = mean.kind != "arithmetic"
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ys = [mean.inside(score) for score in scores]
        there = [~np.isnan(score) & (weight > 0) for score, weight in zip(scores, weights, strict=True)]
        if limits and curved:
            ys = [np.maximum(y, 0.0) for y in ys]
        least, most = _ends(ys, there) if curved else (0.0, 0.0)
        unit = _unit(mean, least, most)
        total: Any = sum(np.where(known, weight, 0.0) for known, weight in zip(there, weights, strict=True))
        bent: Any = sum(
            np.where(known, weight * mean.curve(y / unit if mean.kind == "power" else y, limits=limits), 0.0)
            for known, weight, y in zip(there, weights, ys, strict=True)
        )
        found = mean.uncurve(bent / total) * unit
        if curved:  # a mean lies among its values, whatever the noise of logarithms
            found = np.clip(found, least, most)
        found = mean.outside(found)
    found = np.where((total > 0) & np.isfinite(found), found, np.nan)
    return np.clip(found, mean.low, mean.high) + 0.0 if bounded else found + 0.0


def _ends(ys: list[Any], there: list[Any]) -> tuple[Any, Any]:
    """The least and the greatest of the values that are there."""
    least: Any = np.inf
    most: Any = -np.inf
    for y, known in zip(ys, there, strict=True):
        least = np.minimum(least, np.where(known, y, np.inf))
        most = np.maximum(most, np.where(known, y, -np.inf))
    return least, most


def _unit(mean: Mean, least: Any, most: Any) -> Any:
    """What a power mean counts in, so that no power of a large or small number overflows; 1 for the others."""
    if mean.kind != "power":
        return 1.0
    unit = most if mean.power > 0 else least
    return np.where(np.isfinite(unit) & (unit > 0), unit, 1.0)


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
    else:
        reasons[_too_few(index, columns)] = Reason.TOO_FEW_PILLARS
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


def _too_few(index: AnyIndex, columns: Mapping[str, Column]) -> Flags:
    """Where more of the index's children are missing, or weigh more, than a provisional score may lack."""
    rules = index.rules
    children = [(columns[code], weight) for code, weight in index.children(index.root.code) if weight > 0]
    gone: list[Flags] = [child.owed & np.isnan(child.score) for child, _ in children]
    missing = np.sum(gone, axis=0)
    total: Any = sum(weight * child.owed for child, weight in children)
    there: Any = total - sum(weight * flags for (_, weight), flags in zip(children, gone, strict=True))
    few: Flags = (missing > rules.provisional_missing) | (there < rules.provisional_weight * total - _SLACK)
    return few & (missing > 0)


def _standing(index: AnyIndex, columns: Mapping[str, Column]) -> Reasons:
    """FINAL with all its children, PROVISIONAL where the method allows some to be missing, else NOT_PUBLISHED."""
    known = ~np.isnan(columns[index.root.code].score)
    standing = np.empty(known.shape, dtype=object)
    standing.fill(Standing.NOT_PUBLISHED)
    standing[known] = Standing.FINAL
    if index.rules.provisional_missing is not None:
        for code, weight in index.children(index.root.code):
            if weight > 0:
                standing[known & columns[code].owed & np.isnan(columns[code].score)] = Standing.PROVISIONAL
    return standing


def rounded(index: AnyIndex, code: str, score: Floats) -> Floats:
    """The published values of a node."""
    decimals = index.decimals(code)
    return score if decimals is None else half_up_all(score, decimals)


def carried(index: AnyIndex, code: str, score: Floats) -> Floats:
    """The values of a node as its parent takes them."""
    return rounded(index, code, score) if index.rules.rounding == "carried" else score


def rows_of(scores: Scores, rows: slice) -> Scores:
    """The scores of some of the units."""
    columns = {
        code: Column(**{field.name: getattr(column, field.name)[rows] for field in fields(Column)})
        for code, column in scores.columns.items()
    }
    return Scores(columns, scores.standing[rows])


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
        below = [carried(index, code, found[code]) for code, _ in children]
        score = average(mean, below, owed, node.code in index.bounded)
        found[node.code] = np.where(np.isnan(nominal.columns[node.code].score), np.nan, score)
    return found
