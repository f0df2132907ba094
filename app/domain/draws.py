"""What a reported value might as well have been: distributions from the counts behind it, and seeded draws from them.

These are the errors of the data alone; what another method would have given is `app/domain/sensitivity.py`.
A draw depends on the names of its member, source, quarter and method, on the seed and on nothing else: another
member, another indicator or another size of chunk changes no byte of it, and two quarters or two members err
independently. Where nothing says how many items were counted (checklists, published values) the value stands.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.method import Indicator
from app.domain.readings import Reading

Array = NDArray[np.float64]

DRIFT_ITEMS = 400.0
"""Assumption: in a quarter past fresh a value drifts as far as a sample of so many items errs."""

APPROXIMATE = 0.5
"""Assumption: a mean of monthly quantiles is worth half its items."""

MEDIAN, TAIL = 0.5, 0.9
_TAIL_NORMAL = 1.2815515655446004
_ROWS = 8
_TINY = 1e-300
_FARTHEST = 1e-15
_GAPS = ("", "#2", "#3")
# Giles 2012, "Approximating the erfinv function" (GPU Computing Gems): within 1e-5 up to 5, half a per cent at 7.
_INNER = (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
          -0.00417768164, 0.246640727, 1.50140941)  # fmt: skip
_OUTER = (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613,
          0.00943887047, 1.00167406, 2.83297682)  # fmt: skip


class Kind(StrEnum):
    """How a value errs: not at all, as a share, as a quantile, or as the distance from median to 90th percentile."""

    FIXED = "fixed"
    SHARE = "share"
    QUANTILE = "quantile"
    SPREAD = "spread"


@dataclass(frozen=True)
class Reported:
    """One value with what its distribution rests on.

    `source` names the items in the seed: indicators read from the same measured items share it and err together.
    `n`: those items. `value` of a share is in per cent. `q` (0-1): which quantile; `pair`: median and 90th percentile,
    whose ratio is the shape. `stale`: quarters past fresh.
    """

    source: str
    value: float | None
    kind: Kind = Kind.FIXED
    n: float = 0.0
    q: float = MEDIAN
    pair: tuple[float, float] | None = None
    stale: int = 0
    approximate: bool = False

    @property
    def draws(self) -> bool:
        """Whether there is anything to draw."""
        if self.value is None or self.kind is Kind.FIXED or not self.n > 0:
            return False
        return self.kind is Kind.SHARE or self.shape > 0

    @property
    def items(self) -> float:
        """How many fresh and exact items the value is worth: 1 / (1 / n' + stale / DRIFT_ITEMS), n' being n, or
        n x APPROXIMATE for an approximate value. Our own rule: an assumption."""
        n = self.n * (APPROXIMATE if self.approximate else 1.0)
        return n / (1 + n * self.stale / DRIFT_ITEMS)

    @property
    def shape(self) -> float:
        """Standard deviation of the logarithm, of the lognormal through the pair; 0 where there is no such pair."""
        if self.pair is None or not 0 < self.pair[0] < self.pair[1]:
            return 0.0
        return math.log(self.pair[1] / self.pair[0]) / _TAIL_NORMAL


def reported(reading: Reading, indicator: Indicator) -> Reported:
    """The reading of an indicator as something that can be drawn; quantiles of one pair share their source."""
    value, measure = reading.value.value, indicator.formula.measure
    kind = {"share": Kind.SHARE, "quantile": Kind.QUANTILE, "spread": Kind.SPREAD}.get(indicator.formula.kind)
    if value is None or kind is None or not reading.n:
        return Reported(indicator.code, value)
    return Reported(
        source=indicator.code if kind is Kind.SHARE else measure.rpartition("_")[0],
        value=value,
        kind=kind,
        n=reading.n,
        q=TAIL if measure.endswith("_p90") else MEDIAN,
        pair=reading.pair,
        stale=max(0, reading.age - indicator.fresh_quarters + 1),
        approximate=reading.approximate,
    )


@dataclass(frozen=True)
class Place:
    """Whose draws, when, and by which method (its version or hash)."""

    member: str
    quarter: str
    method: str


class Stream:
    """The draws of one member's values, in order: `take(a)` then `take(b)` is `take(a + b)`, byte for byte."""

    def __init__(self, values: Sequence[Reported], place: Place, seed: int) -> None:
        self._values = tuple(values)
        self._still = tuple(i for i, value in enumerate(self._values) if not value.draws)
        self._shares = tuple(i for i, v in enumerate(self._values) if v.draws and v.kind is Kind.SHARE)
        self._quantiles = tuple(i for i, v in enumerate(self._values) if v.draws and v.kind is not Kind.SHARE)
        self._normals = tuple(_generator(place, self._values[i].source, seed) for i in self._shares)
        # Items that differ in number (one value carried, the other not) are not the same items.
        self._gaps = {
            self._items(i): tuple(_generator(place, self._values[i].source + gap, seed) for gap in _GAPS)
            for i in self._quantiles
        }
        self._p = np.array([[min((self._values[i].value or 0.0) / 100, 1.0)] for i in self._shares]).reshape(-1, 1)
        self._n = np.array([[self._values[i].items] for i in self._shares]).reshape(-1, 1)

    def take(self, count: int) -> Array:
        """The next `count` draws, (values x draws), in each value's unit; nan where there is no value."""
        drawn = np.empty((len(self._values), count))
        self.fill(drawn)
        return drawn

    def fill(self, drawn: Array) -> None:
        """`take` into an array of values x draws."""
        for i in self._still:
            value = self._values[i].value
            drawn[i] = np.nan if value is None else value
        # A few rows at a time stay in the processor's cache through all steps.
        for begun in range(0, len(self._shares), _ROWS):
            rows = slice(begun, begun + _ROWS)
            z = np.empty((len(self._shares[rows]), drawn.shape[1]))
            for row, generator in zip(z, self._normals[rows], strict=True):
                generator.standard_normal(out=row)
            drawn[list(self._shares[rows])] = share_at(self._p[rows], self._n[rows], z)
        positions = {key: _positions(gaps, key[1], drawn.shape[1]) for key, gaps in self._gaps.items()}
        for i in self._quantiles:
            drawn[i] = _quantile_at(self._values[i], *positions[self._items(i)])

    def _items(self, i: int) -> tuple[str, float]:
        return self._values[i].source, self._values[i].items


def chunks(
    members: Sequence[tuple[Place, Sequence[Reported]]], *, draws: int, seed: int, size: int = 1000
) -> Iterator[Array]:
    """Draws of a table, `size` at a time, as (values x members x draws) in that order in memory; nan where there is
    no value. Every member must bring the same number of values. Joined along the draws, chunks of any size are equal
    to the byte. A chunk of 1000 takes 8 kB a cell: 54 MB for 192 members and 35 indicators."""
    streams = [Stream(values, place, seed) for place, values in members]
    for begun in range(0, draws, size):
        count = min(size, draws - begun)
        table = np.empty((len(members[0][1]) if members else 0, len(members), count))
        for column, stream in enumerate(streams):
            stream.fill(table[:, column])
        yield table


def share_at(p: Array, n: Array, z: Array) -> Array:
    """The share, in per cent, that lies z standard errors above the observed p (0-1) of n items, as Wilson has it.

    The true share t with (t - p) = z sqrt(t (1 - t) / n), rising in z: z = -1.645 and +1.645 give the two ends of
    Wilson's 90 % interval, so with z standard normal it is the confidence distribution of the share (Wilson 1927,
    JASA 22, 209-212). The part of it that would pass 0 or 1 stays there.
    """
    u = z * (1 / np.sqrt(n))
    square = u * u
    found = square + 4 * p * (1 - p)
    np.sqrt(found, out=found)
    found += u
    found *= u
    found *= 50
    found += 100 * p
    square += 1
    found /= square
    return np.clip(found, 0.0, 100.0, out=found)


def _generator(place: Place, source: str, seed: int) -> np.random.Generator:
    names = "\x1f".join((place.member, source, place.quarter, place.method, str(seed)))
    return np.random.Generator(np.random.SFC64(int.from_bytes(hashlib.sha256(names.encode()).digest()[:16], "big")))


def _positions(generators: Sequence[np.random.Generator], n: float, count: int) -> tuple[Array, Array]:
    """Where in the distribution the reported median and 90th percentile of n items lie, as normal deviates.

    Order statistics: the three gaps that they leave are Dirichlet (n/2, 4n/10, n/10), so that the position of the
    q-quantile alone is Beta(n q, n (1 - q)) (David & Nagaraja, Order Statistics, 2003, section 2.1).
    """
    alphas = (MEDIAN * n, (TAIL - MEDIAN) * n, (1 - TAIL) * n)
    low, middle, high = (g.standard_gamma(alpha, size=count) for g, alpha in zip(generators, alphas, strict=True))
    return deviate(low, middle + high), deviate(low + middle, high)


def deviate(below: Array, over: Array) -> Array:
    """The standard normal deviate with the odds `below` : `over` of lying below it; none lies beyond 7.46."""
    whole = np.maximum(below + over, _TINY)
    # 4 v (1 - v) and 2 v - 1 for the position v, from both sides so that no digit is lost in the tails.
    w = -np.log(np.maximum(4 * (below / whole) * (over / whole), _FARTHEST))
    found = np.asarray(np.polyval(_INNER, w - 2.5), dtype=np.float64)
    far = w >= 5
    if far.any():
        found[far] = np.polyval(_OUTER, np.sqrt(w[far]) - 3)
    found *= (below - over) / whole
    found *= math.sqrt(2)
    return found


def _quantile_at(value: Reported, median: Array, tail: Array) -> Array:
    """The quantile or spread, with the sample's positions read off the lognormal through its pair."""
    if value.kind is Kind.SPREAD and value.pair is not None:
        high = value.pair[1] * np.exp(value.shape * (tail - _TAIL_NORMAL))
        return high - value.pair[0] * np.exp(value.shape * median)
    at = tail - _TAIL_NORMAL if value.q == TAIL else median
    return (value.value or 0.0) * np.exp(value.shape * at)
