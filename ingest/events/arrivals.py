"""Arrival coverage (VIS-01, VIS-02)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.events.items import KEYS, QUICK, UNKNOWN, delivery_month, flag, inbound
from ingest.profiles import Profile


def arrivals(items: ir.Table, profile: Profile) -> ir.Table:
    """items_arrived: items with an arrival scan, missent excluded. arrivals_transmitted_24h: of these, transmitted at
    most 24 h after the event; unknown where no time of transmission is known."""
    there = delivery_month(items, profile)
    there = there.filter(there.arrival.notnull())
    quick = ibis.ifelse(there.arrival_sent == UNKNOWN, ibis.null("int64"), flag(there.arrival_sent == QUICK))
    return there.select(*KEYS, items_arrived=flag(there.arrival.notnull()), arrivals_transmitted_24h=quick)


def announcements(items: ir.Table) -> ir.Table:
    """items_emc: items for which the origin sent EMC, by its month. items_announced is the same from scans alone:
    PREDES messages are not item events."""
    sent = inbound(items, "EMC_local")
    return sent.select(*KEYS, items_emc=flag(sent.EMC.notnull()), items_announced=flag(sent.EMC.notnull()))
