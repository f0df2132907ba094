"""Scans for tests of the store: few items, many doubles, some that move, some that were never scanned."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from ingest.events.storing import SCHEMA

START = datetime(2026, 1, 20)  # noqa: DTZ001 - local clock
EVENTS = ("EMA", "EMC", "EMD", "EDB", "EDC", "EMH", "EMI")


def row(item: str, event: str, at: datetime | None, destination: str | None = "EG", **more: Any) -> dict[str, Any]:
    """A scan; without a time it tells of the item only."""
    told = {name: None for name in SCHEMA.names}
    told |= {"item": item, "event": event, "at": at, "local": at, "destination": destination, "origin": "FR"}
    return told | {"product": "U", "reason": 0, "customs_end": 0, "left_out": 0, "s10": 1, "line": 2} | more


def scans(seed: int, count: int = 60, items: int = 20) -> list[dict[str, Any]]:
    drawn = random.Random(seed)
    rows = []
    for line in range(count):
        item = f"RR{drawn.randrange(items):08}0FR"
        at = START + timedelta(hours=drawn.randrange(24 * 60))
        destination = drawn.choice(["EG", "EG", "EG", "MA", None])
        more = {"sent": at + timedelta(hours=drawn.randrange(9)), "line": line + 2, "reason": drawn.randrange(2)}
        rows.append(row(item, drawn.choice(EVENTS), at, destination, **more))
        if drawn.random() < 0.1:
            rows.append({**rows[-1], "sent": at, "line": line + 900})
        if drawn.random() < 0.1:
            rows.append(row(f"RR{drawn.randrange(items + 5):08}0FR", "", None, None, line=line + 500))
    return rows


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, SCHEMA)
