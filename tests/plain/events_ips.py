"""An export of the International Postal System counted slowly and obviously, cell by cell of MEASURES.csv."""

# ruff: noqa: DTZ005, DTZ007 - the file has no zones

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from plain.events import PAIRS, quantile

from app.domain.periods import Month
from ingest.identifiers import check_digit

EVENT = {1: "EMA", 3: "EMB", 4: "EXA", 6: "EXB", 7: "EXC", 12: "EMC", 15: "EXX", 30: "EMD", 31: "EDB", 32: "EMG",
         34: "EME", 35: "EMF", 36: "EMH", 37: "EMI", 38: "EDC", 70: "EDA", 71: "EDD", 72: "EDE", 73: "EDF", 74: "EDG",
         75: "EDH", 76: "EDX"}  # fmt: skip
"""`domain.md` §7.1; 8 and 39 have no twin."""
CLASS = {"U": "letter", "C": "parcel", "E": "ems"}
PREFIX = {"C": "parcel", "H": "parcel", "E": "ems", **dict.fromkeys("LMQRUV", "letter")}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Row = tuple[str, str, int, datetime]
Cell = tuple[str, str, str, str, str]
"""Member, month, product, partner, measure."""


def _s10(item: str) -> bool:
    letters = item[:2] + item[11:]
    return len(item) == 13 and letters.isalpha() and letters.isupper() and item[2:11].isdigit()


class Item:
    """What the scans of one item say together."""

    def __init__(self, name: str, rows: list[Row]) -> None:
        s10 = _s10(name)
        self.valid = s10 and check_digit(name[2:10]) == name[10] and name[0] not in "JK"
        issuer = name[11:] if s10 else ""
        self.origin = max([bag[:2] or issuer for bag, *_ in rows])
        self.destination = max([bag[6:8] for bag, *_ in rows])
        by_prefix = PREFIX.get(name[0], "parcel") if s10 else "parcel"
        self.product = max([CLASS.get(bag[13:14], by_prefix) for bag, *_ in rows])
        self.scans = {(EVENT[code], when) for _, _, code, when in rows}
        self.first: dict[str, datetime] = {}
        for event, when in self.scans:
            self.first[event] = min(when, self.first.get(event, when))
        self.attempt = self._earliest("EDH", "EMH", "EMI")
        self.entry = self.first.get("EDB") or self.first.get("EME")
        self.leave = self._after("EDC") or self._after("EMF")
        gone = self.leave or self._earliest("EDX", "EDH", "EMH", "EMI")
        self.gone = gone

    def _earliest(self, *events: str) -> datetime | None:
        return min([self.first[event] for event in events if event in self.first], default=None)

    def _after(self, event: str) -> datetime | None:
        return min([at for e, at in self.scans if e == event and self.entry and at >= self.entry], default=None)


class Count:
    """Sums and lists by cell, for all partners and for the one of the item."""

    def __init__(self) -> None:
        self.sums: dict[Cell, float] = defaultdict(int)
        self.lists: dict[Cell, list[float]] = defaultdict(list)

    def add(self, item: Item, when: datetime, values: dict[str, int], lists: dict[str, float] | None = None) -> None:
        self._add(item.destination, item.origin, item.product, f"{when:%Y-%m}", values, lists or {})

    def add_outbound(self, item: Item, when: datetime, values: dict[str, int]) -> None:
        self._add(item.origin, item.destination, item.product, f"{when:%Y-%m}", values, {})

    def _add(
        self, member: str, partner: str, product: str, month: str, values: dict[str, int], lists: dict[str, float]
    ) -> None:
        for one in {"", partner}:
            for name, value in values.items():
                self.sums[member, month, product, one, name] += value
            for name, of_list in lists.items():
                self.lists[member, month, product, one, name].append(of_list)

    def cells(self) -> dict[Cell, float]:
        quantiles = {
            cell: quantile(values, 0.5 if cell[-1].endswith("p50") else 0.9) for cell, values in self.lists.items()
        }
        return {**self.sums, **quantiles}


def cells(rows: Iterable[Row]) -> dict[Cell, float]:
    """The value of every cell."""
    by_item: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[2] in EVENT:
            by_item[row[1]].append(row)
    items = [Item(name, of_item) for name, of_item in by_item.items()]
    until = max(when for item in items for _, when in item.scans)
    count = Count()
    for item in items:
        _arrival(item, count)
        _customs(item, count, until)
        _quality(item, count)
    return count.cells()


def _arrival(item: Item, count: Count) -> None:
    arrival, attempt = item.first.get("EMD"), item.attempt
    if arrival is None:
        return
    covered = attempt is not None and timedelta(0) <= attempt - arrival <= 30 * DAY
    count.add(item, arrival, {"items_arrived": 1, "items_delivery_event": int(covered),
                              "items_refused_returned_seized": int("EDX" in item.first)})  # fmt: skip
    if attempt is not None and attempt >= arrival:
        days = (attempt - arrival) / DAY
        count.add(item, arrival, {"items_delivery_time_measured": 1},
                  {"delivery_days_p50": days, "delivery_days_p90": days})  # fmt: skip
    tried, reached = item.first.get("EMH"), item.first.get("EMI")
    if tried or reached:
        first = reached is not None and (tried is None or reached <= tried)
        count.add(item, arrival, {"items_attempted": 1, "items_delivered_first_attempt": int(first)})


def _customs(item: Item, count: Count, until: datetime) -> None:
    entry, leave = item.entry, item.leave
    if entry is None:
        return
    within = {hours: int(leave is not None and leave - entry <= hours * HOUR) for hours in (24, 48)}
    values = {"items_presented": 1, "items_cleared_24h": within[24], "items_cleared_48h": within[48],
              "items_dwell_measured": int(leave is not None), "items_held": int("EME" in item.first)}  # fmt: skip
    count.add(item, entry, values, {"dwell_hours_p90": ((leave or until) - entry) / HOUR})
    if leave:
        count.add(item, entry, {}, {"dwell_hours_p50": (leave - entry) / HOUR})
    month = Month.of(entry.date())
    while month <= Month.of(until.date()):
        end = min(datetime.combine(month.last_day, datetime.max.time()).replace(microsecond=0), until)
        still = item.gone is None or item.gone > end
        old = still and end - entry > 5 * DAY
        count.add(item, end, {"items_open": int(still), "items_open_over_5_days": int(old)})
        month = month.after()


def _quality(item: Item, count: Count) -> None:
    first = min(when for _, when in item.scans)
    count.add(item, first, {"identifiers_received": 1, "identifiers_valid_s10": int(item.valid)})
    if len(item.scans) >= 2:
        at = item.first
        right = all(a not in at or b not in at or at[a] <= at[b] for a, b in PAIRS)
        count.add(item, first, {"items_several_events": 1, "items_in_sequence": int(right)})
    posted = item.first.get("EMA")
    if posted and "EXX" not in item.first:
        count.add_outbound(item, posted, {"items_posted": 1, "items_departed": int("EMC" in item.first)})
