"""The small tables that rules join: working days, standards in force, ends of months. Made once for all rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import ibis.expr.types as ir
import pyarrow as pa

from ingest.events.customs import month_ends
from ingest.events.engines import Engine
from ingest.events.terms import Terms
from ingest.events.working import working_days

CALENDAR, MONTHS, _IN_FORCE = "event_calendar", "event_months", "event_standards"
_STANDARDS = pa.schema(
    [
        ("member", pa.string()),
        ("product", pa.string()),
        ("zone", pa.string()),
        ("first", pa.date32()),
        ("after", pa.date32()),
        ("days", pa.int64()),
    ]
)


@dataclass(frozen=True)
class SideTables:
    """`standards` is None where there are none, `months` where no item was in customs."""

    calendar: ir.Table
    standards: ir.Table | None
    months: ir.Table | None


def side_tables(engine: Engine, items: ir.Table, until: datetime, terms: Terms) -> SideTables:
    """What the rules need for these items, open ones aged to `until`."""
    ends = items.aggregate(first=items.scan_local.min(), last=items.scan_last.max(), entered=items.customs_entry.min())
    (found,) = engine.run(ends).to_pylist()
    sides = items.select(code="inbound_member").union(items.select(code="outbound_member")).distinct()
    codes = sorted(row["code"] for row in engine.run(sides).to_pylist() if row["code"] is not None)
    days = working_days(codes, *days_between(found["first"], found["last"], until), terms)
    standards = [dict(zip(_STANDARDS.names, row, strict=True)) for row in terms.in_force()]
    months = month_ends(found["entered"], until) if found["entered"] is not None else None
    return SideTables(
        engine.beside(CALENDAR, days),
        engine.beside(_IN_FORCE, pa.Table.from_pylist(standards, _STANDARDS)) if standards else None,
        engine.beside(MONTHS, months) if months is not None else None,
    )


def days_between(first: datetime | None, last: datetime | None, until: datetime) -> tuple[date, date]:
    """The days that a calendar needs for scans between these two local times, aged to `until`."""
    # Two days more: clocks are ahead of UTC by up to 14 hours, and the cut-off hour may add a day.
    return (first or until).date() - timedelta(days=1), max(last or until, until).date() + timedelta(days=2)
