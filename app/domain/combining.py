"""One member's tree of scores as pages and explanations want it: each node with its number or reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.editions import Measured, Reason, Standing
from app.domain.engine import Cells, Column, Scores, carried, score_units
from app.domain.index import AnyIndex
from app.domain.means import Floats


@dataclass(frozen=True)
class Input:
    """What one indicator brings: points or a reason; `quality`: 1 fresh and exact, less otherwise (for the grade);
    `owed`: False when there was nothing to measure and the method drops it."""

    points: Measured
    quality: float = 1.0
    owed: bool = True


@dataclass(frozen=True)
class Place:
    """A node's score with how much of its weight was there, how fresh, and between which bounds it lies.

    `shares`: the weight of each child that has a score, summing to 1; empty without a score.
    """

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


def combine(index: AnyIndex, inputs: Mapping[str, Input]) -> Tree:
    """Every node of the index, from the points of its indicators. An indicator without input has no data."""
    return combine_all(index, [inputs])[0]


def combine_all(index: AnyIndex, units: Sequence[Mapping[str, Input]]) -> list[Tree]:
    """The trees of many members at once; each as if it stood alone."""
    scores = scores_of(index, units)
    return [tree_of(index, scores, at) for at in range(len(units))]


def scores_of(index: AnyIndex, units: Sequence[Mapping[str, Input]]) -> Scores:
    """The scores of many members at once, as a table."""
    missing = Input(Measured(None, Reason.NO_DATA))
    cells = {}
    for leaf in index.indicators:
        given = [unit.get(leaf.code, missing) for unit in units]
        cells[leaf.code] = Cells(
            points=np.array([np.nan if one.points.value is None else one.points.value for one in given]),
            reasons=np.array([one.points.reason for one in given], dtype=object),
            quality=np.array([one.quality for one in given]),
            owed=np.array([one.owed for one in given], dtype=bool),
            worst=leaf.low,
            best=leaf.high,
        )
    return score_units(index, cells)


def tree_of(index: AnyIndex, scores: Scores, at: int) -> Tree:
    """The tree of one unit out of a table of scores."""
    columns = scores.columns
    places = {node.code: _place(index, node.code, columns, at) for node in index.depth_first}
    points = {leaf.code: measured(columns[leaf.code], at) for leaf in index.indicators}
    return Tree(places, points, scores.standing[at])


def measured(column: Column, at: int, scores: Floats | None = None) -> Measured:
    """The number or reason of one unit in a column; `scores` are others for its numbers."""
    scores = column.score if scores is None else scores
    reason = column.reasons[at]
    return Measured(float(scores[at])) if reason is None else Measured(None, reason)


def _place(index: AnyIndex, code: str, columns: Mapping[str, Column], at: int) -> Place:
    column = columns[code]
    score = measured(column, at, carried(index, code, column.score))
    present = {
        child: weight
        for child, weight in index.children(code)
        if weight > 0 and columns[child].owed[at] and columns[child].reasons[at] is None
    }
    total = sum(present.values())
    return Place(
        score=score,
        coverage=float(column.coverage[at]),
        quality=float(column.quality[at]),
        lower=float(column.lower[at]),
        upper=float(column.upper[at]),
        owed=bool(column.owed[at]),
        shares={} if score.value is None else {child: weight / total for child, weight in present.items()},
    )
