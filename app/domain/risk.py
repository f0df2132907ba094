"""The risk index: K = (E x V x C)^(1/3), each 0-10, higher is worse (rulings 10; INFORM's form, `scoring.md` 2.6)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from app.domain import readings
from app.domain.editions import Measured, Reason, RiskPart, RiskResult
from app.domain.histories import History
from app.domain.measures import DISASTER_READINESS
from app.domain.method import Method, RiskRules
from app.domain.periods import Month, Quarter
from app.domain.readings import Reading
from app.domain.rounding import half_up

CLASSES = ("very_low", "low", "medium", "high", "very_high")
FLOWS = ("items_arrived", "items_posted")
"""The flows of items in which a shock is looked for."""
_ANSWERS_HOLD = 4


def assess_risk(history: History, quarter: Quarter, read: Mapping[str, Reading], method: Method) -> RiskResult:
    """The risk index of one member and quarter, with each part or the reason why it is missing.

    `read`: what the indicators read. Missing parts drop out of their dimension and a missing dimension out of the
    product; with two of the three missing there is no index.
    """
    parts = _parts(history, quarter, read, method.risk)
    hazard = Measured(history.inform.hazard) if history.inform else Measured(None, Reason.NO_DATA)
    dimensions = (
        ("exposure", hazard),
        ("vulnerability", _dimension(parts, "vulnerability")),
        ("coping", _dimension(parts, "coping")),
    )
    floored = [max(d.value, method.risk.floor) for _, d in dimensions if d.value is not None]
    if len(floored) < 2:
        index, risk_class = Measured(None, Reason.TOO_FEW_PARTS), None
    else:
        index = Measured(min(math.prod(floored) ** (1 / len(floored)), 10.0))
        risk_class = class_of(index.value or 0.0, method.risk)
    exposure = RiskPart("inform_hazard", "exposure", hazard, hazard.value)
    return RiskResult(index, risk_class, dimensions, (exposure, *parts), history.inform)


def class_of(value: float, rules: RiskRules) -> str:
    """Our own class of a risk value, from the value rounded half up to one decimal."""
    return CLASSES[sum(half_up(value, 1) >= limit for limit in rules.classes)]


def worst_dominates(scores: Sequence[float]) -> float:
    """INFORM's mean inside a dimension: (10 - geometric mean of 1 + 0.9 (10 - x)) / 0.9; one bad part dominates."""
    bent = math.fsum(math.log(1 + 0.9 * (10 - score)) for score in scores) / len(scores)
    return min(max((10 - math.exp(bent)) / 0.9, 0.0), 10.0) + 0.0


def largest_fall(history: History, quarter: Quarter, least: float) -> tuple[float, Month, str] | None:
    """The largest fall of a flow month on month in per cent, beyond what is usual, with its month and flow.

    Usual is the mean ratio of the same two months in earlier years, where they were reported; else no change. None
    when no two neighbouring months were reported with enough items.
    """
    falls = []
    for flow in FLOWS:
        for month in quarter.months:
            before, now = history.figure(month.before(), flow), history.figure(month, flow)
            if before is None or now is None or before < max(least, 1):
                continue
            expected = before * _usual(history, month, flow)
            if expected > 0:
                falls.append((100 * (1 - now / expected), month, flow))
    return max(falls, key=lambda fall: (fall[0], fall[1], fall[2])) if falls else None


def _usual(history: History, month: Month, flow: str) -> float:
    ratios = []
    for year in sorted({m.year for m in history.months if m.year < month.year}):
        then = Month(year, month.number)
        before, now = history.figure(then.before(), flow), history.figure(then, flow)
        if before and now is not None:
            ratios.append(now / before)
    return math.fsum(ratios) / len(ratios) if ratios else 1.0


def _parts(history: History, quarter: Quarter, read: Mapping[str, Reading], rules: RiskRules) -> tuple[RiskPart, ...]:
    """Every part under vulnerability and coping, present or not, in the order of the method."""
    fall = largest_fall(history, quarter, rules.least_volume)
    shock = Measured(max(fall[0], 0.0)) if fall else Measured(None, Reason.NO_DATA)
    values = {
        "concentration": ("vulnerability", _concentration(history.partners.get(quarter, {}))),
        "aged_backlog": ("vulnerability", _value(read, "CUS-07")),
        "traffic_shock": ("vulnerability", shock),
        "disruption_days": ("vulnerability", _value(read, "RSK-02")),
        "preparedness": ("coping", _preparedness(history, quarter)),
        "notification": ("coping", _value(read, "RSK-03")),
    }
    parts = []
    for code, scale in rules.scales:
        dimension, value = values[code]
        if value.value is None:
            parts.append(RiskPart(code, dimension, value))
            continue
        score = 10 * (value.value - scale.zero) / (scale.ten - scale.zero)
        parts.append(RiskPart(code, dimension, Measured(min(max(score, 0.0), 10.0) + 0.0), value.value))
    return tuple(parts)


def _dimension(parts: Sequence[RiskPart], dimension: str) -> Measured:
    scores = [p.score.value for p in parts if p.dimension == dimension and p.score.value is not None]
    return Measured(worst_dominates(scores)) if scores else Measured(None, Reason.NO_DATA)


def _value(read: Mapping[str, Reading], code: str) -> Measured:
    return read[code].value if code in read else Measured(None, Reason.NO_DATA)


def _concentration(volumes: Mapping[str, float]) -> Measured:
    """The Herfindahl-Hirschman index of inbound volume by partner, 0-1."""
    named = [volume for partner, volume in volumes.items() if partner]
    total = math.fsum(named)
    if total <= 0:
        return Measured(None, Reason.NO_DATA)
    return Measured(math.fsum((volume / total) ** 2 for volume in named))


def _preparedness(history: History, quarter: Quarter) -> Measured:
    """Share of the disaster-readiness questions met, from the newest answers of the last four quarters."""
    for age in range(_ANSWERS_HOLD):
        found = readings.checklist(history.answers.get(quarter.back(age), ()), DISASTER_READINESS).value
        if found.reason is not Reason.NO_DATA:
            return found
    return Measured(None, Reason.NO_DATA)
