"""From raw values to points, a column of units at a time (`scoring.md` 2.1; docs/method-files.md)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.editions import Reason
from app.domain.index import Leaf
from app.domain.means import Floats

Reasons = NDArray[np.object_]


@dataclass(frozen=True)
class Points:
    """The points of one indicator for every unit: NaN with a reason where there are none.

    `clip`: -1 below the range and cut to it, 1 above, 0 otherwise. `worst` and `best`: the points that a missing value
    could have; NaN where nothing tells. `steps`: the value after the logarithm, and the points before they were cut.
    """

    values: Floats
    reasons: Reasons
    clip: NDArray[np.int8]
    worst: Floats
    best: Floats
    steps: tuple[Floats, Floats]


def normalise(leaf: Leaf, raw: Floats, group: NDArray[np.int64] | None = None) -> Points:
    """The points of one column; NaN is a missing value. `group`: relative normalisations look at rows of one group.

    Nothing raises: what cannot become points has a reason.
    """
    groups = np.zeros(raw.shape, dtype=np.int64) if group is None else group
    reasons = np.full(raw.shape, None, dtype=object)
    reasons[np.isnan(raw)] = Reason.NO_DATA
    reasons[np.isinf(raw)] = Reason.OUT_OF_RANGE
    x = np.where(np.isfinite(raw), raw, np.nan)
    if leaf.scale == "log":
        reasons[x <= 0] = Reason.NON_POSITIVE
        x = np.log(np.where(x > 0, x, np.nan))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        full = _full(leaf, x, reasons, groups)
    return _within(leaf, x, full + 0.0, reasons, groups)


def _full(leaf: Leaf, x: Floats, reasons: Reasons, groups: NDArray[np.int64]) -> Floats:
    """Points before anything is cut."""
    if leaf.normalisation == "goalposts":
        return goalposts(leaf, x)
    if leaf.normalisation == "none":
        return x
    found = np.full(x.shape, np.nan)
    for one in np.unique(groups):
        rows = np.flatnonzero((groups == one) & ~np.isnan(x))
        if not len(rows):
            continue
        points = _relative(leaf, -x[rows] if leaf.direction == "lower" else x[rows])
        if points is None:
            reasons[rows] = Reason.ZERO_RANGE
        else:
            found[rows] = points
    return found


def goalposts(leaf: Leaf, x: Floats) -> Floats:
    """Points on the line through floor and target; `x` after the logarithm where the leaf's scale is one."""
    floor, target = np.float64(leaf.floor), np.float64(leaf.target)
    if leaf.scale == "log":
        floor, target = np.log(floor), np.log(target)
    return leaf.low + (leaf.high - leaf.low) * ((x - floor) / (target - floor))


def points_at(leaf: Leaf, values: Floats) -> Floats:
    """Points between goalposts of values that were drawn, of any shape; cut to the range unless the leaf keeps them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        points = goalposts(leaf, np.log(values) if leaf.scale == "log" else values)
    return points if leaf.outside == "keep" else np.clip(points, leaf.low, leaf.high)


def _relative(leaf: Leaf, x: Floats) -> Floats | None:
    """Points by comparison with the other units; None when they do not differ, or there is no other."""
    n = len(x)
    if leaf.normalisation == "percentile-rank":
        if n < 2:
            return None
        below = np.searchsorted(np.sort(x), x, side="left")
        return leaf.low + (leaf.high - leaf.low) * below / (n - 1)
    largest = np.abs(x).max()
    if largest > 1e150:  # squares and differences of such numbers would overflow
        x = x / largest
    least, most = x.min(), x.max()
    if least == most:
        return None
    if leaf.normalisation == "min-max":
        return leaf.low + (leaf.high - leaf.low) * ((x - least) / (most - least))
    deviation = x.std(ddof=1)
    return leaf.centre + leaf.spread * ((x - x.mean()) / deviation) if deviation > 0 else None


def _within(leaf: Leaf, x: Floats, full: Floats, reasons: Reasons, groups: NDArray[np.int64]) -> Points:
    clip = np.zeros(full.shape, dtype=np.int8)
    values = full
    if leaf.outside != "keep":
        clip[full < leaf.low] = -1
        clip[full > leaf.high] = 1
    if leaf.outside == "clip":
        values = np.clip(full, leaf.low, leaf.high)
    elif leaf.outside == "refuse":
        reasons[clip != 0] = Reason.OUT_OF_RANGE
        values = np.where(clip != 0, np.nan, full)
        clip = np.zeros_like(clip)
    endless = np.isinf(values)
    reasons[endless] = Reason.OUT_OF_RANGE
    values = np.where(endless, np.nan, values)
    worst, best = np.full(full.shape, leaf.low), np.full(full.shape, leaf.high)
    for one in np.unique(groups) if leaf.normalisation == "z-score" else ():
        rows = groups == one
        there = values[rows & ~np.isnan(values)]
        worst[rows], best[rows] = (there.min(), there.max()) if len(there) else (np.nan, np.nan)
    return Points(values, reasons, clip, worst, best, (x, full))
