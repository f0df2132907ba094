"""On time against a promised date or a published standard (E2E-01, E2E-02)."""

from __future__ import annotations

from datetime import datetime

import ibis.expr.types as ir

from ingest.events.items import KEYS, delivery_month, flag, inbound
from ingest.events.judging import by_date, by_standard
from ingest.events.terms import USUAL, Terms
from ingest.profiles import Profile


def on_time_by_date(items: ir.Table, profile: Profile, as_of: datetime) -> ir.Table:
    """items_with_standard: items with a promised date, delivered or due by `as_of`. items_on_time: first attempt on or
    before the promised date, both as calendar dates on the member's clock."""
    there = delivery_month(items, profile)
    return on_time_of(by_date(there.filter(there.promised.notnull()), as_of))


def on_time_by_standard(
    items: ir.Table,
    profile: Profile,
    as_of: datetime,
    calendar: ir.Table,
    terms: Terms = USUAL,
    standards: ir.Table | None = None,
) -> ir.Table:
    """As above; without a promised date, working days from arrival to D1, less the time in customs that has a reason
    and an end, must not exceed the published standard. An open item counts once its standard has passed."""
    return on_time_of(by_standard(delivery_month(items, profile), as_of, calendar, terms, standards))


def on_time_of(judged: ir.Table) -> ir.Table:
    """The counts of judged items: with a promise or, arrived, with a standard; and due."""
    counted = judged.filter(is_counted(judged))
    return counted.select(*KEYS, items_with_standard=flag(counted.due), items_on_time=flag(is_on_time(counted)))


def is_counted(judged: ir.Table) -> ir.Value:
    """Whether an item is measured against its promise by now."""
    return judged.due & (judged.promised.notnull() | (judged.standard.notnull() & judged.arrival.notnull()))


def is_on_time(judged: ir.Table) -> ir.Value:
    """Whether D1 came in time; an open item did not, nor one tried before it arrived."""
    return judged.D1.notnull() & judged.in_order & (judged.late_days == 0)


def end_to_end(items: ir.Table) -> ir.Table:
    """end_to_end_measured: items with posting (EMA), D1 and a promised date. end_to_end_on_time: D1 on or before it."""
    there = inbound(items, "D1_local")
    there = there.filter(there.EMA.notnull() & there.promised.notnull() & (there.D1 >= there.EMA))
    return there.select(
        *KEYS,
        end_to_end_measured=flag(there.EMA.notnull()),
        end_to_end_on_time=flag(there.D1_local.date() <= there.promised),
    )
