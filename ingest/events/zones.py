"""From the clock on the wall to UTC for whole columns, and the hours that a clock change repeats or skips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from ingest.event_times import EARLIEST, LATEST, Unreadable, offset_of
from ingest.events.texts import Bytes, Numbers

MICRO = 1_000_000
ONCE, TWICE, NEVER = 0, 1, 2
"""How often a clock on the wall shows a time: twice when it was put back over it, never when put forward."""

_STEP = timedelta(days=5)
"""No zone changes twice within it: since 1990 two changes are at least 6.9 days apart (Gaza, October 2040)."""


@dataclass(frozen=True)
class Zone:
    """`behind[k]` microseconds from the clock to UTC up to `until[k]` on that clock, the hour repeated with the first.

    `changed[k]` is what the k-th change makes of the times from `begins[k]` to `until[k]`.
    """

    until: Numbers
    ahead: Numbers
    begins: Numbers
    changed: Bytes

    def utc(self, local: Numbers) -> tuple[Numbers, Bytes]:
        """The instants, and how often the clock showed each time. As `datetime.astimezone` with fold 0."""
        if not len(self.until):
            return local - self.ahead[0], np.zeros(len(local), np.uint8)
        at = np.searchsorted(self.until, local, side="right")
        next_ = np.minimum(at, len(self.until) - 1)
        inside = (at < len(self.until)) & (local >= self.begins[next_])
        return local - self.ahead[at], np.where(inside, self.changed[next_], np.uint8(ONCE))


@lru_cache(maxsize=512)
def zone_of(name: str) -> Zone | None:
    """The zone of that name (Asia/Riyadh); None when there is none."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return _zone(zone)


@lru_cache(maxsize=512)
def zone_of_offset(text: str) -> Zone | None:
    """The clock that is always `+03:00` ahead; None for what is no offset."""
    try:
        ahead = offset_of(text).utcoffset(None)
    except Unreadable:
        return None
    nothing = np.zeros(0, np.int64)
    return Zone(nothing, np.array([_micro(ahead)], np.int64), nothing, np.zeros(0, np.uint8))


def _micro(ahead: timedelta | None) -> int:
    return round((ahead or timedelta()).total_seconds()) * MICRO


def _zone(zone: ZoneInfo) -> Zone:
    changes = _changes(zone)
    first = _ahead(zone, datetime(EARLIEST - 1, 12, 31, tzinfo=UTC))
    ahead = [first, *(after for _, _, after in changes)]
    until = [at + max(before, after) for at, before, after in changes]
    begins = [at + min(before, after) for at, before, after in changes]
    changed = [NEVER if after > before else TWICE for _, before, after in changes]
    clock, before, start = (np.array(values, np.int64) for values in (until, ahead, begins))
    return Zone(clock, before, start, np.array(changed, np.uint8))


def _changes(zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """Each change of the offset: instant, offset before, offset after, found to the second."""
    found: list[tuple[int, int, int]] = []
    day = datetime(EARLIEST - 1, 12, 31, tzinfo=UTC)
    before = _ahead(zone, day)
    while day.year <= LATEST:
        after = _ahead(zone, day + _STEP)
        if after != before:
            low, high = 0, round(_STEP.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if _ahead(zone, day + timedelta(seconds=middle)) != before else (middle, high)
            at = round(day.timestamp()) + high
            found.append((at * MICRO, before, after))
        day, before = day + _STEP, after
    return found


def _ahead(zone: ZoneInfo, instant: datetime) -> int:
    return _micro(instant.astimezone(zone).utcoffset())


def utc_by_group(local: Numbers, group: npt.NDArray[np.int32], zones: list[Zone | None]) -> tuple[Numbers, Bytes]:
    """The instants of times whose clock is `zones[group]`; those of no zone are left as they are."""
    used = np.unique(group)
    if len(used) == 1 and (one := zones[used[0]]) is not None:
        return one.utc(local)
    instants, often = local.copy(), np.zeros(len(local), np.uint8)
    for number in used.tolist():
        zone, rows = zones[number], np.flatnonzero(group == number)
        if zone is not None:
            instants[rows], often[rows] = zone.utc(local[rows])
    return instants, often
