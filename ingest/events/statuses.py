"""The statuses of an item as PRIME's flat file gives them (`domain.md` §7), counted by month of arrival."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from app.domain.event_measures import LATE_DAYS, STATUSES
from ingest.events.items import QUICK, UNKNOWN, flag
from ingest.events.quality import out_of_sequence


def statuses(judged: ir.Table) -> dict[str, ir.Value]:
    """Of judged items: `status_…`, 1 for the first of STATUSES that holds, 0 for the others. The order in which they
    are asked is an assumption; that of the list is PRIME's."""
    left = ibis.literal(True)
    found = {}
    for name in STATUSES:
        holds = ibis.coalesce(_holds(judged, name), False)
        found[f"status_{name}"] = flag(left & holds)
        left = left & ~holds
    return found


def _holds(judged: ir.Table, name: str) -> ir.Value:
    asked = {
        "no_delivery_info": judged.D1.isnull(),
        "no_standard": judged.late_days.isnull(),
        "out_of_sequence": ~judged.in_order | out_of_sequence(judged),
        "on_time": judged.late_days == 0,
        f"delayed_over_{LATE_DAYS}": judged.late_days > LATE_DAYS,
    }
    return asked[name] if name in asked else judged.late_days == int(name.removeprefix("delayed_"))


def info_returns(items: ir.Table) -> dict[str, ir.Value]:
    """`info_return_on_time`: the first attempt was transmitted within 24 hours; `_late`: later; `_not_available`: there
    is no attempt, or nobody knows when it was transmitted (PRIME pays these as on time)."""
    known = items.D1.notnull() & (items.D1_sent != UNKNOWN)
    return {
        "info_return_on_time": flag(known & (items.D1_sent == QUICK)),
        "info_return_late": flag(known & (items.D1_sent != QUICK)),
        "info_return_not_available": flag(~known),
    }
