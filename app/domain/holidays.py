"""The holidays of a member: days on which its people are not reminded as on working days. Deadlines do not move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.errors import BadRequest

MOST_AT_ONCE = 31
MOST = 250
"""Of one member: twenty for each year of a long cycle, and some to spare."""
_YEARS = range(2000, 2101)


def with_days(known: Iterable[date], first: date, last: date) -> tuple[date, ...]:
    """The holidays with every day from `first` to `last`, in their order.

    BadRequest for days in the wrong order, too many at once, of no year that we plan for, or too many in all.
    """
    count = (last - first).days + 1
    if not 1 <= count <= MOST_AT_ONCE:
        raise BadRequest("bad_request.holiday_days", most=MOST_AT_ONCE)
    if first.year not in _YEARS or last.year not in _YEARS:
        raise BadRequest("bad_request.holiday_day")
    found = tuple(sorted({*known, *(first + timedelta(days=n) for n in range(count))}))
    if len(found) > MOST:
        raise BadRequest("bad_request.holiday_most", most=MOST)
    return found


def without_day(known: Iterable[date], day: date) -> tuple[date, ...]:
    """The holidays without that day, in their order."""
    return tuple(sorted({*known} - {day}))
