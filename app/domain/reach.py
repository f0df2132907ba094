"""How far the data of each indicator reach: who has it, and how many lie beyond its goalposts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.index import AnyIndex
from app.domain.points_table import PointsTable

REVISE = 0.15
"""The share beyond the goalposts above which they are to be revised for the next cycle (`scoring.md` 4)."""
LEAST_COVERAGE = 0.65
"""The share of units that should have an indicator (JRC, frequently asked questions on the COIN Tool)."""


@dataclass(frozen=True)
class Reach:
    """Counts of units. `n`: with points; `owed`: of which the method asks for it; `below`, `above`: cut to the worst
    and to the best end. `differing`: how many different values the points take."""

    code: str
    n: int
    owed: int
    below: int
    above: int
    differing: int

    @property
    def coverage(self) -> float | None:
        """Share 0-1 of those owed; None where nobody owes it."""
        return self.n / self.owed if self.owed else None

    @property
    def clipped(self) -> float | None:
        """Share 0-1 of those with points that lie beyond either end; None without points."""
        return (self.below + self.above) / self.n if self.n else None

    @property
    def revise(self) -> bool:
        """Whether the goalposts no longer fit the data."""
        return self.clipped is not None and self.clipped > REVISE


def reaches(index: AnyIndex, table: PointsTable) -> tuple[Reach, ...]:
    """One for each indicator, in the order of the method."""
    found = []
    for leaf in index.indicators:
        points, clips = table.points[leaf.code], table.clips[leaf.code]
        there = ~np.isnan(points)
        found.append(
            Reach(
                code=leaf.code,
                n=int(there.sum()),
                owed=int((table.owed[leaf.code] | there).sum()),
                below=int((there & (clips < 0)).sum()),
                above=int((there & (clips > 0)).sum()),
                differing=len(np.unique(points[there])),
            )
        )
    return tuple(found)
