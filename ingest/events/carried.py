"""Items carried forward from the month in which they came to the month in which they were done with (PRIME-FF)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.events.items import flag


def carried(completed: ir.Table) -> dict[str, ir.Value]:
    """By month of the first attempt D1: items_completed, and of these items_carried_forward, which arrived in an
    earlier month. An item without arrival is completed; whether it was carried is not known, so it is not counted."""
    came = completed.arrival_local.strftime("%Y-%m")
    return {
        "items_completed": flag(completed.D1.notnull()),
        "items_carried_forward": flag(ibis.coalesce(came < completed.month, False)),
    }
