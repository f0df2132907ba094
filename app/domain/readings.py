"""What one indicator of one member and quarter reads, before it becomes points."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.editions import Measured, Reason
from app.domain.members import PRODUCTS
from app.domain.method import Formula
from app.domain.observations import ChecklistAnswer, Disruption
from app.domain.periods import Quarter

_NOTICE = timedelta(hours=24)
_LEAST_ANSWERED = 2 / 3


_MOST = 1e15
_LEAST = 1e-9


def is_figure(value: float) -> bool:
    """Whether a reported number can be a figure: not negative, not beyond any count on earth."""
    return 0 <= value <= _MOST


def cleaned(value: float) -> float:
    """A reported number made safe to add up: what cannot be a figure becomes so negative that no sum hides it."""
    if math.isnan(value) or is_figure(value):
        return 0.0 if value < _LEAST else float(value)
    return -1000 * _MOST


@dataclass(frozen=True)
class Reading:
    """A value in the indicator's unit or the reason why there is none, with what it rests on.

    `n`: items behind it, where it is a sample. `interval`: 90 % interval. `age`: quarters since the data.
    `pair`: median and 90th percentile of the items behind a quantile or a spread, where both were reported.
    """

    value: Measured
    numerator: float | None = None
    denominator: float | None = None
    n: float | None = None
    interval: tuple[float, float] | None = None
    approximate: bool = False
    age: int = 0
    source_quarter: str = ""
    pair: tuple[float, float] | None = None


def without(reason: Reason) -> Reading:
    """A reading that has no value, for this reason."""
    return Reading(Measured(None, reason))


NO_DATA = without(Reason.NO_DATA)


def wilson(numerator: float, denominator: float, z: float) -> tuple[float, float]:
    """The Wilson score interval of a share, in per cent (Wilson 1927, JASA 22, 209-212).

    `denominator` above 0; the numerator is cut to it.
    """
    share = min(numerator / denominator, 1.0)
    middle = share + z * z / (2 * denominator)
    half = z * math.sqrt(share * (1 - share) / denominator + z * z / (4 * denominator * denominator))
    scale = 1 + z * z / denominator
    low, high = (middle - half) / scale, (middle + half) / scale
    return 100 * min(max(low, 0.0), share), 100 * max(min(high, 1.0), share)


def share(numerator: float, denominator: float, *, cap: bool, z: float | None) -> Reading:
    """100 x numerator / denominator; 0 of 0 is nothing to measure. `z` None: not a sample, no interval."""
    read = Reading(NO_DATA.value, numerator=float(numerator), denominator=float(denominator))
    if not (is_figure(numerator) and is_figure(denominator)):
        return without(Reason.OUT_OF_RANGE)
    if denominator == 0:
        reason = Reason.NOTHING_TO_MEASURE if numerator == 0 else Reason.NO_DENOMINATOR
        return replace(read, value=Measured(None, reason))
    value = 100 * numerator / denominator
    if not value <= 100 and not cap:
        return replace(read, value=Measured(None, Reason.OUT_OF_RANGE))
    read = replace(read, value=Measured(min(value, 100.0)))
    if z is None:
        return read
    return replace(read, n=float(denominator), interval=wilson(numerator, denominator, z))


def checklist(answers: Iterable[ChecklistAnswer], items: Sequence[str]) -> Reading:
    """Yes-answers by applicable questions. Unanswered questions count on neither side; with fewer than two thirds
    answered there is no value."""
    given = {answer.item: answer.answer for answer in answers if answer.item in items and answer.answer}
    if not given:
        return NO_DATA
    if len(given) < _LEAST_ANSWERED * len(items):
        return without(Reason.BELOW_COVERAGE)
    yes = sum(answer == "yes" for answer in given.values())
    applicable = yes + sum(answer == "no" for answer in given.values())
    if applicable == 0:
        return without(Reason.NOT_APPLICABLE)
    return share(yes, applicable, cap=False, z=None)


def counts(answers: Iterable[ChecklistAnswer], formula: Formula) -> Reading:
    """One count of the checklist by another; it is a full count, not a sample."""
    given = {answer.item: answer.count for answer in answers if answer.count is not None}
    numerator, denominator = given.get(formula.numerator), given.get(formula.denominator)
    if numerator is None:
        return NO_DATA
    if denominator is None:
        return without(Reason.NO_DENOMINATOR)
    return share(numerator, denominator, cap=False, z=None)


def disruption_days(cases: Iterable[Disruption], quarter: Quarter, reported: bool) -> Reading:
    """Days of the quarter with an open force-majeure case, for the product with the most; overlaps count once.

    Days are calendar days at the offset that the operator wrote. None reported and no file: no data.
    """
    if not reported:
        return NO_DATA
    days: dict[str, set[date]] = {product: set() for product in PRODUCTS}
    for case in cases:
        if case.force_majeure:
            covered = _days(case, quarter)
            for product in case.products or PRODUCTS:
                days.setdefault(product, set()).update(covered)
    return Reading(Measured(float(max(len(found) for found in days.values()))))


def touches(case: Disruption, quarter: Quarter) -> bool:
    """Whether the case was open on a day of the quarter."""
    return case.start.date() <= quarter.last_day and (case.end is None or case.end.date() >= quarter.first_day)


def _days(case: Disruption, quarter: Quarter) -> set[date]:
    first = max(case.start.date(), quarter.first_day)
    # A case that ends at midnight does not touch the day that begins then.
    end = quarter.last_day if case.end is None else (case.end - timedelta(microseconds=1)).date()
    last = min(max(end, case.start.date()), quarter.last_day)
    return {first + timedelta(days=i) for i in range((last - first).days + 1)}


def notified_share(cases: Iterable[Disruption], quarter: Quarter, reported: bool) -> Reading:
    """Force-majeure cases that began in the quarter and were notified within 24 hours, by those that began."""
    if not reported:
        return NO_DATA
    began = [case for case in cases if case.force_majeure and Quarter.of(case.start.date()) == quarter]
    in_time = sum(case.notified_at is not None and _within_notice(case.start, case.notified_at) for case in began)
    return share(in_time, len(began), cap=False, z=None)


def _within_notice(start: datetime, notified: datetime) -> bool:
    if (start.tzinfo is None) != (notified.tzinfo is None):
        start, notified = start.replace(tzinfo=None), notified.replace(tzinfo=None)
    return notified - start <= _NOTICE
