"""What other choices of the method would have made of one stored quarter, and which choice moves ranks most.

The errors of the data stand beside it as they were stored, and the two are never added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.bands import Band
from app.domain.editions import IndicatorResult, MemberResult, QuarterResult
from app.domain.means import Floats
from app.domain.method import Method
from app.domain.normalising import normalise
from app.domain.points_table import scores_of, table_of_result
from app.domain.sensitivity import Influence, method_uncertainty
from app.domain.sobol import Effect
from app.domain.variations import Variation
from app.domain.varying import Varied, variation_of

SEED = 2026
"""Of the variants of every quarter: the same results give the same figures."""

N = 256
"""Rows of the design: six runs each, enough to tell a choice that leads from one that is idle."""


@dataclass(frozen=True)
class Varying:
    """One member: its score and rank as they stand, the band that the data's errors give them (`data`), and the ranges
    that other methods do (5-95 %). `score`: None where some variant leaves it without one; `ranks`: None for whoever is
    not ranked."""

    member: str
    published: float | None
    rank: int | None
    data: Band | None
    score: tuple[float, float] | None
    ranks: tuple[int, int] | None


@dataclass(frozen=True)
class OtherMethods:
    """`runs`: how many variants the ranges rest on. `low`, `high`: 5-95 % of the mean absolute rank shift; `effects` on
    it by factor, none where no variant moves a rank. `members` in the order of the result."""

    runs: int
    variation: Variation
    low: float
    high: float
    effects: tuple[Effect, ...]
    members: tuple[Varying, ...]

    @property
    def leading(self) -> tuple[Effect, ...]:
        """The factor that moves ranks most, and every other whose interval of the total meets its own."""
        ordered = sorted(self.effects, key=lambda effect: -effect.total)
        return tuple(effect for effect in ordered if effect.total_band[1] >= ordered[0].total_band[0])


def other_methods(method: Method, result: QuarterResult) -> OtherMethods:
    """From the stored points and values; nothing raises."""
    table = table_of_result(method, result)
    variation = variation_of(method)
    evaluate = Varied(method, variation, table.points, _uncut(method, result), scores_of(method, table))
    ranked = [member.rank is not None for member in result.members]
    found = method_uncertainty(
        variation, evaluate, ranked=ranked, decimals=method.rules.decimals, n=N, seed=SEED, of_units=False
    )
    shift, units = found[0], {one.unit: one for one in found[1:]}
    members = tuple(_varying(member, units.get(at)) for at, member in enumerate(result.members))
    return OtherMethods(2 * N, variation, shift.low, shift.high, shift.effects, members)


def _uncut(method: Method, result: QuarterResult) -> dict[str, Floats]:
    """Points before they were cut to their range, NaN where there are none."""
    members = [{one.code: one for one in member.indicators} for member in result.members]
    found = {}
    for leaf in method.indicators:
        raw = np.array([_value(known.get(leaf.code)) for known in members], dtype=float)
        points = normalise(leaf, raw)
        found[leaf.code] = np.where(np.isnan(points.values), np.nan, points.steps[1])
    return found


def _value(one: IndicatorResult | None) -> float:
    return np.nan if one is None or one.value.value is None else one.value.value


def _varying(member: MemberResult, of: Influence | None) -> Varying:
    score = (of.low, of.high) if of else None
    ranks = of.rank_band if of else None
    return Varying(member.member, member.published.value, member.rank, member.band, score, ranks)
