"""The SCMS delivery history counted slowly and obviously: the csv module, datetime, one rule after another."""

# ruff: noqa: DTZ001, DTZ007, DTZ901

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

NO_DATE = ("", "Date Not Captured", "Pre-PQ Process", "N/A - From RDC")


def _day(text: str) -> datetime | None:
    if text in NO_DATE:
        return None
    for form in ("%d-%b-%y", "%m/%d/%Y", "%m/%d/%y"):
        try:
            return datetime.strptime(text.replace("Sept", "Sep"), form)
        except ValueError:
            continue
    raise ValueError(text)


def count(path: Path) -> dict[str, object]:
    """Rows, items, delivered, on time, set aside by cause; lines and lines on time by country name."""
    aside: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    on_time: Counter[str] = Counter()
    rows = 0
    with path.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            rows += 1
            ordered, reached = _day(row["PO Sent to Vendor Date"]), _day(row["Delivered to Client Date"])
            recorded, promised = _day(row["Delivery Recorded Date"]), _day(row["Scheduled Delivery Date"])
            assert reached is not None
            assert promised is not None
            if ordered and reached < ordered:
                aside["EVT_DELIVERED_BEFORE_ORDER"] += 1
            elif recorded and recorded < reached:
                aside["EVT_RECORDED_BEFORE_DELIVERY"] += 1
            else:
                lines[row["Country"]] += 1
                on_time[row["Country"]] += reached.date() <= promised.date()
    return {
        "read": rows,
        "items": lines.total(),
        "delivered": lines.total(),
        "on_time": on_time.total(),
        "set_aside": dict(aside),
        "lines": dict(lines),
        "on_time_lines": dict(on_time),
    }
