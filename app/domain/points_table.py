"""The points of all units by indicator: what diagnostics look at, from a table of points or a stored quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.editions import IndicatorResult, QuarterResult, Reason
from app.domain.engine import Cells, Flags, Scores, score_units
from app.domain.index import AnyIndex
from app.domain.levels import is_owed
from app.domain.means import Floats
from app.domain.method import Method

_SIDES = {"below": -1, "above": 1, None: 0}


@dataclass(frozen=True)
class PointsTable:
    """Columns by indicator code, all of one length. `points`: NaN where missing; `owed`: False where the method asks
    for nothing; `clips`: -1 cut to the worst end of the range, 1 to the best, 0 otherwise."""

    units: tuple[str, ...]
    points: Mapping[str, Floats]
    owed: Mapping[str, Flags]
    clips: Mapping[str, NDArray[np.int8]]


def table_of_points(
    index: AnyIndex,
    units: Sequence[str],
    points: Mapping[str, Floats],
    clips: Mapping[str, NDArray[np.int8]] | None = None,
) -> PointsTable:
    """A table of points of any index; an indicator without a column has no data, and everything is owed."""
    none = np.full(len(units), np.nan)
    codes = [leaf.code for leaf in index.indicators]
    return PointsTable(
        units=tuple(units),
        points={code: np.asarray(points.get(code, none), dtype=float) for code in codes},
        owed={code: np.ones(len(units), dtype=bool) for code in codes},
        clips={code: (clips or {}).get(code, np.zeros(len(units), dtype=np.int8)) for code in codes},
    )


def table_of_result(method: Method, result: QuarterResult) -> PointsTable:
    """The points of a stored quarter, members in its order."""
    members = [{one.code: one for one in member.indicators} for member in result.members]
    points, owed, clips = {}, {}, {}
    for leaf in method.indicators:
        column = [known.get(leaf.code) for known in members]
        points[leaf.code] = np.array([_points(one) for one in column], dtype=float)
        owed[leaf.code] = np.array([one is None or is_owed(leaf, one.value) for one in column], dtype=bool)
        clips[leaf.code] = np.array([_SIDES[one.clip if one else None] for one in column], dtype=np.int8)
    return PointsTable(tuple(member.member for member in result.members), points, owed, clips)


def scores_of(index: AnyIndex, table: PointsTable) -> Scores:
    """The table scored by the engine."""
    cells = {}
    for leaf in index.indicators:
        points = table.points[leaf.code]
        gone = np.isnan(points)
        reasons = np.full(points.shape, None, dtype=object)
        reasons[gone] = Reason.NO_DATA
        reasons[gone & ~table.owed[leaf.code]] = Reason.NOTHING_TO_MEASURE
        quality = np.ones(points.shape)
        cells[leaf.code] = Cells(points, reasons, quality, table.owed[leaf.code], leaf.low, leaf.high)
    return score_units(index, cells)


def _points(one: IndicatorResult | None) -> float:
    return np.nan if one is None or one.points.value is None else one.points.value
