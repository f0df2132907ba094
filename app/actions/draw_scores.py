"""Bands beside the scores of a table: from draws of its values, and from draws of the method, kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.actions.score_by_hand import numbers
from app.domain.draws import Kind, Place, Reported, chunks
from app.domain.editions import Standing
from app.domain.engine import redraw, rounded
from app.domain.index import AnyIndex, Leaf
from app.domain.means import Floats
from app.domain.method import Indicator
from app.domain.normalising import points_at
from app.domain.ranking import ranks
from app.domain.tables import Scored
from app.domain.variations import vary
from app.domain.varying import varied

BANDS = (
    "data_p5", "data_p95", "data_rank_p5", "data_rank_p95",
    "method_p5", "method_p95", "method_rank_p5", "method_rank_p95",
)  # fmt: skip
"""The columns after those of the scores: 5 and 95 % of the index's value and rank."""

LOW, HIGH = 0.05, 0.95
_CHUNK = 500


def band_columns(index: AnyIndex, scored: Scored, *, draws: int, seed: int) -> list[list[str]]:
    """For each of `BANDS` a text for every row of the table, empty where there is nothing to say.

    Data: values with a count are drawn, shares in per cent as Wilson's interval has them. Method: weights, the index's
    mean, goalposts and one indicator left out vary (docs/method.md). ValueError names a count behind what is no share.
    """
    data = _data(index, scored, draws, seed)
    method = _method(index, scored, draws, seed)
    return [column for drawn in (data, method) for column in _bands(index, scored, drawn)]


def _bands(index: AnyIndex, scored: Scored, drawn: Floats | None) -> list[list[str]]:
    rows = len(scored.table)
    if drawn is None:
        return [[""] * rows] * 4
    published = rounded(index, index.root.code, drawn)
    places = np.full(drawn.shape, np.nan)
    final = scored.scores.standing == Standing.FINAL
    for period in sorted(set(scored.table.periods)):
        inside = np.flatnonzero(np.array([one == period for one in scored.table.periods]) & final)
        for draw in range(len(drawn)):
            places[draw, inside] = ranks(published[draw, inside], first=index.rules.rank_first, ties=index.rules.ties)
    ends = [*_ends(published, "linear"), *_ends(places, "inverted_cdf")]
    return [numbers(end) for end in ends]


def _ends(values: Floats, how: Any) -> tuple[Floats, Floats]:
    """The 5 and 95 % of each column, of the draws that have a value; NaN where none has."""
    low, high = np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    for at in range(values.shape[1]):
        known = values[~np.isnan(values[:, at]), at]
        if len(known):
            low[at], high[at] = np.quantile(known, (LOW, HIGH), method=how)
    return low, high


def _data(index: AnyIndex, scored: Scored, draws: int, seed: int) -> Floats | None:
    """The index in every draw of the values (draws x rows); None where no value has a count."""
    table = scored.table
    counted = [leaf for leaf in index.indicators if leaf.code in table.counts and leaf.code in table.columns]
    if not counted:
        return None
    for leaf in counted:
        _must_be_share(leaf, table.columns[leaf.code], table.counts[leaf.code])
    streams = [
        (Place(unit, period, index.hash), [_reported(scored, leaf, at) for leaf in counted])
        for at, (unit, period) in enumerate(zip(table.units, table.periods, strict=True))
    ]
    found = np.empty((draws, len(table)))
    fixed = {code: points.values for code, points in scored.points.items()}
    begun = 0
    for part in chunks(streams, draws=draws, seed=seed, size=_CHUNK):
        count = part.shape[2]
        points = fixed | {leaf.code: points_at(leaf, values.T) for leaf, values in zip(counted, part, strict=True)}
        found[begun : begun + count] = redraw(index, points, scored.scores)[index.root.code]
        begun += count
    return found


def _must_be_share(leaf: Leaf, values: Floats, counts: Floats) -> None:
    kind = leaf.formula.kind if isinstance(leaf, Indicator) else "share"
    told = None
    if leaf.normalisation != "goalposts":
        told = "is normalised by the other units, which a draw of one value would move"
    elif kind != "share" or np.any((values < 0) | (values > 100) & ~np.isnan(counts)):
        told = "is no share in per cent"
    if told:
        raise ValueError(f"column {leaf.code}:n: {leaf.code} {told}; leave the counts of this indicator out")


def _reported(scored: Scored, leaf: Leaf, at: int) -> Reported:
    value, n = scored.table.columns[leaf.code][at], scored.table.counts[leaf.code][at]
    if np.isnan(value) or np.isnan(n):
        return Reported(leaf.code, None if np.isnan(value) else float(value))
    return Reported(leaf.code, float(value), Kind.SHARE, float(n))


def _method(index: AnyIndex, scored: Scored, draws: int, seed: int) -> Floats:
    """The index in every draw of the method (draws x rows)."""
    evaluate = varied(index, scored.points, scored.scores)
    uniform = np.random.default_rng(seed).random((draws, sum(evaluate.variation.columns)))
    return evaluate(vary(evaluate.variation, uniform))


def with_bands(
    rows: Sequence[Sequence[str]], root: str, columns: list[list[str]], per_unit: int
) -> list[tuple[str, ...]]:
    """The rows of the scores with the bands beside those of the index; `per_unit` rows belong to one unit."""
    return [
        (*row, *((column[at // per_unit] for column in columns) if row[2] == root else [""] * len(columns)))
        for at, row in enumerate(rows)
    ]
