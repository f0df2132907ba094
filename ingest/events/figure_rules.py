"""The rules of the figure datasets, one table each: KEYS and a column for each measure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import ibis.expr.types as ir

from ingest.events import arrivals, customs, deliveries, on_time, quality
from ingest.events.side_tables import SideTables
from ingest.events.terms import Terms
from ingest.profiles import Profile


def tables(items: ir.Table, profile: Profile, until: datetime, terms: Terms, side: SideTables) -> Iterator[ir.Table]:
    """All of them, open items aged to `until`; those of customs only where an item was there."""
    yield arrivals.arrivals(items, profile)
    yield arrivals.announcements(items)
    yield deliveries.deliveries(items, profile)
    yield deliveries.delivery_time(items, profile)
    yield deliveries.first_attempts(items, profile)
    if profile.on_time == "calendar-date":
        yield on_time.on_time_by_date(items, profile, until)
    else:
        yield on_time.on_time_by_standard(items, profile, until, side.calendar, terms, side.standards)
    yield on_time.end_to_end(items)
    yield quality.sequence(items)
    yield quality.identifiers(items)
    yield quality.departures(items)
    if side.months is not None:
        yield customs.clearance(items, until)
        yield customs.holds(items)
        yield customs.refusals(items)
        yield customs.stock(items, side.months, until)
