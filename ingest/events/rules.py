"""All rules beyond the figures, run over the items: rows of MEASURES.csv.

Rules that share a month share a table, and a table is counted once by partner, once without: the sums of the whole are
those of its partners, only quantiles must be taken again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from app.domain.event_measures import EVENT_MEASURES, SHARES, EventMeasure
from app.domain.measures import Kind
from ingest.events import corridors, customs, judging, statuses, transit
from ingest.events.carried import carried
from ingest.events.engines import Engine
from ingest.events.items import KEYS, delivery_month, inbound, outbound
from ingest.events.missent import missent
from ingest.events.quality import IN_ORDER
from ingest.events.terms import Terms
from ingest.events.working import working_days
from ingest.profiles import Profile

_Rows = list[dict[str, Any]]
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
_JUDGED = (
    *sorted({code for pair in IN_ORDER for code in pair}), "D1", "D1_local", "D1_sent", "EMC_local", "EMI_local",
    "arrival", "arrival_local", "standard_days", "promised", "EME_reason", "customs_entry", "customs_exit",
)  # fmt: skip
# Engines read no column that is not asked for, but an expression over all of them is slow to put together.


def event_rows(engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> _Rows:
    """The rows of every event measure that something is known of. Files with one row per item have none: their dates
    are those of orders, not scans."""
    if profile.shape != "events":
        return []
    rows: _Rows = []
    for table in tables(engine, items, profile, until, terms):
        rows += _counted(engine, table, [name for name in EVENT_MEASURES if EVENT_MEASURES[name].base in table.columns])
    return rows


def tables(engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> Iterator[ir.Table]:
    """One table for each month by which items are counted: KEYS and a column for each base of an event measure."""
    calendar, standards = calendar_of(engine, items, until, terms), standards_of(engine, terms)
    there = delivery_month(items, profile).select(*KEYS, *_JUDGED)
    if profile.on_time == "calendar-date":
        there = judging.by_date(there, until)
    else:
        there = judging.by_standard(there, until, calendar, terms, standards)
    there = transit.with_legs(there.filter(there.arrival.notnull()), transit.ARRIVED, calendar, terms)
    yield there.mutate(**statuses.statuses(there), **statuses.info_returns(there), **corridors.corridor(there))
    posted = outbound(items, "EMA_local").select(*KEYS, "EMA", "EMC", "EMA_local", "EMC_local")
    yield transit.with_legs(posted, transit.OUTBOUND, calendar, terms)
    done = inbound(items, "D1_local").select(*KEYS, "EMA", "D1", "EMA_local", "D1_local", "arrival_local")
    done = transit.with_legs(done, transit.COMPLETED, calendar, terms)
    yield done.mutate(**carried(done))
    yield missent(items)
    entered = engine.run(items.aggregate(first=items.customs_entry.min())).to_pylist()[0]["first"]
    if entered is not None:
        yield customs.deductions(items)
        yield customs.ages(items, engine.beside("event_months", customs.month_ends(entered, until)))


def calendar_of(engine: Engine, items: ir.Table, until: datetime, terms: Terms) -> ir.Table:
    """The working days of every member that the items name, over the days of their scans."""
    days = items.aggregate(first=items.scan_local.min(), last=items.scan_last.max())
    (found,) = engine.run(days).to_pylist()
    sides = items.select(code="inbound_member").union(items.select(code="outbound_member")).distinct()
    codes = sorted(row["code"] for row in engine.run(sides).to_pylist() if row["code"] is not None)
    first, last = days_between(found["first"], found["last"], until)
    return engine.beside("event_calendar", working_days(codes, first, last, terms))


def days_between(first: datetime | None, last: datetime | None, until: datetime) -> tuple[date, date]:
    """The days that a calendar needs for scans between these two local times, aged to `until`."""
    # Two days more: clocks are ahead of UTC by up to 14 hours, and the cut-off hour may add a day.
    return (first or until).date() - timedelta(days=1), max(last or until, until).date() + timedelta(days=2)


def standards_of(engine: Engine, terms: Terms) -> ir.Table | None:
    """The standards in force as a table of the engine; None where there are none."""
    rows = [dict(zip(_STANDARDS.names, row, strict=True)) for row in terms.in_force()]
    return engine.beside("event_standards", pa.Table.from_pylist(rows, _STANDARDS)) if rows else None


def _counted(engine: Engine, table: ir.Table, names: list[str]) -> _Rows:
    measures = [EVENT_MEASURES[name] for name in names]
    sums = {one.base: table[one.base].sum() for one in measures if one.kind is not Kind.QUANTILE}
    spread = sorted({one.base for one in measures if one.kind is Kind.QUANTILE})
    quantiles = {base: table[base].quantile(list(SHARES)) for base in spread}
    quantiles |= {f"{base}.n": table[base].count() for base in spread}
    parted = engine.run(table.group_by(KEYS).aggregate(**sums, **quantiles)).to_pylist()
    whole = _summed(parted, list(sums))
    if spread:
        for found in engine.run(table.group_by(KEYS[:-1]).aggregate(**quantiles)).to_pylist():
            whole[tuple(found[key] for key in KEYS[:-1])] |= found
    parted = [found for found in parted if found["partner"] is not None]
    return [
        row
        for one in measures
        for found in (*(() if one.by_partner_alone else whole.values()), *parted)
        for row in _row(one, found)
    ]


def _summed(parted: _Rows, names: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    whole: dict[tuple[Any, ...], dict[str, Any]] = {}
    for found in parted:
        key = tuple(found[name] for name in KEYS[:-1])
        total = whole.setdefault(key, {**dict(zip(KEYS, key, strict=False)), "partner": ""})
        for name in names:
            total[name] = total.get(name, 0) + int(found[name])
    return whole


def _row(one: EventMeasure, found: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The row of one measure, if it is known and of enough items."""
    n = found.get(f"{one.base}.n")
    value = found.get(one.base)
    if value is None or (n is not None and n < one.least):
        return
    yield {
        "member": found["member"],
        "month": found["month"],
        "product": found["product"],
        "direction": str(one.direction),
        "partner": found["partner"] or "",
        "measure": one.name,
        "value": one.value(float(value if one.share is None else value[SHARES.index(one.share)])),
        "n": n,
        "approximate": False,
    }
