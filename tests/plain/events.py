"""Item events counted slowly and obviously, item by item: the twin of the expressions in ingest/events.

A scan is (item, event, time in UTC, transmission or None). One member, one product, no zones: what is compared is the
arithmetic of the rules, not the reading.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

Scan = tuple[str, str, datetime, "datetime | None"]
DAY = timedelta(days=1)
PAIRS = (
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


def quantile(values: list[float], share: float) -> float:
    """Linear interpolation between closest ranks (type 7)."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * share
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def measures(scans: list[Scan]) -> dict[tuple[str, str], float]:
    """(month, measure) -> value for the inbound side; what nothing is known of is absent."""
    sums, lists = _counted(scans)
    for (month, name), values in lists.items():
        sums[month, name] = quantile(values, 0.5 if name.endswith("p50") else 0.9)
    return dict(sums)


def quarters(scans: list[Scan]) -> dict[tuple[str, str], tuple[float, int, str]]:
    """(quarter, measure) -> the quantile of all its items, how many they are, and their months."""
    lists: dict[tuple[str, str], list[float]] = defaultdict(list)
    months: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (month, name), values in _counted(scans)[1].items():
        key = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}", name
        lists[key] += values
        months[key].add(month)
    return {
        key: (quantile(values, 0.5 if key[1].endswith("p50") else 0.9), len(values), " ".join(sorted(months[key])))
        for key, values in lists.items()
    }


def _counted(scans: list[Scan]) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], list[float]]]:
    """By month and measure: the counts, and the values of which there are quantiles."""
    by_item: dict[str, set[tuple[str, datetime, datetime | None]]] = defaultdict(set)
    for item, event, at, sent in scans:
        by_item[item].add((event, at, sent))
    sums: dict[tuple[str, str], float] = defaultdict(int)
    lists: dict[tuple[str, str], list[float]] = defaultdict(list)
    until = max((at for _, _, at, _ in scans), default=None)
    for events in by_item.values():
        first: dict[str, datetime] = {}
        for event, at, _ in events:
            first[event] = min(first.get(event, at), at)
        if _missent(events, first):
            continue
        _arrived(events, first, sums, lists)
        _customs(events, first, sums, lists, until)
        _sequence(events, first, sums)
    return sums, lists


def _missent(events: set, first: dict[str, datetime]) -> bool:
    """Arrived, left again (EMK, or an EMC beside one before the arrival), and never tried to be delivered."""
    if "EMD" not in first or {"EDH", "EMH", "EMI"} & set(first):
        return False
    arrival = first["EMD"]
    again = [event for event, at, _ in events if event in ("EMC", "EMK") and at > arrival]
    return "EMK" in again or ("EMC" in again and first["EMC"] <= arrival)


def _sent(events: set, names: tuple[str, ...], at: datetime) -> datetime | None:
    return min((sent for event, when, sent in events if event in names and when == at and sent), default=None)


def _arrived(events: set, first: dict[str, datetime], sums: dict, lists: dict) -> None:
    if "EMD" not in first:
        return
    arrival = first["EMD"]
    month = arrival.strftime("%Y-%m")
    sums[month, "items_arrived"] += 1
    sent = _sent(events, ("EMD",), arrival)
    if sent:
        sums[month, "arrivals_transmitted_24h"] += sent - arrival <= DAY
    tries = [first[event] for event in ("EDH", "EMH", "EMI") if event in first]
    delivery = min(tries) if tries else None
    covered = delivery is not None and timedelta(0) <= delivery - arrival <= 30 * DAY
    sums[month, "items_delivery_event"] += covered
    if delivery:
        sent = _sent(events, ("EDH", "EMH", "EMI"), delivery)
        if sent:
            sums[month, "delivery_events_transmitted_24h"] += covered and sent - delivery <= DAY
        if delivery >= arrival:
            sums[month, "items_delivery_time_measured"] += 1
            for name in ("delivery_days_p50", "delivery_days_p90"):
                lists[month, name].append((delivery - arrival) / DAY)
    if "EMH" in first or "EMI" in first:
        sums[month, "items_attempted"] += 1
        success = "EMI" in first and ("EMH" not in first or first["EMI"] <= first["EMH"])
        sums[month, "items_delivered_first_attempt"] += success


def _customs(events: set, first: dict[str, datetime], sums: dict, lists: dict, until: datetime) -> None:
    entry = first.get("EDB", first.get("EME"))
    if entry is None:
        return
    month = entry.strftime("%Y-%m")
    leave = min((at for event, at, _ in events if event == "EDC" and at >= entry), default=None)
    leave = leave or min((at for event, at, _ in events if event == "EMF" and at >= entry), default=None)
    sums[month, "items_presented"] += 1
    sums[month, "items_cleared_24h"] += leave is not None and leave - entry <= DAY
    sums[month, "items_cleared_48h"] += leave is not None and leave - entry <= 2 * DAY
    sums[month, "items_dwell_measured"] += leave is not None
    sums[month, "items_held"] += "EME" in first
    if leave:
        lists[month, "dwell_hours_p50"].append((leave - entry) / timedelta(hours=1))
    lists[month, "dwell_hours_p90"].append(((leave or until) - entry) / timedelta(hours=1))


def _sequence(events: set, first: dict[str, datetime], sums: dict) -> None:
    month = min(at for _, at, _ in events).strftime("%Y-%m")
    sums[month, "identifiers_received"] += 1
    if len({(event, at) for event, at, _ in events}) >= 2:
        sums[month, "items_several_events"] += 1
        right = all(a not in first or b not in first or first[a] <= first[b] for a, b in PAIRS)
        sums[month, "items_in_sequence"] += right
