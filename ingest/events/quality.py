"""Identifiers, sequence of events and departures (DQ-01, DQ-02, VIS-05)."""

from __future__ import annotations

from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from ingest.events.items import KEYS, flag, inbound, outbound

IN_ORDER = (
    ("EMA", "EMC"),
    ("EMA", "EMD"),
    ("EMA", "EMI"),
    ("EMC", "EMD"),
    ("EMD", "EDB"),
    ("EMD", "EME"),
    ("EMD", "EMF"),
    ("EMD", "EMH"),
    ("EMD", "EMI"),
    ("EDB", "EDC"),
    ("EMF", "EMI"),
    ("EMH", "EMI"),
)
"""Pairs of which the first scan of the left must not be later than the first scan of the right."""


def out_of_sequence(items: ir.Table) -> ir.Value:
    """Whether any pair of IN_ORDER is reversed; a pair of which one is missing is in order."""
    return reduce(or_, (ibis.coalesce(items[left] > items[right], False) for left, right in IN_ORDER))


def sequence(items: ir.Table) -> ir.Table:
    """By month of the first scan: items_several_events with at least two scans, items_in_sequence of these."""
    there = inbound(items, "scan_local")
    there = there.filter(there.scans >= 2)
    return there.select(
        *KEYS, items_several_events=flag(there.scans >= 2), items_in_sequence=flag(~out_of_sequence(there))
    )


def identifiers(items: ir.Table) -> ir.Table:
    """By month of the first scan: identifiers_received, and identifiers_valid_s10 with form, check digit and prefix."""
    there = inbound(items, "scan_local")
    return there.select(
        *KEYS, identifiers_received=flag(there.scans >= 1), identifiers_valid_s10=there.s10.cast("int64")
    )


def departures(items: ir.Table) -> ir.Table:
    """By month of posting, export cancellations (EXX) left out: items_posted with EMA, items_departed with EMC too."""
    there = outbound(items, "EMA_local")
    there = there.filter(there.EXX.isnull())
    return there.select(*KEYS, items_posted=flag(there.EMA.notnull()), items_departed=flag(there.EMC.notnull()))
