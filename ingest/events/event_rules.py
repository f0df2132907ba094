"""All rules beyond the figures, run over the items: rows of MEASURES.csv.

Rules that share a month share a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import ibis.expr.types as ir

from app.domain.event_measures import EVENT_MEASURES, SHARES, EventMeasure
from app.domain.measures import Kind
from ingest.events import corridors, customs, judging, statuses, transit
from ingest.events.by_partner import by_partner
from ingest.events.carried import carried
from ingest.events.engines import Engine
from ingest.events.items import KEYS, delivery_month, inbound, outbound
from ingest.events.missent import missent
from ingest.events.quality import IN_ORDER
from ingest.events.side_tables import SideTables
from ingest.events.terms import Terms
from ingest.profiles import Profile

_Rows = list[dict[str, Any]]
_JUDGED = (
    *sorted({code for pair in IN_ORDER for code in pair}), "D1", "D1_local", "D1_sent", "EMC_local", "EMI_local",
    "arrival", "arrival_local", "standard_days", "promised", "EME_reason", "customs_entry", "customs_exit",
)  # fmt: skip
# Engines read no column that is not asked for, but an expression over all of them is slow to put together.


def event_rows(
    engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms, side: SideTables
) -> _Rows:
    """The rows of every event measure that something is known of. Files with one row per item have none: their dates
    are those of orders, not scans."""
    if profile.shape != "events":
        return []
    rows: _Rows = []
    for table in tables(items, profile, until, terms, side):
        rows += _counted(engine, table, [name for name in EVENT_MEASURES if EVENT_MEASURES[name].base in table.columns])
    return rows


def tables(items: ir.Table, profile: Profile, until: datetime, terms: Terms, side: SideTables) -> Iterator[ir.Table]:
    """One table for each month by which items are counted: KEYS and a column for each base of an event measure."""
    calendar, standards = side.calendar, side.standards
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
    if side.months is not None:
        yield customs.deductions(items)
        yield customs.ages(items, side.months)


def _counted(engine: Engine, table: ir.Table, names: list[str]) -> _Rows:
    measures = [EVENT_MEASURES[name] for name in names]
    sums = {one.base: table[one.base].sum() for one in measures if one.kind is not Kind.QUANTILE}
    spread = sorted({one.base for one in measures if one.kind is Kind.QUANTILE})
    quantiles = {base: table[base].quantile(list(SHARES)) for base in spread}
    quantiles |= {f"{base}.n": table[base].count() for base in spread}
    whole, parted = by_partner(engine, table, sums, quantiles)
    return [
        row
        for one in measures
        for found in (*(() if one.by_partner_alone else whole), *parted)
        for row in _row(one, found)
    ]


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
