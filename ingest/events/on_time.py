"""On time against a promised date or a published standard (E2E-01, E2E-02)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from app.handbook import members
from ingest.events.items import KEYS, delivery_month, flag, inbound, instant
from ingest.profiles import Profile

USUAL_WEEKEND = (6, 7)
"""ISO weekdays taken off where the member table knows nothing of the member."""


def on_time_by_date(items: ir.Table, profile: Profile, as_of: datetime) -> ir.Table:
    """items_with_standard: items with a promised date, delivered or due by `as_of`. items_on_time: first attempt on or
    before the promised date, both as calendar dates on the member's clock."""
    there = delivery_month(items, profile)
    return _judged(there.filter(there.promised.notnull()), as_of)


def on_time_by_standard(items: ir.Table, profile: Profile, as_of: datetime, calendar: ir.Table) -> ir.Table:
    """As above; without a promised date, working days from arrival to D1, less the time in customs that has a reason
    and an end, must not exceed the published standard. An open item counts once its standard has passed."""
    there = delivery_month(items, profile)
    excused = ibis.ifelse(
        (there.EME_reason == 1) & (there.customs_exit >= there.customs_entry),
        there.customs_exit.epoch_seconds() - there.customs_entry.epoch_seconds(),
        0,
    )
    there = there.mutate(
        arrived_day=there.arrival_local.date(),
        today=ibis.literal(as_of.date()),
        judged_day=(there.D1_local - ibis.coalesce(excused, 0).as_interval("s")).date(),
    )
    for name in ("arrived", "judged", "today"):
        on = calendar.select(calendar_member=calendar.member, calendar_day=calendar.day, **{name: calendar.ordinal})
        day = "today" if name == "today" else f"{name}_day"
        on = on.rename({f"{name}_ordinal": name})
        there = there.left_join(on, [there.member == on.calendar_member, there[day] == on.calendar_day])
        there = there.drop("calendar_member", "calendar_day")
    taken = there.judged_ordinal - there.arrived_ordinal
    in_time = flag((there.arrival <= there.D1) & (taken <= there.standard_days))
    lapsed = there.today_ordinal - there.arrived_ordinal > there.standard_days
    judged = ibis.ifelse(there.D1.notnull(), in_time, ibis.ifelse(lapsed, 0, ibis.null("int64")))
    by_date = there.promised.notnull()
    standing = there.filter(~by_date & there.standard_days.notnull() & there.arrival.notnull()).select(
        *KEYS, items_on_time=judged
    )
    standing = standing.filter(standing.items_on_time.notnull())
    counted = standing.select(*KEYS, items_with_standard=flag(standing.month.notnull()), items_on_time="items_on_time")
    promised = there.filter(by_date)
    return counted.union(_judged(promised, as_of))


def end_to_end(items: ir.Table) -> ir.Table:
    """end_to_end_measured: items with posting (EMA), D1 and a promised date. end_to_end_on_time: D1 on or before it."""
    there = inbound(items, "D1_local")
    there = there.filter(there.EMA.notnull() & there.promised.notnull() & (there.D1 >= there.EMA))
    return there.select(
        *KEYS,
        end_to_end_measured=flag(there.EMA.notnull()),
        end_to_end_on_time=flag(there.D1_local.date() <= there.promised),
    )


def _judged(there: ir.Table, as_of: datetime) -> ir.Table:
    due = there.filter(there.D1.notnull() | (there.promised < instant(as_of).date()))
    return due.select(
        *KEYS,
        items_with_standard=flag(due.promised.notnull()),
        items_on_time=ibis.coalesce(flag(due.D1_local.date() <= due.promised), 0),
    )


def working_days(reporting: Iterable[str], first: date, last: date) -> pa.Table:
    """For each member and day, how many working days there were since `first`, by the weekend of the member table."""
    weekends = {member.code: member.weekend for member in members()[1]}
    rows = []
    for member in reporting:
        free, ordinal, day = weekends.get(member, USUAL_WEEKEND), 0, first
        while day <= last:
            ordinal += day.isoweekday() not in free
            rows.append({"member": member, "day": day, "ordinal": ordinal})
            day += timedelta(days=1)
    return pa.Table.from_pylist(
        rows, pa.schema([("member", pa.string()), ("day", pa.date32()), ("ordinal", pa.int64())])
    )
