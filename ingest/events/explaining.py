"""Why an item stands where it stands: the rules that put it there, as facts with their numbers.

A fact is a code with values; the words stand in the catalogues (`events_explain.CODE`). The rules are followed here one
item at a time, on their own path: tests hold what is told of every item against what the measures count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.calendars import is_working
from app.domain.event_measures import LATE_DAYS
from app.domain.journeys import Explanation, Fact, Journey, Seen
from ingest.events.quality import IN_ORDER
from ingest.events.terms import Terms
from ingest.events.working import USUAL_WEEKEND
from ingest.profiles import Profile

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Judged:
    late_days: int | None
    due: bool
    in_order: bool
    facts: tuple[Fact, ...]


def explain(journey: Journey, profile: Profile, until: datetime, terms: Terms, here: str | None = None) -> Explanation:
    """What the rules make of the item, with open items aged to `until` (UTC); `here` is the member where the file does
    not say it."""
    member = (here or "") if profile.domestic else journey.destination or here or ""
    partner = None if profile.domestic else journey.origin
    again = journey.sent_on
    left_out = journey.flagged or again is not None
    month = None if left_out else _month(journey, profile)
    facts = [Fact("item", {"product": journey.product, "member": member, "partner": partner or "?"})]
    if left_out:
        facts.append(Fact("left_out_sent_on", _at(again)) if again else Fact("left_out_by_file"))
        return Explanation(journey, member, partner, None, True, None, None, None, None, None, tuple(facts))
    facts.append(Fact(f"month_{profile.month}", {"month": month}) if month else Fact("month_none"))
    judged = _by_date(journey, until) if _dated(journey, profile) else _by_standard(journey, member, until, terms)
    counted = month is not None and judged.due and _promised(journey, profile, member, terms)
    in_time = journey.attempt is not None and judged.in_order and judged.late_days == 0
    reversed_pairs = tuple(_reversed(journey))
    arrived = journey.arrival is not None and month is not None
    status = _status(journey, judged, bool(reversed_pairs)) if arrived else None
    facts += judged.facts
    facts += [Fact("counted_on_time" if in_time else "counted_late")] if counted else [Fact("not_counted")]
    facts += reversed_pairs
    if status is not None:
        facts.append(Fact(f"status_{status}"))
    facts += [*_carried(journey), *_returned(journey), *_customs(journey)]
    return Explanation(
        journey,
        member,
        partner,
        month,
        False,
        status,
        judged.late_days,
        _info_return(journey) if arrived else None,
        in_time if counted else None,
        _customs_state(journey),
        tuple(facts),
    )


def _month(journey: Journey, profile: Profile) -> str | None:
    counted = journey.arrival
    if profile.month == "delivery":
        counted = journey.attempt
        if counted is None and journey.promised and (journey.arrival or profile.arrival not in profile.dates):
            return journey.promised.strftime("%Y-%m")
    return counted.local.strftime("%Y-%m") if counted else None


def _dated(journey: Journey, profile: Profile) -> bool:
    return journey.promised is not None or profile.on_time == "calendar-date"


def _promised(journey: Journey, profile: Profile, member: str, terms: Terms) -> bool:
    if _dated(journey, profile):
        return journey.promised is not None
    return journey.arrival is not None and standard_of(journey, member, terms) is not None


def standard_of(journey: Journey, member: str, terms: Terms) -> tuple[int, str] | None:
    """The working days promised, and whence: `scan`, or `table` for those in force on the day of arrival."""
    if journey.standard_days is not None:
        return journey.standard_days, "scan"
    if journey.arrival is None:
        return None
    day = journey.arrival.local.date()
    for zone in (journey.origin, ""):
        for at, product, of, first, after, days in terms.in_force():
            if (at, product, of) == (member, journey.product, zone) and first <= day < after:
                return days, "table"
    return None


def _by_date(journey: Journey, until: datetime) -> _Judged:
    promised, attempt = journey.promised, journey.attempt
    if promised is None:
        return _Judged(None, attempt is not None, True, (Fact("no_promise"),))
    if attempt is None:
        open_fact = Fact("open_against_date", {"promised": promised})
        return _Judged(None, promised < until.date(), True, (open_fact,))
    late = max((attempt.local.date() - promised).days, 0)
    told: dict[str, object] = {"promised": promised, "day": attempt.local.date()}
    fact = Fact("late_by_date", {**told, "count": late}) if late else Fact("in_time_by_date", told)
    return _Judged(late, True, True, (fact,))


def _by_standard(journey: Journey, member: str, until: datetime, terms: Terms) -> _Judged:
    arrival, attempt, found = journey.arrival, journey.attempt, standard_of(journey, member, terms)
    due = attempt is not None
    if arrival is None or found is None:
        return _Judged(None, due, False, (Fact("no_standard"),))
    standard, source = found
    start = arrival.local.date() + (_DAY if arrival.local.hour >= terms.cut_off else _DAY * 0)
    if attempt is None:
        waited = working_days_between(member, start, until.date(), terms)
        waits: dict[str, object] = {"count": waited, "standard": standard}
        return _Judged(None, waited > standard, False, (Fact(f"standard_{source}", {"standard": standard}),
                       Fact("open_against_standard", waits)))  # fmt: skip
    end = (attempt.local.replace(microsecond=0) - journey.customs_deducted).date()
    taken = working_days_between(member, start, end, terms)
    in_order = arrival.at <= attempt.at
    late = max(taken - standard, 0)
    told: dict[str, object] = {"count": taken, "standard": standard, "start": start, "end": end}
    code = "before_arrival" if not in_order else "late_by_standard" if late else "in_time_by_standard"
    return _Judged(late, True, in_order, (Fact(f"standard_{source}", {"standard": standard}), Fact(code, told)))


def working_days_between(code: str, first: date, last: date, terms: Terms) -> int:
    """Working days of the member after `first` up to `last`; negative where `last` is before `first`."""
    if last < first:
        return -working_days_between(code, last, first, terms)
    member = terms.member(code)
    days = (first + _DAY * number for number in range(1, (last - first).days + 1))
    return sum(is_working(member, day) if member else day.isoweekday() not in USUAL_WEEKEND for day in days)


def _status(journey: Journey, judged: _Judged, reversed_pairs: bool) -> str:
    if journey.attempt is None:
        return "no_delivery_info"
    if judged.late_days is None:
        return "no_standard"
    if reversed_pairs or not judged.in_order:
        return "out_of_sequence"
    if not judged.late_days:
        return "on_time"
    return f"delayed_{judged.late_days}" if judged.late_days <= LATE_DAYS else f"delayed_over_{LATE_DAYS}"


def _reversed(journey: Journey) -> list[Fact]:
    pairs = [(journey.first(left), journey.first(right)) for left, right in IN_ORDER]
    return [
        Fact("reversed", {"first": a.event, "first_at": a.at, "second": b.event, "second_at": b.at})
        for a, b in pairs
        if a is not None and b is not None and a.at > b.at
    ]


def _carried(journey: Journey) -> list[Fact]:
    arrival, attempt = journey.arrival, journey.attempt
    if arrival is None or attempt is None:
        return []
    came, done = arrival.local.strftime("%Y-%m"), attempt.local.strftime("%Y-%m")
    return [Fact("carried_forward", {"came": came, "done": done})] if came < done else []


def _info_return(journey: Journey) -> str:
    attempt = journey.attempt
    if attempt is None or attempt.quick is None:
        return "not_available"
    return "on_time" if attempt.quick else "late"


def _returned(journey: Journey) -> list[Fact]:
    attempt, code = journey.attempt, f"info_return_{_info_return(journey)}"
    if attempt is None or attempt.delay is None:
        return [Fact(code)]
    return [Fact(code, {"count": attempt.delay // timedelta(hours=1)})]


def _customs_state(journey: Journey) -> str | None:
    if journey.customs_entry is None:
        return None
    if journey.customs_exit is None:
        return "no_exit"
    return "deducted" if journey.has_reason else "no_reason"


def _customs(journey: Journey) -> list[Fact]:
    entry, leave, state = journey.customs_entry, journey.customs_exit, _customs_state(journey)
    if entry is None:
        return [Fact("customs_none")]
    told = [Fact("customs_entry", _at(entry))]
    if leave is not None:
        told.append(Fact("customs_exit", {**_at(leave), "hours": round((leave.at - entry.at) / timedelta(hours=1), 1)}))
    return [*told, Fact(f"customs_{state}")]


def _at(seen: Seen) -> dict[str, object]:
    return {"event": seen.event, "at": seen.at}
