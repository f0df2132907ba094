"""How sure the scores of a quarter are: its figures drawn anew some thousand times, and scored as they were.

These are the errors of the data alone (`app/domain/draws.py`); those of the method stand apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from app.domain.bands import Band, Change, above, bands, changes
from app.domain.draws import Array, Place, chunks, reported
from app.domain.editions import Standing
from app.domain.engine import Scores, redraw, rows_of
from app.domain.method import Method
from app.domain.normalising import points_at
from app.domain.readings import Reading

SEED = 2026
"""Of the draws of every edition: the same figures give the same bands, to the byte."""

_CHUNK = 5000
_TOGETHER = 8
"""Members whose draws are held at once: few members and long rows keep two threads out of each other's way. 5000 draws
of 8 members with 35 indicators take 11 MB."""
_AT_ONCE = 2
_DIGITS = 4


@dataclass(frozen=True)
class Certainty:
    """For each member, in their order: band, how likely it moved, and how likely it stands above each other one."""

    bands: tuple[Band | None, ...]
    moved: tuple[Change | None, ...]
    above: tuple[tuple[tuple[str, float], ...], ...]


@dataclass(frozen=True)
class Drawn:
    """One quarter of some members: what their indicators read, and the scores that this gave."""

    quarter: str
    members: Sequence[str]
    read: Sequence[Mapping[str, Reading]]
    scores: Scores


def certainty(now: Drawn, before: Drawn, method: Method) -> Certainty:
    """What draws say of the members' scores now, and of the change since before. Same input, same bytes."""
    scores = draw_scores(now, method)
    ranked = [standing is Standing.FINAL for standing in now.scores.standing]
    found = tuple(_shortened(band) for band in bands(scores, ranked, method.rules))
    earlier = draw_scores(before, method)
    moved = tuple(change and _rounded(change) for change in changes(scores, earlier))
    return Certainty(found, moved, _orders(scores, now.members, ranked))


def draw_scores(drawn: Drawn, method: Method) -> Array:
    """The index of every member in every draw (draws x members), NaN for whoever has none."""
    weighing = [indicator for indicator in method.indicators if method.weights[indicator.code] > 0]
    streams = [
        (Place(member, drawn.quarter, method.hash), [reported(read[i.code], i) for i in weighing])
        for member, read in zip(drawn.members, drawn.read, strict=True)
    ]
    found = np.full((method.rules.draws, len(drawn.members)), np.nan)

    def fill(first: int) -> None:
        some, begun = slice(first, first + _TOGETHER), 0
        nominal = rows_of(drawn.scores, some)
        for part in chunks(streams[some], draws=method.rules.draws, seed=SEED, size=_CHUNK):
            points = {i.code: points_at(i, values.T) for i, values in zip(weighing, part, strict=True)}
            for code, column in nominal.columns.items():
                points.setdefault(code, column.score)
            count = part.shape[2]
            found[begun : begun + count, some] = redraw(method, points, nominal)[method.root.code]
            begun += count

    # Nobody's draws depend on anybody else's; the arithmetic leaves the interpreter free for the other half.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(fill, range(0, len(streams), _TOGETHER)))
    return found


def _shortened(band: Band | None) -> Band | None:
    """The band with so many digits as draws can tell."""
    if band is None:
        return None
    levels = tuple(round(level, _DIGITS) for level in band.levels)
    return Band(round(band.low, _DIGITS), round(band.high, _DIGITS), levels, band.ranks, round(band.scored, _DIGITS))


def _rounded(change: Change) -> Change:
    return Change(round(change.rose, _DIGITS), round(change.fell, _DIGITS))


def _orders(scores: Array, members: Sequence[str], ranked: Sequence[bool]) -> tuple[tuple[tuple[str, float], ...], ...]:
    """For each ranked member how likely it stands above each other ranked one."""
    places = [place for place, is_ranked in enumerate(ranked) if is_ranked]
    table = above(scores[:, places], range(len(places)))
    orders: list[tuple[tuple[str, float], ...]] = [() for _ in members]
    for row, place in enumerate(places):
        others = ((members[other], table[row, column]) for column, other in enumerate(places) if other != place)
        orders[place] = tuple((code, round(float(p), _DIGITS)) for code, p in others if not np.isnan(p))
    return tuple(orders)
