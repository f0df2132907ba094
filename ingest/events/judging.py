"""The one judgement of an item against its promise: every rule about lateness reads it, so that they agree.

A promised date goes before a standard; the standard that the scans carry goes before the table of standards. Against a
date the first attempt D1 is late by calendar days after it; against a standard by the working days from arrival to D1
beyond it, less the time in customs that may be deducted.
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from ingest.events.customs import deductible
from ingest.events.items import DAY_IN_SECONDS, instant, seconds
from ingest.events.terms import USUAL, Terms
from ingest.events.working import starts_on, with_ordinals


def with_standard(there: ir.Table, standards: ir.Table | None) -> ir.Table:
    """`standard`: working days that the scans carry, else those in force on the day of arrival for member, product and
    zone, else for all zones; null where there is none. `standards` has the rows of Terms.in_force."""
    if standards is None:
        return there.mutate(standard=there.standard_days)
    there = there.mutate(arrival_day=there.arrival_local.date())
    for name, own in (("own_days", True), ("usual_days", False)):
        of = standards.filter((standards.zone != "") if own else (standards.zone == ""))
        of = of.select(
            at_member="member", at_product="product", at_zone="zone", first="first", after="after", **{name: "days"}
        )
        holds = [
            there.member == of.at_member, there["product"] == of.at_product,
            of.first <= there.arrival_day, there.arrival_day < of.after,
        ]  # fmt: skip
        there = there.left_join(of, [*holds, there.partner == of.at_zone] if own else holds)
        there = there.drop("at_member", "at_product", "at_zone", "first", "after")
    found = ibis.coalesce(there.standard_days, there.own_days, there.usual_days)
    return there.mutate(standard=found).drop("own_days", "usual_days", "arrival_day")


def by_standard(
    there: ir.Table, until: datetime, calendar: ir.Table, terms: Terms = USUAL, standards: ir.Table | None = None
) -> ir.Table:
    """The items with `standard` (days), `taken` (working days, null while open), `due` (whether they are to be judged
    by now), `late_days` (0 in time; null while open or without promise) and `in_order` (D1 not before the arrival)."""
    excused = ibis.ifelse(deductible(there), seconds(there.customs_entry, there.customs_exit), 0)
    there = with_standard(there.mutate(excused=excused), standards)
    there = with_ordinals(
        there,
        calendar,
        arrived=starts_on(there.arrival_local, terms.cut_off),
        judged=(there.D1_local - there.excused.as_interval("s")).date(),
        today=ibis.literal(until.date()),
    )
    dated = there.promised.notnull()
    by_days = dated | (there.standard.isnull())
    taken = ibis.ifelse(by_days, ibis.null("int64"), there.judged - there.arrived)
    over = _not_below_0(taken - there.standard)
    lapsed = ibis.ifelse(dated, there.promised < instant(until).date(), there.today - there.arrived > there.standard)
    return there.mutate(
        taken=taken,
        due=there.D1.notnull() | ibis.coalesce(lapsed, False),
        late_days=ibis.ifelse(dated, _days_after(there), over),
        in_order=dated | ibis.coalesce(there.arrival <= there.D1, False),
    ).drop("arrived", "judged", "today")


def by_date(there: ir.Table, until: datetime) -> ir.Table:
    """The same where only promised dates count: `taken` and `standard` stay unknown."""
    return there.mutate(
        standard=ibis.null("int64"),
        taken=ibis.null("int64"),
        due=there.D1.notnull() | (there.promised < instant(until).date()),
        late_days=_days_after(there),
        in_order=ibis.literal(True),
    )


def _days_after(there: ir.Table) -> ir.Value:
    """Calendar days from the promised date to D1 on the member's clock; 0 in time, null while open."""
    day = there.D1_local.date().cast("timestamp")
    after = seconds(there.promised.cast("timestamp"), day)
    return _not_below_0(after) // DAY_IN_SECONDS


def _not_below_0(days: ir.Value) -> ir.Value:
    # Not `greatest`, which takes an unknown number for one that is smaller.
    return ibis.ifelse(days < 0, 0, days)
