"""What a method's owner should know about it, from the points of one quarter or of any table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.coherence import Consistency, Pair, consistencies, pairs
from app.domain.dropping import Drop, drops
from app.domain.engine import carried
from app.domain.importance import Importance, importances
from app.domain.index import AnyIndex
from app.domain.points_table import PointsTable, scores_of
from app.domain.reach import Reach, reaches


@dataclass(frozen=True)
class Diagnostics:
    """`units`: how many there are; `scored`: how many of them have an index."""

    units: int
    scored: int
    pairs: tuple[Pair, ...]
    consistencies: tuple[Consistency, ...]
    importances: tuple[Importance, ...]
    reaches: tuple[Reach, ...]
    drops: tuple[Drop, ...]


def diagnose(index: AnyIndex, table: PointsTable) -> Diagnostics:
    """Everything at once; nothing raises: what cannot be told has its reason."""
    scores = scores_of(index, table)
    columns = {code: carried(index, code, column.score) for code, column in scores.columns.items()}
    return Diagnostics(
        units=len(table.units),
        scored=int((~np.isnan(columns[index.root.code])).sum()),
        pairs=pairs(index, columns),
        consistencies=consistencies(index, columns),
        importances=importances(index, scores, columns),
        reaches=reaches(index, table),
        drops=drops(index, table.units, scores),
    )
