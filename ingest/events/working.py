"""Working days of each member as a table that the engines join, so that its weekend and holidays stay data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import accumulate

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from app.domain.calendars import is_working
from ingest.events.terms import NO_CUT_OFF, USUAL, Terms

USUAL_WEEKEND = (6, 7)
"""ISO weekdays taken off where the member table knows nothing of the member."""
_DAY = timedelta(days=1)
_SCHEMA = pa.schema([("member", pa.string()), ("day", pa.date32()), ("ordinal", pa.int64())])


def working_days(reporting: Iterable[str], first: date, last: date, terms: Terms = USUAL) -> pa.Table:
    """For each member and day, how many working days there were since `first`, by its weekend and holidays."""
    length = (last - first).days + 1
    days = [first + _DAY * number for number in range(length)]
    codes = list(reporting)
    ordinals: list[int] = []
    for code in codes:
        member = terms.member(code)
        worked = (is_working(member, day) if member else day.isoweekday() not in USUAL_WEEKEND for day in days)
        ordinals += accumulate(map(int, worked))
    columns = [[code for code in codes for _ in days], days * len(codes), ordinals]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], _SCHEMA)


def starts_on(local: ir.Value, cut_off: int = NO_CUT_OFF) -> ir.Value:
    """The day on which the clock of a scan starts: its own, or the next one at or after the cut-off hour. Where that
    is no working day, the first one counted is the working day after it."""
    if cut_off == NO_CUT_OFF:
        return local.date()
    return (local + ibis.interval(hours=NO_CUT_OFF - cut_off)).date()


def with_ordinals(there: ir.Table, calendar: ir.Table, **days: ir.Value | str) -> ir.Table:
    """The items with the ordinal of each day by the calendar of their `member`; null where the day is. Two ordinals
    differ by the working days after the first day up to the second."""
    columns = there.columns
    there = there.mutate(**{f"{name}_day": day for name, day in days.items()})
    joined = there
    for name in days:
        on = calendar.select(**{f"{name}_of": calendar.member, f"{name}_on": calendar.day, name: calendar.ordinal})
        joined = joined.left_join(on, [there.member == on[f"{name}_of"], there[f"{name}_day"] == on[f"{name}_on"]])
    return joined.select(*columns, *days)
