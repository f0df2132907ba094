"""The customs clock by the PRIME rule (`domain.md` §8): in at EDB, else EME; out at the next EDC, else EMF."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from app.domain.event_measures import AGES
from app.domain.periods import Month
from ingest.events.items import DAY_IN_SECONDS, KEYS, flag, inbound, instant, seconds

HOUR_IN_SECONDS = 3_600
AGED_IN_DAYS = 5


def with_clock(items: ir.Table, scans: ir.Table) -> ir.Table:
    """The items with customs_entry (first EDB, else first EME), its local time, and customs_exit: the first EDC not
    before the entry, else the first such EMF. No customs scan: no entry, never a time of zero."""
    items = items.mutate(
        customs_entry=ibis.coalesce(items.EDB, items.EME),
        customs_entry_local=ibis.ifelse(items.EDB.notnull(), items.EDB_local, items.EME_local),
    )
    first = {code: ibis.ifelse(items[code] >= items.customs_entry, items[code], None) for code in ("EDC", "EMF")}
    # Only where the first one lies before the entry may there be another after it: few items, so that the scans are
    # looked up for these alone.
    early = items.filter((items.customs_entry > items.EDC) | (items.customs_entry > items.EMF))
    entries = early.select(entered="item", entry="customs_entry")
    ends = scans.filter(scans.event.isin(("EDC", "EMF"))).select("item", "event", "at")
    paired = ends.join(entries, [ends.item == entries.entered, ends["at"] >= entries.entry])
    later = paired.group_by("entered").aggregate(
        later_EDC=paired["at"].min(where=paired.event == "EDC"), later_EMF=paired["at"].min(where=paired.event == "EMF")
    )
    items = items.mutate(next_EDC=first["EDC"], next_EMF=first["EMF"])
    found = items.left_join(later, items.item == later.entered)
    left = ibis.coalesce(found.next_EDC, found.later_EDC, found.next_EMF, found.later_EMF)
    return found.mutate(customs_exit=left).drop("entered", "next_EDC", "next_EMF", "later_EDC", "later_EMF")


def deductible(items: ir.Table) -> ir.Value:
    """Whether the time in customs is taken off the time of delivery: only a hold with a valid reason stops the clock,
    and only where the item came out again (PRIME-OPS, `domain.md` §0.6)."""
    return ibis.coalesce((items.EME_reason == 1) & (items.customs_exit >= items.customs_entry), False)


def clearance(items: ir.Table, as_of: datetime) -> ir.Table:
    """By month of entry: items_presented; items_cleared_24h, _48h; items_dwell_measured (those that came out);
    dwell_hours_p50 over these; dwell_hours_p90 with the open ones aged to `as_of`."""
    there = inbound(items, "customs_entry_local")
    dwell = seconds(there.customs_entry, there.customs_exit)
    aged = seconds(there.customs_entry, ibis.coalesce(there.customs_exit, instant(as_of)))
    return there.select(
        *KEYS,
        items_presented=flag(there.customs_entry.notnull()),
        items_cleared_24h=ibis.coalesce(flag(dwell <= DAY_IN_SECONDS), 0),
        items_cleared_48h=ibis.coalesce(flag(dwell <= 2 * DAY_IN_SECONDS), 0),
        items_dwell_measured=flag(there.customs_exit.notnull()),
        dwell_hours_p50=dwell / HOUR_IN_SECONDS,
        dwell_hours_p90=ibis.greatest(aged, 0) / HOUR_IN_SECONDS,
    )


def holds(items: ir.Table) -> ir.Table:
    """By month of entry into customs: items_held with EME, items_held_with_reason with EME and a retention reason."""
    there = inbound(items, "customs_entry_local")
    return there.select(
        *KEYS,
        items_held=flag(there.EME.notnull()),
        items_held_with_reason=flag(ibis.coalesce(there.EME_reason, 0) == 1),
    )


def refusals(items: ir.Table, arrival_local: str = "arrival_local") -> ir.Table:
    """items_refused_returned_seized: of items that arrived, those with EDX or with EMH for a customs reason."""
    there = inbound(items, arrival_local)
    return there.select(*KEYS, items_refused_returned_seized=flag(ibis.coalesce(there.customs_end, 0) == 1))


def stock(items: ir.Table, months: ir.Table, as_of: datetime) -> ir.Table:
    """At the end of each month (the last one at `as_of`): items_open in customs, items_open_over_5_days of these.
    See left_customs."""
    crossed = _at(items.filter(items.customs_entry <= instant(as_of)), months)
    old = seconds(crossed.customs_entry, crossed.ends) > AGED_IN_DAYS * DAY_IN_SECONDS
    return crossed.select(*KEYS, items_open=flag(crossed.open), items_open_over_5_days=flag(crossed.open & old))


def left_customs(items: ir.Table) -> ir.Value:
    """When an item left the stock: at its exit, else when import ended (EDX) or delivery was tried; null while in."""
    ended = ibis.least(ibis.coalesce(items.EDX, items.D1), ibis.coalesce(items.D1, items.EDX))
    return ibis.coalesce(items.customs_exit, ended)


def _at(items: ir.Table, days: ir.Table) -> ir.Table:
    there = inbound(items, "customs_entry_local").drop("month")
    there = there.mutate(left=left_customs(there))
    crossed = there.join(days, there.customs_entry <= days.ends)
    return crossed.mutate(open=crossed.left.isnull() | (crossed.left > crossed.ends))


def deductions(items: ir.Table) -> ir.Table:
    """By month of entry, each item that entered customs once: customs_deducted; customs_not_deducted_no_exit, still in;
    customs_not_deducted_no_reason, out again without a hold that has a reason."""
    there = inbound(items, "customs_entry_local")
    out = there.customs_exit.notnull()
    return there.select(
        *KEYS,
        customs_deducted=flag(deductible(there)),
        customs_not_deducted_no_reason=flag(out & ~deductible(there)),
        customs_not_deducted_no_exit=flag(~out),
    )


def ages(items: ir.Table, days: ir.Table) -> ir.Table:
    """The backlog by age at the instants `days.ends`, each shown as `days.month`: items still in customs there for up
    to 1 day, 2 to 5, 6 to 10, and more. Any dates will do; those of the measures are the ends of the months."""
    crossed = _at(items, days)
    age = seconds(crossed.customs_entry, crossed.ends)
    return crossed.select(
        *KEYS, **{f"items_open_{name}": flag(crossed.open & _between(age, over, to)) for name, over, to in AGES}
    )


def _between(age: ir.Value, over: int, to: int | None) -> ir.Value:
    older = age > over * DAY_IN_SECONDS if over else age >= 0
    return older if to is None else older & (age <= to * DAY_IN_SECONDS)


def month_ends(first: datetime, as_of: datetime) -> pa.Table:
    """The months from `first` to `as_of`, each with the instant at which its stock is counted."""
    rows, month = [], Month.of(first.date())
    while month <= Month.of(as_of.date()):
        end = datetime.combine(month.last_day, datetime.max.time()).replace(microsecond=0)
        rows.append({"month": str(month), "ends": min(end, as_of)})
        month = month.after()
    return pa.Table.from_pylist(rows, pa.schema([("month", pa.string()), ("ends", pa.timestamp("us"))]))
