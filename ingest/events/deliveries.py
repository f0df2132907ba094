"""Delivery coverage, time and first attempts (VIS-03, VIS-04, E2E-03, E2E-06)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.events.items import DAY_IN_SECONDS, KEYS, QUICK, UNKNOWN, delivery_month, flag, seconds
from ingest.profiles import Profile

COVERAGE_IN_DAYS = 30
"""A first attempt later than this no longer counts as delivery event of the arrival (VIS-03)."""


def deliveries(items: ir.Table, profile: Profile) -> ir.Table:
    """Of items that arrived: items_delivery_event with D1 0 to 30 days after arrival; delivery_events_transmitted_24h
    of these, transmitted within 24 h. Reversed times are no delivery event of that arrival."""
    there = delivery_month(items, profile)
    there = there.filter(there.arrival.notnull())
    taken = seconds(there.arrival, there.D1)
    covered = (taken >= 0) & (taken <= COVERAGE_IN_DAYS * DAY_IN_SECONDS)
    quick = ibis.ifelse(there.D1_sent != UNKNOWN, flag(covered & (there.D1_sent == QUICK)), ibis.null("int64"))
    return there.select(
        *KEYS, items_delivery_event=ibis.coalesce(flag(covered), 0), delivery_events_transmitted_24h=quick
    )


def delivery_time(items: ir.Table, profile: Profile) -> ir.Table:
    """delivery_days_p50, _p90: days from arrival to D1 over items that have both in order
    (items_delivery_time_measured). Linear interpolation (type 7)."""
    there = delivery_month(items, profile)
    there = there.filter(there.arrival.notnull() & (there.arrival <= there.D1))
    days = seconds(there.arrival, there.D1) / DAY_IN_SECONDS
    return there.select(
        *KEYS,
        items_delivery_time_measured=flag(there.arrival.notnull()),
        delivery_days_p50=days,
        delivery_days_p90=days,
    )


def first_attempts(items: ir.Table, profile: Profile) -> ir.Table:
    """items_attempted: items that arrived, with EMH or EMI. items_delivered_first_attempt: of these, EMI no later than
    any EMH."""
    there = delivery_month(items, profile)
    there = there.filter(there.arrival.notnull() & (there.EMH.notnull() | there.EMI.notnull()))
    first = there.EMI.notnull() & (there.EMH.isnull() | (there.EMI <= there.EMH))
    return there.select(*KEYS, items_attempted=flag(there.arrival.notnull()), items_delivered_first_attempt=flag(first))
