"""How long the legs of a journey take, in seconds and in working days of the member that answers for them.

Only legs whose two ends were scanned in their order are measured; what was not scanned is unknown, never zero. Working
days are those after the day of the start (see `starts_on` for the cut-off hour) up to the day of the end, both on the
clock of their scans: 0 on one day, 1 on the next working day.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.events.items import flag, seconds
from ingest.events.terms import Terms
from ingest.events.working import starts_on, with_ordinals

OUTBOUND = {"posting_to_departure": ("EMA", "EMC")}
"""By month of posting, by the calendar of the origin."""
ARRIVED = {
    "departure_to_arrival": ("EMC", "arrival"),
    "arrival_to_attempt": ("arrival", "D1"),
    "arrival_to_delivery": ("arrival", "EMI"),
}
"""By month of arrival, by the calendar of the destination."""
COMPLETED = {"posting_to_attempt": ("EMA", "D1")}
"""End to end: by month of the first attempt, by the calendar of the destination."""


def with_legs(there: ir.Table, legs: dict[str, tuple[str, str]], calendar: ir.Table, terms: Terms) -> ir.Table:
    """The items with `LEG_measured` (1 or 0), `LEG_hours` (in seconds) and `LEG_working_days` (null if not measured).

    A start is joined with the calendar once for all legs that share it, and so is an end.
    """
    starts = {f"start_{first}": starts_on(there[f"{first}_local"], terms.cut_off) for first, _ in legs.values()}
    ends = {f"end_{last}": there[f"{last}_local"].date() for _, last in legs.values()}
    there = with_ordinals(there, calendar, **starts, **ends)
    found: dict[str, ir.Value] = {}
    for leg, (first, last) in legs.items():
        both = ibis.coalesce(there[first] <= there[last], False)
        days = there[f"end_{last}"] - there[f"start_{first}"]
        found[f"{leg}_measured"] = flag(both)
        found[f"{leg}_hours"] = ibis.ifelse(both, seconds(there[first], there[last]), ibis.null("int64"))
        # A scan after the cut-off hour starts its clock after the end that came the same evening.
        found[f"{leg}_working_days"] = ibis.ifelse(both, ibis.ifelse(days < 0, 0, days), ibis.null("int64"))
    return there.mutate(**found).drop(*starts, *ends)
