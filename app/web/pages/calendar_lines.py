"""What the calendar page says of one member and quarter: the last minute, the days left, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, dates

from app.domain.calendars import closes_at, day_in, grace_closes_at, is_working, reminders, working_days_left
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import Member
from app.domain.observations import Sent
from app.domain.periods import Cycle, Quarter
from app.web import digits
from app.web.deps import Visit
from app.web.words import Words

MOST_HOLIDAYS = 12


@dataclass(frozen=True)
class CalendarLine:
    """A quarter of the operator's own, or a member of the office's region. `left`: days, then working days."""

    title: str
    href: str
    closes: str
    grace: str
    left: str
    working: str
    day_off: bool
    missing: tuple[str, ...]
    mark: str
    state: str


@dataclass(frozen=True)
class Fact:
    name: str
    text: str


def line(
    visit: Visit, member: Member, cycle: Cycle, quarter: Quarter, sent: Sequence[Sent], *, title: str, href: str
) -> CalendarLine:
    """`sent`: the member's datasets in that quarter; the days are those of the member's zone and calendar."""
    words, today, last = visit.words, day_in(member.zone, visit.now), cycle.due_day(quarter)
    missing = [one for one in sent if one.state != "complete"]
    mark = _mark(missing, today, quarter, last)
    left = (last - today).days
    return CalendarLine(
        title=title,
        href=href,
        closes=words.moment(closes_at(cycle, quarter, member.zone), member.zone),
        grace=words.moment(grace_closes_at(cycle, quarter, member.zone), member.zone),
        left=words.n("web.calendar.left", left) if left >= 0 else words.n("web.calendar.ago", -left),
        working=words.n("web.calendar.working", working_days_left(member, today, last)) if left >= 0 else "",
        day_off=not is_working(member, last),
        missing=_missing(missing, words),
        mark=mark,
        state=words.t(f"web.calendar.state.{mark}"),
    )


def _mark(missing: Sequence[Sent], today: date, quarter: Quarter, last: date) -> str:
    if today < quarter.first_day:
        return "ahead"
    if not missing:
        return "complete"
    if len(missing) == len(FIGURE_DATASETS) and all(one.silent for one in missing):
        return "silent"
    if any(one.late for one in missing):
        return "late"
    return "ahead" if today <= quarter.last_day else "watch" if (last - today).days <= 14 else "due"


def _missing(missing: Sequence[Sent], words: Words) -> tuple[str, ...]:
    if len(missing) == len(FIGURE_DATASETS) and all(one.state == "missing" for one in missing):
        return (words.t("web.calendar.missing.all"),)
    return tuple(
        words.t(f"web.dataset.{one.dataset}")
        if one.state == "missing"
        else words.n("web.calendar.months", 3 - one.months, dataset=words.t(f"web.dataset.{one.dataset}"))
        for one in missing
    )


def own_days(visit: Visit, member: Member, cycle: Cycle, quarter: Quarter) -> tuple[Fact, ...]:
    """The member's zone, weekend and holidays, and on which days it hears of the quarter."""
    words, today = visit.words, day_in(member.zone, visit.now)
    comma = "، " if words.language == "ar" else ", "
    wide = Locale(words.language).days["format"]["wide"]
    coming = [day for day in sorted(member.holidays) if day >= today]
    told = [weekday(day, words) for day in (one.day for one in reminders(member, cycle, quarter))]
    holidays = comma.join(weekday(day, words) for day in coming[:MOST_HOLIDAYS])
    return (
        Fact(words.t("web.reporting.zone"), str(words.isolate(member.zone))),
        Fact(words.t("web.reporting.weekend"), comma.join(wide[day - 1] for day in member.weekend)),
        Fact(words.t("web.calendar.holidays"), holidays or words.t("web.calendar.holidays.none")),
        Fact(words.t("web.calendar.told", quarter=words.quarter(quarter)), comma.join(told)),
    )


def weekday(day: date, words: Words) -> str:
    """`Saturday 31 October 2026` in the reader's digits."""
    written = dates.format_date(day, "EEEE d MMMM y", locale=words.language)
    return digits.in_text(written) if words.indic else written
