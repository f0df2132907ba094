"""Risk signals: few, ranked, each with its evidence and the quarter or month since when it holds.

Sentences stand in the catalogues: `signal.CODE` says what happens, `signal.CODE.do` what to do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.editions import Measured, Signal
from app.domain.histories import History
from app.domain.method import Method
from app.domain.periods import Month, Quarter
from app.domain.risk import largest_fall
from app.domain.sources import REPORTED

WEIGHTS = ("alarm", "watch", "good")
MOVE = 3.0  # points of the index between two quarters that are worth a word
STEPS = 2  # month-to-month steps in one direction before a backlog is said to grow or fall
BACKLOG = 0.20  # and the least change, as a share
LEAST = 30.0  # and in items
FALL, DEEP = 30.0, 50.0  # per cent of traffic lost: watch, alarm
SLACK = 1.02  # months close at different times: 2 % more is not yet a contradiction

MOVES = ("readiness_up", "readiness_down")
"""Signals that say the score moved."""


@dataclass(frozen=True)
class Situation:
    """What a signal may look at: one member in one quarter."""

    history: History
    quarter: Quarter
    method: Method
    index: Measured
    previous: Measured | None


CONTRADICTIONS = (
    # code,                     the measure that must not be more,  than this one,       indicator in question
    ("contradiction_arrived", "items_arrived", "items_announced", "VIS-01"),
    ("contradiction_presented", "items_presented", "items_arrived", "CUS-05"),
    ("contradiction_goods", "goods_items_inbound", "items_arrived", "CUS-01"),
    ("contradiction_held", "items_held", "items_presented", "CUS-06"),
    ("contradiction_attempted", "items_attempted", "items_delivery_event", "E2E-06"),
    ("contradiction_goods_out", "goods_items_out", "items_posted", "DQ-04"),
)
"""Pairs of measures that cannot both be right when the first is larger, summed over the months that report both."""


def signals(situation: Situation) -> tuple[Signal, ...]:
    """All signals of one member and quarter, most severe first."""
    found = [signal for rule in RULES for signal in rule(situation)]
    return tuple(sorted(found, key=lambda s: (WEIGHTS.index(s.weight), s.code)))


def _silence(situation: Situation) -> Iterator[Signal]:
    sent = [s for s in situation.history.sent if s.quarter == situation.quarter]
    silent = [s.dataset for s in sent if s.silent]
    late = [s.dataset for s in sent if s.late and not s.silent]
    since = str(situation.quarter)
    if silent:
        yield Signal("silence", "alarm", since, None, {"missing": len(silent), "owed": len(sent), "datasets": silent})
    elif late:
        yield Signal("late", "watch", since, None, {"missing": len(late), "owed": len(sent), "datasets": late})


def _backlog(situation: Situation) -> Iterator[Signal]:
    run = _run(situation.history, situation.quarter, "items_open")
    if len(run) <= STEPS:
        return
    (since, start), (month, end) = run[0], run[-1]
    if abs(end - start) < max(LEAST, BACKLOG * start):
        return
    params: dict[str, object] = {"start": _told(start), "end": _told(end), "months": len(run) - 1, "month": str(month)}
    if end > start:
        weight = "alarm" if end >= 1.5 * start else "watch"
        yield Signal("customs_backlog_growing", weight, str(since), "CUS-07", params)
    else:
        yield Signal("customs_backlog_falling", "good", str(since), "CUS-07", params)


def _run(history: History, quarter: Quarter, measure: str) -> list[tuple[Month, float]]:
    """The longest unbroken rise or fall that ends with the quarter's last reported month."""
    last = next((m for m in reversed(quarter.months) if history.figure(m, measure) is not None), None)
    if last is None:
        return []
    run = [(last, history.figure(last, measure) or 0.0)]
    way = 0.0
    month = last.before()
    while (value := history.figure(month, measure)) is not None:
        step = math.copysign(1.0, run[0][1] - value) if run[0][1] != value else 0.0
        if step == 0 or step == -way:
            break
        way = step
        run.insert(0, (month, value))
        month = month.before()
    return run


def _shock(situation: Situation) -> Iterator[Signal]:
    fall = largest_fall(situation.history, situation.quarter, situation.method.risk.least_volume)
    if fall is None or fall[0] < FALL:
        return
    share, month, flow = fall
    before, now = situation.history.figure(month.before(), flow), situation.history.figure(month, flow)
    code = "traffic_shock_inbound" if flow == "items_arrived" else "traffic_shock_outbound"
    params: dict[str, object] = {"fall": _told(share), "before": _told(before or 0), "now": _told(now or 0)}
    yield Signal(code, "alarm" if share >= DEEP else "watch", str(month), None, {**params, "month": str(month)})


def _contradictions(situation: Situation) -> Iterator[Signal]:
    for code, more, less, indicator in CONTRADICTIONS:
        months = [
            (month, left, right)
            for month in situation.quarter.months
            if (left := situation.history.figure(month, more)) is not None
            and (right := situation.history.figure(month, less)) is not None
        ]
        left, right = math.fsum(m[1] for m in months), math.fsum(m[2] for m in months)
        if months and left > right * SLACK:
            since = next((str(month) for month, a, b in months if a > b), str(months[0][0]))
            params: dict[str, object] = {"more": _told(left), "less": _told(right), "measures": [more, less]}
            yield Signal(code, "watch", since, indicator, params)


def _sources(situation: Situation) -> Iterator[Signal]:
    for gap in situation.history.gaps:
        code = "sources_differ" if gap.counts == REPORTED else "sources_differ_scans"
        params: dict[str, object] = {
            "indicator": gap.indicator, "reported": _told(gap.reported), "scans": _told(gap.scans),
        }  # fmt: skip
        yield Signal(code, "watch", str(situation.quarter), gap.indicator, params)


def _moves(situation: Situation) -> Iterator[Signal]:
    before = situation.previous.value if situation.previous else None
    now = situation.index.value
    if before is None or now is None or abs(now - before) < MOVE:
        return
    params: dict[str, object] = {"before": _told(before), "now": _told(now), "points": _told(abs(now - before))}
    code, weight = ("readiness_up", "good") if now > before else ("readiness_down", "watch")
    yield Signal(code, weight, str(situation.quarter), None, params)


def _told(value: float) -> float | int:
    """A number as it is told: whole where it is whole, else one decimal."""
    return int(value) if float(value).is_integer() else round(value, 1)


RULES: tuple[Callable[[Situation], Iterator[Signal]], ...] = (
    _silence, _backlog, _shock, _contradictions, _sources, _moves,
)  # fmt: skip
"""Every rule there is. A new signal is a new line here and two sentences in each catalogue."""

CODES = (
    "silence",
    "late",
    "customs_backlog_growing",
    "customs_backlog_falling",
    "traffic_shock_inbound",
    "traffic_shock_outbound",
    "readiness_up",
    "readiness_down",
    *(code for code, *_ in CONTRADICTIONS),
    "sources_differ",
    "sources_differ_scans",
)
