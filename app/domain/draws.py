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
_GRID = np.linspace(-8.0, 8.0, 16001)
_GRID_BELOW = np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in _GRID])


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
        # Items that differ in number (one value carried, the other not) are not the same items.
        sources = {(value.source, value.items) for value in self._values if value.draws}
        self._generators = {(name, items): _generator(place, name, seed) for name, items in sources}
        shares = [i for i, value in enumerate(self._values) if value.draws and value.kind is Kind.SHARE]
        self._shares = np.array(shares, dtype=np.intp)
        self._p = np.array([[min((self._values[i].value or 0.0) / 100, 1.0)] for i in shares]).reshape(-1, 1)
        self._n = np.array([[self._values[i].items] for i in shares]).reshape(-1, 1)
        self._quantiles = tuple(i for i, v in enumerate(self._values) if v.draws and v.kind is not Kind.SHARE)

    def take(self, count: int) -> Array:
        """The next `count` draws, (values x draws), in each value's unit; nan where there is no value."""
        drawn = np.empty((len(self._values), count))
        for i, value in enumerate(self._values):
            if not value.draws:
                drawn[i] = np.nan if value.value is None else value.value
        if self._shares.size:
            z = np.empty((len(self._shares), count))
            for row, i in enumerate(self._shares):
                self._generators[self._items(i)].standard_normal(out=z[row])
            drawn[self._shares] = 100 * share_at(self._p, self._n, z)
        self._take_quantiles(drawn, count)
        return drawn

    def _take_quantiles(self, drawn: Array, count: int) -> None:
        positions: dict[tuple[str, float], tuple[Array, Array]] = {}
        for i in self._quantiles:
            key = self._items(i)
            if key not in positions:
                positions[key] = _positions(self._generators[key], key[1], count)
            drawn[i] = _quantile_at(self._values[i], *positions[key])

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
            table[:, column] = stream.take(count)
        yield table


def share_at(p: Array, n: Array, z: Array) -> Array:
    """The share (0-1) that lies z standard errors above the observed p of n items, as Wilson has it.

    The true share t with (t - p) = z sqrt(t (1 - t) / n), rising in z: z = -1.645 and +1.645 give the two ends of
    Wilson's 90 % interval, so with z standard normal it is the confidence distribution of the share (Wilson 1927,
    JASA 22, 209-212). The part of it that would pass 0 or 1 stays there.
    """
    u = z / np.sqrt(n)
    square = u * u
    root = 0.25 * square
    root += p * (1 - p)
    np.sqrt(root, out=root)
    root *= u
    root += p
    root += 0.5 * square
    square += 1
    root /= square
    return np.clip(root, 0.0, 1.0, out=root)


def _generator(place: Place, source: str, seed: int) -> np.random.Generator:
    names = "\x1f".join((place.member, source, place.quarter, place.method, str(seed)))
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(names.encode()).digest()[:16])))


def _positions(generator: np.random.Generator, n: float, count: int) -> tuple[Array, Array]:
    """Where in the distribution the reported median and 90th percentile of n items lie, as normal deviates.

    Order statistics: the three gaps that they leave are Dirichlet (n/2, 4n/10, n/10), so that the position of the
    q-quantile alone is Beta(n q, n (1 - q)) (David & Nagaraja, Order Statistics, 2003, section 2.1).
    """
    alphas = np.array([MEDIAN * n, (TAIL - MEDIAN) * n, (1 - TAIL) * n])
    gaps = generator.standard_gamma(alphas, size=(count, 3))
    whole = gaps.sum(axis=1)
    whole[whole == 0] = 1.0
    return _deviate(gaps[:, 0] / whole), _deviate((gaps[:, 0] + gaps[:, 1]) / whole)


def _deviate(position: Array) -> Array:
    """The standard normal quantile, from a table: within 1e-6 up to 4 and within 1e-3 up to 8, where it ends."""
    return np.interp(position, _GRID_BELOW, _GRID)


def _quantile_at(value: Reported, median: Array, tail: Array) -> Array:
    """The quantile or spread, with the sample's positions read off the lognormal through its pair."""
    if value.kind is Kind.SPREAD and value.pair is not None:
        high = value.pair[1] * np.exp(value.shape * (tail - _TAIL_NORMAL))
        return high - value.pair[0] * np.exp(value.shape * median)
    at = tail - _TAIL_NORMAL if value.q == TAIL else median
    return (value.value or 0.0) * np.exp(value.shape * at)
