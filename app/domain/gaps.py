"""Where the scans of a member tell something else than what it reported (`sources.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.aggregate import Readings, aggregate
from app.domain.method import Indicator, Method
from app.domain.observations import Evidence, MonthSums
from app.domain.sources import REPORTED, Gap

LEAST_GAP = 5.0
"""Points of the indicator's own scale (floor to target is 100) from which a difference is told; an assumption."""
MOST_TOLD = 3
"""Differences of one member and quarter that are told, the largest first."""


def gaps(evidence: Evidence, method: Method) -> dict[str, tuple[Gap, ...]]:
    """The differences that are told of each member's quarter, largest first; members without any are left out."""
    beside = [sums for sums in evidence.beside if sums.month.quarter == evidence.quarter]
    if not beside:
        return {}
    counted = [sums for sums in evidence.months if sums.month.quarter == evidence.quarter]
    both = {_key(sums) for sums in beside} & {_key(sums) for sums in counted}
    first, second = (_read(evidence, method, [one for one in part if _key(one) in both]) for part in (counted, beside))
    return {
        member: told
        for member in evidence.members
        if (told := tuple(_of_member(member, evidence, method, first, second)))
    }


def _key(sums: MonthSums) -> tuple[object, ...]:
    return sums.member, sums.dataset, sums.month, sums.product


def _read(evidence: Evidence, method: Method, months: Iterable[MonthSums]) -> Readings:
    alone = replace(evidence, months=tuple(months), beside=(), quantiles=(), answers=(), disruptions=(), sent=())
    return aggregate(alone, method, (evidence.quarter,))


def _of_member(member: str, evidence: Evidence, method: Method, first: Readings, second: Readings) -> list[Gap]:
    found = []
    for indicator in method.indicators:
        if indicator.formula.kind not in {"share", "quantile", "spread"}:
            continue
        here, there = (read[indicator.code].get((member, evidence.quarter)) for read in (first, second))
        values = [one.value.value for one in (here, there) if one is not None and one.value.value is not None]
        if len(values) == 2 and (size := _points(indicator, values[0] - values[1])) >= LEAST_GAP:
            reported, scans = values if method.rules.where_both == REPORTED else values[::-1]
            found.append((size, Gap(indicator.code, reported, scans, method.rules.where_both)))
    return [gap for _, gap in sorted(found, key=lambda pair: (-pair[0], pair[1].indicator))[:MOST_TOLD]]


def _points(indicator: Indicator, difference: float) -> float:
    return 100 * abs(difference) / abs(indicator.target - indicator.floor)
