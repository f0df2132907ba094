"""What draws of a score say: its band, its rank's band, how likely each level, each change and each order is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.method import Rules

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]

LOW, HIGH = 0.05, 0.95
SURE = 0.9
"""From this probability on a change is said to be one (`scoring.md` section 4)."""

MOST = 0.99
"""Above it a probability is told as "more than this": draws are never all there could be."""

_SAME = 1e-9
_CELLS = 200_000
_UNSCORED = np.iinfo(np.int64).min >> 24


class Trend(StrEnum):
    """What is said of a change; `unclear` is no claim that nothing changed."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Band:
    """The 5-95 % band of one member's score (unrounded) and rank, and how likely each level is, from level 1 on.

    `scored`: the share of draws in which there was a score; the other figures are of these. `ranks` is None for whoever
    is not ranked. The band is of the data's errors under this method, never of the method.
    """

    low: float
    high: float
    levels: tuple[float, ...]
    ranks: tuple[int, int] | None
    scored: float


@dataclass(frozen=True)
class Change:
    """How likely a score rose and how likely it fell between two quarters; what is left is no change at all."""

    rose: float
    fell: float

    @property
    def trend(self) -> Trend:
        """`improved` and `worsened` only from 90 % on."""
        if self.rose >= SURE:
            return Trend.IMPROVED
        return Trend.WORSENED if self.fell >= SURE else Trend.UNCLEAR

    @property
    def told(self) -> float:
        """The probability that is told with the trend: of the fall where it fell, of a rise otherwise."""
        return self.fell if self.trend is Trend.WORSENED else self.rose


def bands(scores: Array, ranked: Sequence[bool], rules: Rules) -> tuple[Band | None, ...]:
    """A band for each member of `scores` (draws x members; nan: no score); None for whoever never has one.

    `ranked`: who takes part in the ranks; the others neither have nor move one.
    """
    among = np.isfinite(scores) & np.asarray(ranked, dtype=bool)
    published = np.empty(scores.shape, dtype=np.int64)
    places = np.empty(scores.shape, dtype=np.int64)
    # Some rows at a time, so that what sorting takes stays small.
    size = max(1, _CELLS // max(1, scores.shape[1]))
    for begun in range(0, len(scores), size):
        rows = slice(begun, begun + size)
        published[rows] = rounded(scores[rows], rules.decimals)
        places[rows] = ranks(published[rows], among[rows])
    found: list[Band | None] = []
    for member in range(scores.shape[1]):
        known = np.isfinite(scores[:, member])
        if not known.any():
            found.append(None)
            continue
        own = scores[known, member]
        low, high = np.quantile(own, (LOW, HIGH))
        found.append(
            Band(
                low=float(low) + 0.0,
                high=float(high) + 0.0,
                levels=_levels(published[known, member], rules),
                ranks=_rank_band(places[among[:, member], member]),
                scored=len(own) / len(scores),
            )
        )
    return tuple(found)


def rounded(scores: Array, decimals: int) -> Integers:
    """The published values in units of the last decimal, exactly as `half_up` rounds; a lowest number for nan."""
    scale = 10.0**decimals
    # `half_up` reads ten decimals first: what misses a half by less than that is one.
    whole = np.floor(np.abs(np.nan_to_num(scores)) * scale + 0.5 + 0.5e-10 * scale)
    signed = np.where(scores < 0, -whole, whole).astype(np.int64)
    return np.where(np.isfinite(scores), signed, _UNSCORED)


def ranks(published: Integers, among: Mask) -> Integers:
    """Ranks in each row, highest value first, equal values sharing the better rank; 0 outside `among`.

    Value and column go into one number, which sorts several times as fast as an order of indices does.
    """
    draws, members = published.shape
    bits = max(1, int(members - 1).bit_length())
    columns = np.arange(members)
    packed = np.where(among, -published, -_UNSCORED) << bits | columns
    packed.sort(axis=1)
    order, keys = packed & ((1 << bits) - 1), packed >> bits
    first = np.ones((draws, members), dtype=bool)
    np.not_equal(keys[:, 1:], keys[:, :-1], out=first[:, 1:])
    starts = np.maximum.accumulate(np.where(first, columns, 0), axis=1) + 1
    found = np.empty_like(packed)
    np.put_along_axis(found, order, starts, axis=1)
    return np.where(among, found, 0)


def changes(now: Array, before: Array) -> tuple[Change | None, ...]:
    """For each member how likely its score rose and fell, over the draws in which both quarters have one.

    Both are draws x members with the same members, drawn independently quarter by quarter. None without such a draw.
    """
    both = np.isfinite(now) & np.isfinite(before)
    difference = np.where(both, np.nan_to_num(now) - np.nan_to_num(before), 0.0)
    counts = both.sum(axis=0)
    rose, fell = (difference > _SAME).sum(axis=0), (difference < -_SAME).sum(axis=0)
    return tuple(
        Change(float(up / n), float(down / n)) if n else None for up, down, n in zip(rose, fell, counts, strict=True)
    )


def above(scores: Array, of: Sequence[int]) -> Array:
    """P(A above B) for A in `of` (rows) and B any member (columns), over the draws in which both have a score.

    Equal scores count half for each, so that P(A above B) + P(B above A) = 1; nan where there is no such draw.
    """
    found = np.full((len(of), scores.shape[1]), np.nan)
    known = np.isfinite(scores)
    for row, member in enumerate(of):
        both = known & known[:, [member]]
        difference = scores[:, [member]] - scores
        wins = (difference > _SAME).sum(axis=0) + 0.5 * (both & (np.abs(difference) <= _SAME)).sum(axis=0)
        counts = both.sum(axis=0)
        np.divide(wins, counts, out=found[row], where=counts > 0)
    return found


def _levels(published: Integers, rules: Rules) -> tuple[float, ...]:
    levels = 1 + np.floor(published / 10.0**rules.decimals / rules.level_width).astype(np.int64)
    counts = np.bincount(np.clip(levels, 1, rules.levels), minlength=rules.levels + 1)[1:]
    return tuple(float(count) / len(published) for count in counts)


def _rank_band(places: Integers) -> tuple[int, int] | None:
    if not places.size:
        return None
    low, high = np.quantile(places, (LOW, HIGH), method="inverted_cdf")
    return int(low), int(high)
