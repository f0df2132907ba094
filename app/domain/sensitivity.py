"""How far the method's own choices move scores and ranks, and which choice moves them most.

Weights, aggregation, goalposts and the choice of indicators vary around a method; variance-based (Sobol) indices share
out what that does. These are the errors of the method; those of the data are `app/domain/draws.py`, and the two are
never added. Nothing here knows the engine: it is handed a function from settings to scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.bands import HIGH, LOW, ranks, rounded
from app.domain.sobol import Effect, estimate, sample
from app.domain.variations import FACTORS, Settings, Variation, nominal, vary

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

Evaluate = Callable[[Settings], Array]
"""Scores of the index, runs x units; nan where a unit has none."""


@dataclass(frozen=True)
class Influence:
    """What the variants do to one output: its 5-95 % range and the factors' effects, none where nothing moves it.

    `unit`: place of the unit whose score it is; None for the mean absolute rank shift against the nominal method.
    `rank_band`: 5-95 % of the unit's rank. A unit that some variant leaves without a score has no influence.
    """

    unit: int | None
    low: float
    high: float
    effects: tuple[Effect, ...]
    rank_band: tuple[int, int] | None = None


def method_uncertainty(
    variation: Variation,
    evaluate: Evaluate,
    *,
    ranked: Sequence[bool],
    decimals: int,
    n: int = 1024,
    seed: int = 0,
    of_units: bool = True,
) -> tuple[Influence, ...]:
    """The influence on the mean absolute rank shift, then on each unit's score; n (4 + 2) runs, n a power of 2.

    Without `of_units` units have their ranges, and only the rank shift has effects.
    """
    among = np.asarray(ranked, dtype=bool)
    usual = _ranks(evaluate(nominal(variation)), among, decimals)[0]

    def outputs(uniform: Array) -> Array:
        scores = evaluate(vary(variation, uniform))
        return np.vstack([_shift(_ranks(scores, among, decimals), usual), scores.T])

    a, b, mixed = sample(variation.columns, outputs, n=n, seed=seed)
    complete = np.isfinite(a).all(axis=1) & np.isfinite(b).all(axis=1) & np.isfinite(mixed).all(axis=(0, 2))
    told = complete if of_units else complete & (np.arange(len(a)) == 0)
    effects: dict[int, tuple[Effect, ...]] = dict.fromkeys(np.flatnonzero(complete).tolist(), ())
    effects |= zip(
        np.flatnonzero(told).tolist(), estimate(FACTORS, a[told], b[told], mixed[:, told], seed=seed), strict=True
    )
    both = np.hstack([a, b])
    places = _ranks(both[1:].T, among, decimals)
    found = []
    for row, own in effects.items():
        low, high = np.quantile(both[row], (LOW, HIGH))
        band = None
        if row and among[row - 1]:
            best, worst = np.quantile(places[:, row - 1], (LOW, HIGH), method="inverted_cdf")
            band = int(best), int(worst)
        found.append(Influence(row - 1 if row else None, float(low), float(high), own, band))
    return tuple(found)


def _ranks(scores: Array, among: NDArray[np.bool_], decimals: int) -> Integers:
    return ranks(rounded(scores, decimals), np.isfinite(scores) & among)


def _shift(places: Integers, usual: Integers) -> Array:
    """The mean absolute rank shift of each run, over the units ranked in it and usually."""
    both = (places > 0) & (usual > 0)
    total = np.where(both, np.abs(places - usual), 0).sum(axis=1)
    return total / np.maximum(both.sum(axis=1), 1)
