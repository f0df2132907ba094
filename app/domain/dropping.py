"""What would happen to scores and ranks if one indicator were left out, each in turn, all in one pass of the engine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.association import Lack
from app.domain.editions import Standing
from app.domain.engine import Flags, Scores, redraw, rounded
from app.domain.index import AnyIndex
from app.domain.means import Floats
from app.domain.ranking import ranks


@dataclass(frozen=True)
class Shift:
    """`mean`: of the sizes of all shifts; `most`: the largest one with its sign, of unit `who`. `n`: units compared."""

    mean: float | None
    most: float | None
    who: str
    n: int
    lack: Lack | None = None


@dataclass(frozen=True)
class Drop:
    """One indicator left out: score shifts in points, rank shifts in places (above 0: to a later place). `lost`: units
    whose index rests on it alone."""

    code: str
    score: Shift
    rank: Shift
    lost: int


def drops(index: AnyIndex, units: tuple[str, ...], scores: Scores) -> tuple[Drop, ...]:
    """One for each weighing indicator. Coverage rules hold as they did with it: who has a score keeps one."""
    leaves = [leaf for leaf in index.indicators if index.weights[leaf.code] > 0]
    points = {leaf.code: scores.columns[leaf.code].score for leaf in index.indicators}
    alone = 1.0 - np.eye(len(leaves))
    weights = {leaf.code: leaf.weight * alone[:, [at]] for at, leaf in enumerate(leaves)}
    before = scores.columns[index.root.code].score
    drawn = redraw(index, points, scores, weights)[index.root.code]
    after = np.broadcast_to(drawn, (len(leaves), len(units)))
    ranked = scores.standing == Standing.FINAL
    return tuple(_drop(index, leaf.code, units, before, after[at], ranked) for at, leaf in enumerate(leaves))


def _drop(index: AnyIndex, code: str, units: tuple[str, ...], before: Floats, after: Floats, ranked: Flags) -> Drop:
    both = ~np.isnan(before) & ~np.isnan(after)
    compared = both & ranked
    places = [_ranks(index, np.where(compared, one, np.nan)) for one in (before, after)]
    lost = int((~np.isnan(before) & np.isnan(after)).sum())
    return Drop(code, _shift(after - before, both, units), _shift(places[1] - places[0], compared, units), lost)


def _ranks(index: AnyIndex, values: Floats) -> Floats:
    rules = index.rules
    shown = rounded(index, index.root.code, values) if rules.rank_by == "published" else values
    return ranks(shown, first=rules.rank_first, ties=rules.ties)


def _shift(moved: Floats, compared: Flags, units: tuple[str, ...]) -> Shift:
    if not compared.any():
        return Shift(None, None, "", 0, Lack.NO_SCORE)
    sizes = np.where(compared, np.abs(moved), -1.0)
    at = int(sizes.argmax())
    return Shift(float(sizes[compared].mean()), float(moved[at]) + 0.0, units[at], int(compared.sum()))
