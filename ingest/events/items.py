"""From scans to items: the first scan of each kind, beside what is known of the item, in one pass.

Definitions used by every rule: a scan that occurs twice counts once; of several scans of one kind the first counts;
the first attempt of delivery D1 is the earliest of EDH, EMH, EMI (`domain.md` §2.1).
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from ingest.events.missent import sent_on
from ingest.events.normalising import KNOWN
from ingest.profiles import Profile

KEYS = ("member", "month", "product", "partner")
ATTEMPTS = ("EDH", "EMH", "EMI")
DAY_IN_SECONDS = 86_400
COUNTED = ("EMA", "EMC", "EMD", "EDB", "EME", "EDC", "EMF", "EDX", "EMH", "EMI", "EXX")
"""The events of which a rule asks when they first happened."""
CLOCKED = ("EMA", "EMC", "EDB", "EME", "EMI")
"""Those of which it also asks what the clock on the wall said, beside arrival and first attempt."""
QUICK, LATE, UNKNOWN = 0, 1, 2
"""Whether a scan was transmitted within 24 hours, later, or at a time that nobody knows."""

_BASE = 2**33  # makes seconds since 1970 positive, back to 1698: engines divide negative numbers differently
_NOON = 2**16  # the same for offsets from UTC, which are below 18 hours
_ROOM_OF_OFFSET, _ROOM_OF_STATE = 2**17, 4


def items_of(scans: ir.Table, profile: Profile, member: str | None) -> ir.Table:
    """One row per item: `EMD`, `EMD_local`… (null without that scan), D1, arrival, attributes, member of each side.

    `scans` is 1, or 2 for two and more. `arrival_sent` and `D1_sent` are QUICK, LATE or UNKNOWN.
    """
    scans = scans.mutate(key=_key(scans))
    items = scans.group_by("item").aggregate(**_known(scans), **_firsts(scans, profile))
    here = ibis.literal(member or "")
    items = items.mutate(
        scans=ibis.ifelse(items.event_first.isnull(), 0, ibis.ifelse(_several(items), 2, 1)),
        inbound_member=here if profile.domestic else ibis.coalesce(items.destination, here),
        inbound_partner=ibis.null("string") if profile.domestic else items.origin,
        outbound_member=ibis.coalesce(items.origin, here),
        outbound_partner=items.destination,
        arrival=items[profile.arrival],
        **{f"{code}_local": items[code] + _offset(items[f"{code}_key"]) for code in (*CLOCKED, "D1")},
        arrival_local=items[profile.arrival] + _offset(items.arrival_key),
        arrival_sent=_state(items.arrival_key),
        D1_sent=_state(items.D1_key),
    )
    items = items.mutate(left_out=sent_on(items, profile)).drop(
        "event_first", "event_last", "EMC_last", "EMK_last", "arrival_key", "D1_key",
        *(f"{code}_key" for code in CLOCKED),
    )  # fmt: skip
    return items


def _known(scans: ir.Table) -> dict[str, ir.Value]:
    return {
        "origin": scans.origin.max(),
        "destination": scans.destination.max(),
        "product": scans["product"].max(),
        "standard_days": scans.standard_days.min(),
        "promised": scans.promised.min(),
        "flagged": scans.left_out.max(),
        "s10": scans.s10.max(),
        "line": scans.line.min(),
        "EME_reason": scans.reason.max(where=scans.event == "EME"),
        "customs_end": scans.customs_end.max(),
    }


def _firsts(scans: ir.Table, profile: Profile) -> dict[str, ir.Value]:
    first: dict[str, ir.Value] = {}
    for code in sorted({*COUNTED, profile.arrival}):
        first[code] = scans["at"].min(where=scans.event == code)
    for code in CLOCKED:
        first[f"{code}_key"] = scans.key.min(where=scans.event == code)
    first["arrival_key"] = scans.key.min(where=scans.event == profile.arrival)
    tried = scans.event.isin(ATTEMPTS)
    first |= {"D1": scans["at"].min(where=tried), "D1_key": scans.key.min(where=tried)}
    scanned = scans.event != KNOWN
    first |= {"event_first": scans.event.min(where=scanned), "event_last": scans.event.max(where=scanned)}
    first |= {"scan_first": scans["at"].min(), "scan_last": scans["at"].max(), "scan_local": scans.local.min()}
    for code in ("EMC", "EMK"):
        first[f"{code}_last"] = scans["at"].max(where=scans.event == code)
    return first


def _several(items: ir.Table) -> ir.Value:
    # Two scans that are not the same one differ in their event or in their time.
    return (items.event_first != items.event_last) | (items.scan_first != items.scan_last)


def _key(scans: ir.Table) -> ir.Value:
    """Second, transmission and offset of a scan as one number, of which the least is the first scan. Of scans in one
    second that transmitted in time goes before; then the smaller offset: no engine is left to choose."""
    taken = seconds(scans["at"], scans.sent)
    state = ibis.ifelse(taken.isnull(), UNKNOWN, ibis.ifelse(taken <= DAY_IN_SECONDS, QUICK, LATE))
    offset = seconds(scans["at"], scans.local) + _NOON
    second = scans["at"].truncate("s").epoch_seconds() + _BASE
    return ((second * _ROOM_OF_STATE + state) * _ROOM_OF_OFFSET + offset).cast("int64")


def _offset(key: ir.Value) -> ir.Value:
    return (key % _ROOM_OF_OFFSET - _NOON).as_interval("s")


def _state(key: ir.Value) -> ir.Value:
    return key // _ROOM_OF_OFFSET % _ROOM_OF_STATE


def inbound(items: ir.Table, local: ir.Value | str) -> ir.Table:
    """Items of the destination, missent ones left out, in the month of `local`; those without that time drop out."""
    kept = items.filter(items.left_out == 0)
    return keyed(kept, kept.inbound_member, kept.inbound_partner, kept[local] if isinstance(local, str) else local)


def outbound(items: ir.Table, local: str) -> ir.Table:
    """Items of the origin in the month of `local`."""
    kept = items.filter(items.left_out == 0)
    return keyed(kept, kept.outbound_member, kept.outbound_partner, kept[local])


def delivery_month(items: ir.Table, profile: Profile) -> ir.Table:
    """Inbound items in the profile's month: that of arrival, or that of delivery and, while open, of the promise."""
    if profile.month == "arrival":
        return inbound(items, "arrival_local")
    started = items.filter(items.arrival.notnull() | items.D1.notnull()) if profile.arrival in profile.dates else items
    counted = started.mutate(counted_local=ibis.coalesce(started.D1_local, started.promised.cast("timestamp")))
    return inbound(counted, "counted_local")


def keyed(items: ir.Table, member: ir.Value, partner: ir.Value, local: ir.Value) -> ir.Table:
    """The items with the keys of a measure; those without a month drop out."""
    there = items.mutate(member=member, partner=partner, month=local.strftime("%Y-%m"))
    return there.filter(there.month.notnull())


def flag(condition: ir.Value) -> ir.Value:
    """1 or 0; unknown stays unknown. Integers, because engines differ in averaging decimals."""
    # Not by a cast of the condition, which PostgreSQL does not have.
    return ibis.cases((condition, 1), (~condition, 0)).cast("int64")


def seconds(earlier: ir.Value, later: ir.Value) -> ir.Value:
    """Whole seconds from one instant to the other."""
    # Cut first: an engine that gives seconds with their fraction would differ from those that do not.
    return later.truncate("s").epoch_seconds() - earlier.truncate("s").epoch_seconds()


def instant(time: datetime) -> ir.Value:
    return ibis.timestamp(time.isoformat(sep=" "))
