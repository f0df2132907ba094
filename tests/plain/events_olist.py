"""The Olist orders file counted slowly and obviously: the csv module, datetime, one rule after another."""

# ruff: noqa: DTZ001, DTZ007, DTZ901

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import median


def _time(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text else None


def count(path: Path) -> dict[str, object]:
    """Rows, items, delivered, on time, set aside by cause, months, median days from hand-over to delivery."""
    aside: Counter[str] = Counter()
    by_month: Counter[tuple[str, str]] = Counter()
    items = delivered = 0
    days = []
    rows = 0
    last = datetime.min
    kept = []
    with path.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            rows += 1
            ordered = _time(row["order_purchase_timestamp"])
            handed = _time(row["order_delivered_carrier_date"])
            reached = _time(row["order_delivered_customer_date"])
            promised = _time(row["order_estimated_delivery_date"])
            if row["order_status"] == "delivered" and reached is None:
                aside["EVT_NO_DELIVERY_DATE"] += 1
            elif handed and reached and reached < handed:
                aside["EVT_DELIVERED_BEFORE_HANDOVER"] += 1
            elif ordered and handed and handed < ordered:
                aside["EVT_HANDOVER_BEFORE_ORDER"] += 1
            elif ordered and reached and reached < ordered:
                aside["EVT_DELIVERED_BEFORE_ORDER"] += 1
            else:
                items += 1
                delivered += reached is not None
                last = max([last, *[time for time in (handed, reached) if time]])
                kept.append((row["order_status"], handed, reached, promised))
    for status, handed, reached, promised in kept:
        if reached is None and (status in ("canceled", "unavailable") or handed is None):
            continue
        if reached and handed:
            days.append((reached - handed).total_seconds() / 86400)
        if promised and (reached or promised.date() < last.date()):
            month = (reached or promised).strftime("%Y-%m")
            by_month[month, "items_with_standard"] += 1
            by_month[month, "items_on_time"] += bool(reached and reached.date() <= promised.date())
    return {
        "read": rows,
        "items": items,
        "delivered": delivered,
        "set_aside": dict(aside),
        "months": dict(by_month),
        "with_standard": sum(n for (_, name), n in by_month.items() if name == "items_with_standard"),
        "on_time": sum(n for (_, name), n in by_month.items() if name == "items_on_time"),
        "median_days": median(days),
        "measured": len(days),
    }
