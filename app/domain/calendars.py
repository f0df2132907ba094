"""Working days and deadlines by the calendar of each member: its own zone, weekend and holidays.

Everything here is worked out from days of the calendar; a moment comes in only to say which day it is in a zone. Days
on which clocks change are days like others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.domain.members import Member
from app.domain.periods import Cycle, Quarter

EARLY_DAYS = 14
"""Calendar days before the deadline at which a member first hears of it."""
WORKING_DAYS = 3
"""Working days before the deadline, by the member's own calendar, at which it hears of it again."""
_DAY = timedelta(days=1)
_LONGEST_BREAK = 60  # days without a working day among them; more is a calendar that has none


class Stage(StrEnum):
    """When a member that has not sent everything hears of it; each is said once for a quarter."""

    EARLY = "14"  # so many days before
    NEAR = "3"  # so many working days before
    LAST_WORKING = "last-working"  # where the last day is not a working day: the last one before it
    LAST = "last"  # on the last day itself
    LATE = "late"  # after it, until the grace ends


@dataclass(frozen=True)
class Reminder:
    stage: Stage
    day: date


def day_in(zone: str, moment: datetime) -> date:
    """Which day it is in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def begins_at(day: date, zone: str) -> datetime:
    """The first moment of the day in the zone, also where clocks skip midnight on it."""
    # A midnight that does not exist is read with the offset before the change, as the first one after it.
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def closes_at(cycle: Cycle, quarter: Quarter, zone: str) -> datetime:
    """The last minute in time, 23:59 of the last day in the zone (the first second too late is a minute later)."""
    return _minute_before(begins_at(cycle.due_day(quarter) + _DAY, zone))


def grace_closes_at(cycle: Cycle, quarter: Quarter, zone: str) -> datetime:
    """The last minute of the grace in the zone."""
    return _minute_before(begins_at(cycle.grace_ends(quarter) + _DAY, zone))


def is_working(member: Member, day: date) -> bool:
    """Whether the member works on that day: neither its weekend nor one of its holidays."""
    return day.isoweekday() not in member.weekend and day not in member.holidays


def working_day_before(member: Member, day: date, count: int = 1) -> date:
    """The working day so many working days before `day`. Where the calendar has no working days for two months, days
    count as they come."""
    found = day
    for _ in range(count):
        found = next((one for one in _backwards(found) if is_working(member, one)), found - _DAY)
    return found


def working_days_left(member: Member, today: date, last: date) -> int:
    """Working days from `today` to `last`, both included; 0 after `last`."""
    return sum(is_working(member, today + _DAY * n) for n in range((last - today).days + 1))


def reminders(member: Member, cycle: Cycle, quarter: Quarter) -> tuple[Reminder, ...]:
    """On which days of its own calendar the member hears of the quarter, in their order."""
    last = cycle.due_day(quarter)
    found = [
        Reminder(Stage.EARLY, last - _DAY * EARLY_DAYS),
        Reminder(Stage.NEAR, working_day_before(member, last, WORKING_DAYS)),
        Reminder(Stage.LAST, last),
        Reminder(Stage.LATE, last + _DAY),
    ]
    if not is_working(member, last):
        found.append(Reminder(Stage.LAST_WORKING, working_day_before(member, last)))
    return tuple(sorted(found, key=lambda one: (one.day, one.stage is Stage.NEAR)))


def stage_on(member: Member, cycle: Cycle, quarter: Quarter, today: date) -> Stage | None:
    """What is to be said on that day: the newest reminder whose day has come. Earlier ones that nobody sent in time
    are not said any more. None before the first, and after the grace."""
    if today > cycle.grace_ends(quarter):
        return None
    come = [one for one in reminders(member, cycle, quarter) if one.day <= today]
    return come[-1].stage if come else None


@dataclass(frozen=True)
class DigestPoint:
    """When the office hears where a quarter stands. `name` is `week-1` and so on, `deadline` or `grace`."""

    name: str
    at: datetime


def digest_points(cycle: Cycle, quarter: Quarter, zones: frozenset[str]) -> tuple[DigestPoint, ...]:
    """Each week from the end of the quarter to the end of the grace, once the deadline has passed in every zone, and
    once the grace has; in their order. Weeks begin at midnight UTC."""
    first, grace = quarter.last_day + _DAY, cycle.grace_ends(quarter)
    weeks = range(1, (grace - first).days // 7 + 1)
    found = [DigestPoint(f"week-{number}", begins_at(first + _DAY * 7 * number, "UTC")) for number in weeks]
    for name, day in (("deadline", cycle.due_day(quarter)), ("grace", grace)):
        found.append(DigestPoint(name, max(begins_at(day + _DAY, zone) for zone in zones)))
    return tuple(sorted(found, key=lambda point: point.at))


def digest_on(cycle: Cycle, quarter: Quarter, zones: frozenset[str], now: datetime) -> DigestPoint | None:
    """The newest point that has come; None before the first, and a week after the last."""
    come = [point for point in digest_points(cycle, quarter, zones) if point.at <= now]
    if not come or now >= come[-1].at + _DAY * 7:
        return None
    return come[-1]


def _minute_before(moment: datetime) -> datetime:
    # In UTC: where clocks go back at midnight, 23:59 comes twice, and the second one is the last.
    return (moment.astimezone(UTC) - timedelta(minutes=1)).astimezone(moment.tzinfo)


def _backwards(day: date) -> Iterator[date]:
    return (day - _DAY * n for n in range(1, _LONGEST_BREAK))
