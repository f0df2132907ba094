"""Corridors: from one origin to one destination, measured where REG-3 measures, on the relation and not on the post."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.events.items import flag, seconds
from ingest.events.on_time import is_counted, is_on_time


def corridor(judged: ir.Table) -> dict[str, ir.Value]:
    """By month of arrival: corridor_items arrived; corridor_with_standard, corridor_on_time of these (as E2E-01);
    corridor_hours from departure (EMC, a mandatory event) to D1, in seconds, of corridor_measured items.

    Both ends must be known: without a partner nothing is given. Fewer than 30 items give counts and no quantiles.
    """
    both = judged.partner.notnull()
    counted = ibis.coalesce(is_counted(judged), False)
    measured = both & ibis.coalesce(judged.EMC <= judged.D1, False)
    return {
        "corridor_items": flag(both & judged.arrival.notnull()),
        "corridor_with_standard": flag(both & counted),
        "corridor_on_time": flag(both & counted & ibis.coalesce(is_on_time(judged), False)),
        "corridor_measured": flag(measured),
        "corridor_hours": ibis.ifelse(measured, seconds(judged.EMC, judged.D1), ibis.null("int64")),
    }
