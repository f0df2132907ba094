"""A table of units and periods scored by an index: every node and indicator of every unit, with ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.domain.editions import Standing
from app.domain.engine import Cells, Scores, rounded, score_units
from app.domain.index import AnyIndex
from app.domain.means import Floats
from app.domain.normalising import Points, normalise
from app.domain.ranking import ranks


@dataclass(frozen=True)
class Table:
    """Raw values: one row for each unit and period. `columns` by indicator code, NaN for missing; `counts` where given:
    how many items stand behind a value."""

    units: tuple[str, ...]
    periods: tuple[str, ...]
    columns: Mapping[str, Floats]
    counts: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.units)


@dataclass(frozen=True)
class Scored:
    """The table with its points, its scores and its ranks. `published` and `ranks` by code."""

    table: Table
    points: Mapping[str, Points]
    scores: Scores
    published: Mapping[str, Floats]
    ranks: Mapping[str, Floats]


def score_table(index: AnyIndex, table: Table) -> Scored:
    """Every place of the index for every row of the table. What has no number has a reason; nothing raises."""
    places = _places(table.periods)
    points = points_of_table(index, table)
    scores = score_units(index, {code: _cells(found) for code, found in points.items()})
    codes = [*(node.code for node in index.depth_first), *points]
    published = {code: rounded(index, code, scores.columns[code].score) for code in codes}
    compared = {
        code: published[code] if index.rules.rank_by == "published" else scores.columns[code].score for code in codes
    }
    root = index.root.code
    compared[root] = np.where(scores.standing == Standing.FINAL, compared[root], np.nan)
    return Scored(table, points, scores, published, {c: _ranks(index, compared[c], places) for c in codes})


def points_of_table(index: AnyIndex, table: Table) -> dict[str, Points]:
    """The points of every indicator; one without a column has no data."""
    group = _places(table.periods) if index.rules.over == "period" else None
    nothing = np.full(len(table), np.nan)
    return {leaf.code: normalise(leaf, table.columns.get(leaf.code, nothing), group) for leaf in index.indicators}


def _cells(points: Points) -> Cells:
    all_owed = np.ones(points.values.shape, dtype=bool)
    return Cells(points.values, points.reasons, np.ones(points.values.shape), all_owed, points.worst, points.best)


def _places(periods: Sequence[str]) -> Any:
    """For each row the number of its period."""
    return np.unique(np.array(periods, dtype=object).astype(str), return_inverse=True)[1]


def _ranks(index: AnyIndex, values: Floats, places: Any) -> Floats:
    found = np.full(values.shape, np.nan)
    for place in np.unique(places):
        rows = places == place
        found[rows] = ranks(values[rows], first=index.rules.rank_first, ties=index.rules.ties)
    return found
