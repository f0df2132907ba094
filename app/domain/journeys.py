"""One item as its scans tell it, and what the rules make of it, for a person who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

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


@dataclass(frozen=True)
class Fact:
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Explanation:
    """The item, where it is counted, and why. `month` is None where it is counted in none; `counted_on_time` is None
    where it is not measured against a promise by now."""

    journey: Journey
    member: str
    partner: str | None
    month: str | None
    left_out: bool
    status: str | None
    late_days: int | None
    info_return: str | None
    counted_on_time: bool | None
    customs: str | None
    facts: tuple[Fact, ...]


def _state(seen: Seen) -> int:
    return 2 if seen.quick is None else 0 if seen.quick else 1


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
