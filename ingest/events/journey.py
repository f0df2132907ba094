"""One item as its scans tell it, worked out plainly: what `items_of` gives as a row, for a person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ingest.profiles import Profile

ATTEMPTS = ("EDH", "EMH", "EMI")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """One scan of the item: `at` and `sent` in UTC, `local` on the wall, all naive; where it stands in which file."""

    event: str
    at: datetime
    local: datetime
    sent: datetime | None
    reason: bool
    file: str
    line: int

    @property
    def offset(self) -> timedelta:
        """How far the clock on the wall was ahead of UTC."""
        return self.local - self.at

    @property
    def delay(self) -> timedelta | None:
        """From the scan to its transmission; None where nobody knows it."""
        return None if self.sent is None else _second(self.sent) - _second(self.at)

    @property
    def quick(self) -> bool | None:
        """Whether it was transmitted within 24 hours; None where nobody knows."""
        return None if self.delay is None else self.delay <= DAY


@dataclass(frozen=True)
class Journey:
    """An item: its scans in their order, and what the file says of it. Sides are codes of members, or None."""

    item: str
    seen: tuple[Seen, ...]
    origin: str | None
    destination: str | None
    product: str
    standard_days: int | None
    promised: date | None
    flagged: bool
    arrival_event: str

    def first(self, *events: str) -> Seen | None:
        """The first scan of any of the events; of one instant, the one transmitted in time, then the earlier clock."""
        found = [one for one in self.seen if one.event in events]
        return min(found, key=lambda one: (one.at, _state(one), one.offset), default=None)

    @property
    def arrival(self) -> Seen | None:
        return self.first(self.arrival_event)

    @property
    def attempt(self) -> Seen | None:
        """D1: the earliest of EDH, EMH and EMI."""
        return self.first(*ATTEMPTS)

    @property
    def sent_on(self) -> Seen | None:
        """The scan that shows the item to be missent: it arrived, left again with EMK or another EMC, and nobody tried
        to deliver it."""
        arrival, gone = self.first("EMD"), self.first("EMC")
        if self.arrival_event != "EMD" or arrival is None or self.attempt is not None:
            return None
        came = gone is not None and gone.at <= arrival.at
        again = [
            one for one in self.seen if one.at > arrival.at and (one.event == "EMK" or (one.event == "EMC" and came))
        ]
        return again[0] if again else None

    @property
    def customs_entry(self) -> Seen | None:
        return self.first("EDB") or self.first("EME")

    @property
    def customs_exit(self) -> Seen | None:
        """The next EDC not before the entry, else the next EMF; None without an entry."""
        entry = self.customs_entry
        if entry is None:
            return None
        after = [one for one in self.seen if one.at >= entry.at]
        return next((one for code in ("EDC", "EMF") for one in after if one.event == code), None)

    @property
    def has_reason(self) -> bool:
        """Whether any hold of customs carries a retention reason."""
        return any(one.event == "EME" and one.reason for one in self.seen)

    @property
    def customs_deducted(self) -> timedelta:
        """The time in customs that is taken off: only after a hold with a reason, and only with an exit."""
        entry, leave = self.customs_entry, self.customs_exit
        if entry is None or leave is None or not self.has_reason:
            return timedelta(0)
        return _second(leave.at) - _second(entry.at)


def journey_of(item: str, rows: Iterable[dict[str, Any]], profile: Profile) -> Journey | None:
    """The journey in the rows of the scans' table, each with its `file`; None where there is no row of the item."""
    mine = [row for row in rows if row["item"] == item]
    if not mine:
        return None
    seen = {
        Seen(row["event"], row["at"], row["local"], row["sent"], row["reason"] == 1, row["file"], row["line"])
        for row in mine
        if row["at"] is not None
    }
    return Journey(
        item,
        tuple(sorted(seen, key=lambda one: (one.at, one.event, one.file, one.line))),
        _most(mine, "origin"),
        _most(mine, "destination"),
        max(row["product"] for row in mine),
        min((row["standard_days"] for row in mine if row["standard_days"] is not None), default=None),
        min((row["promised"] for row in mine if row["promised"] is not None), default=None),
        any(row["left_out"] for row in mine),
        profile.arrival,
    )


def _most(rows: Sequence[dict[str, Any]], name: str) -> str | None:
    return max((row[name] for row in rows if row[name] is not None), default=None)


def _state(seen: Seen) -> int:
    return 2 if seen.quick is None else 0 if seen.quick else 1


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
