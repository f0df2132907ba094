"""How much a submission moved its member, by which the office's queue is ordered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.periods import Quarter

WHOLE = 100.0
"""An index that came to be, or is no more, moved by the whole scale."""


def distance(before: float | None, after: float | None) -> float:
    """Points between the two on 0-100: the whole scale where one of them is missing, none where both are."""
    if before is None or after is None:
        return 0.0 if before is after else WHOLE
    return abs(after - before)


@dataclass(frozen=True)
class Standing:
    """The index (0-100) and rank of a member in one quarter; None where it has none."""

    index: float | None
    rank: int | None


@dataclass(frozen=True)
class Weight:
    """The quarter that was moved most; without a quarter nothing is known. `points` and `ranks` are never negative."""

    quarter: Quarter | None = None
    before: Standing = Standing(None, None)
    after: Standing = Standing(None, None)

    @property
    def points(self) -> float:
        return distance(self.before.index, self.after.index)

    @property
    def ranks(self) -> int:
        if self.before.rank is None or self.after.rank is None:
            return 0
        return abs(self.after.rank - self.before.rank)


def weigh(before: Mapping[Quarter, Standing], after: Mapping[Quarter, Standing]) -> Weight:
    """The quarter of which the index moved most, then the rank, then the newest; of those that either side knows."""
    none = Standing(None, None)
    weights = [
        Weight(quarter, before.get(quarter, none), after.get(quarter, none))
        for quarter in sorted(before.keys() | after.keys())
    ]
    return max(weights, key=lambda one: (one.points, one.ranks, str(one.quarter)), default=Weight())
