"""The store of scans as a list: every scan with its submission, sorted out anew for each question."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

Row = dict[str, Any]
LAST = datetime(9999, 1, 1)  # noqa: DTZ001 - local clock
LEAST = ("local", "sent", "standard_days", "promised", "line")


class PlainStore:
    """Submissions and their rows."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}

    def partitions(self) -> dict[str, list[Row]]:
        """The scans by partition, each once."""
        of_item: dict[str, list[Row]] = defaultdict(list)
        for rows in self.rows.values():
            for row in rows:
                of_item[row["item"]].append(row)
        found: dict[str, list[Row]] = defaultdict(list)
        for rows in of_item.values():
            found[place(rows)] += once(rows)
        return {name: sorted(rows, key=order) for name, rows in found.items()}

    def forget(self, before: str) -> None:
        """Without the items whose first scan is older."""
        for name, scans in self.partitions().items():
            if name.split("/")[1] < before:
                old = {row["item"] for row in scans}
                self.rows = {key: [r for r in rows if r["item"] not in old] for key, rows in self.rows.items()}


def place(rows: list[Row]) -> str:
    destinations = [row["destination"] for row in rows if row["destination"] is not None]
    moments = [row["local"] for row in rows if row["local"] is not None]
    month = min(moments).strftime("%Y-%m") if moments else "unknown"
    return f"{max(destinations, default='unknown')}/{month}"


def once(rows: list[Row]) -> list[Row]:
    copies: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        copies[row["item"], row["event"], row["at"]].append(row)
    return [_joined(told) for told in copies.values()]


def _joined(told: list[Row]) -> Row:
    joined = {}
    for name in told[0]:
        values = [row[name] for row in told if row[name] is not None]
        joined[name] = (min(values) if name in LEAST else max(values)) if values else None
    return joined


def order(row: Row) -> tuple[Any, ...]:
    return row["item"], row["at"] or LAST, row["event"]
