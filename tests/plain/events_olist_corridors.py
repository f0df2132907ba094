"""The four Olist files joined and counted slowly and obviously, order by order, from state to state."""

# ruff: noqa: DTZ001, DTZ007, DTZ901

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from plain.events import quantile

Cell = tuple[str, str, str, str]
"""State of the customer, month, state of the seller or "" for all, measure."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def _time(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text else None


def cells(orders: Path, items: Path, sellers: Path, customers: Path) -> tuple[dict[Cell, float], Counter[str]]:
    """The value of every cell; and how many orders have no seller that is known, or sellers in several states."""
    states_of_seller = {row["seller_id"]: row["seller_state"] for row in _rows(sellers)}
    state_of_customer = {row["customer_id"]: row["customer_state"] for row in _rows(customers)}
    states: dict[str, set[str]] = defaultdict(set)
    for row in _rows(items):
        states[row["order_id"]].add(states_of_seller[row["seller_id"]])
    unknown: Counter[str] = Counter()
    kept = []
    last = datetime.min
    for row in _rows(orders):
        of_seller = states[row["order_id"]]
        unknown["EVT_JOIN_MISSING"] += not of_seller
        unknown["EVT_JOIN_SEVERAL"] += len(of_seller) > 1
        times = [_time(row[f"order_{name}"]) for name in
                 ("purchase_timestamp", "delivered_carrier_date", "delivered_customer_date")]  # fmt: skip
        known = [time for time in times if time]
        if known != sorted(known) or (row["order_status"] == "delivered" and times[2] is None):
            continue
        last = max([last, *[time for time in times[1:] if time]])
        origin = f"BR-{next(iter(of_seller))}" if len(of_seller) == 1 else ""
        member = f"BR-{state_of_customer[row['customer_id']]}"
        kept.append((member, origin, row["order_status"], *times[1:], _time(row["order_estimated_delivery_date"])))
    return _counted(kept, last), unknown


def _counted(kept: list[tuple], last: datetime) -> dict[Cell, float]:
    found: dict[Cell, float] = defaultdict(int)
    days: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for member, origin, status, handed, reached, promised in kept:
        if reached is None and (status in ("canceled", "unavailable") or handed is None):
            continue
        month = (reached or promised).strftime("%Y-%m")
        for partner in {"", origin}:
            key = (member, month, partner)
            if handed:
                found[*key, "items_arrived"] += 1
                covered = reached is not None and reached - handed <= timedelta(days=30)
                found[*key, "items_delivery_event"] += covered
            if handed and reached:
                found[*key, "items_delivery_time_measured"] += 1
                days[key].append((reached - handed).total_seconds() / 86400)
            if reached or promised.date() < last.date():
                found[*key, "items_with_standard"] += 1
                found[*key, "items_on_time"] += reached is not None and reached.date() <= promised.date()
    for key, values in days.items():
        found[*key, "delivery_days_p50"] = quantile(values, 0.5)
        found[*key, "delivery_days_p90"] = quantile(values, 0.9)
    return dict(found)
