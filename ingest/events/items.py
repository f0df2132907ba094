"""From scans to items: the first scan of each kind, beside what is known of the item.

Definitions used by every rule: a scan that occurs twice counts once; of several scans of one kind the first counts;
the first attempt of delivery D1 is the earliest of EDH, EMH, EMI (`domain.md` §2.1).
"""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from ingest.events.normalising import KNOWN
from ingest.profiles import CODES, Profile

KEYS = ("member", "month", "product", "partner")
ATTEMPTS = ("EDH", "EMH", "EMI")
DAY_IN_SECONDS = 86_400
NEVER = ibis.timestamp("9999-12-31")
"""Stands for an unknown time inside argmin, which would otherwise skip to a later scan that has one."""


def distinct_scans(scans: ir.Table) -> ir.Table:
    """Each scan once: item, event and instant; of two transmissions the earlier."""
    return (
        scans.filter(scans.event != KNOWN)
        .group_by("item", "event", "at")
        .aggregate(
            local=scans.local.min(),
            sent=scans.sent.min(),
            reason=scans.reason.max(),
            customs_end=scans.customs_end.max(),
        )
    )


def items_of(scans: ir.Table, profile: Profile, member: str | None) -> ir.Table:
    """One row per item: `EMD`, `EMD_local`… (null without that scan), D1, arrival, attributes, member of each side."""
    known = scans.group_by("item").aggregate(
        origin=scans.origin.max(),
        destination=scans.destination.max(),
        product=scans["product"].max(),
        standard_days=scans.standard_days.min(),
        promised=scans.promised.min(),
        left_out=scans.left_out.max(),
        s10=scans.s10.max(),
        line=scans.line.min(),
    )
    once = distinct_scans(scans)
    firsts = once.group_by("item").aggregate(**_first_of_each(once, profile))
    items = (
        known.left_join(firsts, "item").drop("item_right").join(_attempts(once), "item", how="left").drop("item_right")
    )
    here = ibis.literal(member or "")
    destination = here if profile.domestic else ibis.coalesce(items.destination, here)
    partner = ibis.null("string") if profile.domestic else items.origin
    return items.mutate(
        inbound_member=destination,
        inbound_partner=partner,
        outbound_member=ibis.coalesce(items.origin, here),
        outbound_partner=items.destination,
        arrival=items[profile.arrival],
        arrival_local=items[f"{profile.arrival}_local"],
        arrival_sent=items[f"{profile.arrival}_sent"],
    )


def _first_of_each(once: ir.Table, profile: Profile) -> dict[str, ir.Value]:
    first: dict[str, ir.Value] = {}
    for code in sorted(CODES):
        of_code = once.event == code
        first[code] = once["at"].min(where=of_code)
        first[f"{code}_local"] = once.local.argmin(once["at"], where=of_code)
    unsent = ibis.coalesce(once.sent, NEVER)
    first[f"{profile.arrival}_sent"] = unsent.argmin(once["at"], where=once.event == profile.arrival).nullif(NEVER)
    first["scans"] = once.count()
    first["scan_first"] = once["at"].min()
    first["scan_local"] = once.local.min()
    first["EME_reason"] = once.reason.max(where=once.event == "EME")
    first["customs_end"] = once.customs_end.max()
    return first


def _attempts(once: ir.Table) -> ir.Table:
    of_delivery = once.filter(once.event.isin(ATTEMPTS))
    moments = of_delivery.group_by("item", "at").aggregate(local=of_delivery.local.min(), sent=of_delivery.sent.min())
    return moments.group_by("item").aggregate(
        D1=moments["at"].min(),
        D1_local=moments.local.argmin(moments["at"]),
        D1_sent=ibis.coalesce(moments.sent, NEVER).argmin(moments["at"]).nullif(NEVER),
    )


def inbound(items: ir.Table, local: ir.Value | str) -> ir.Table:
    """Items of the destination, missent ones left out, in the month of `local`; those without that time drop out."""
    kept = items.filter(items.left_out == 0)
    return _keyed(kept, kept.inbound_member, kept.inbound_partner, kept[local] if isinstance(local, str) else local)


def outbound(items: ir.Table, local: str) -> ir.Table:
    """Items of the origin in the month of `local`."""
    kept = items.filter(items.left_out == 0)
    return _keyed(kept, kept.outbound_member, kept.outbound_partner, kept[local])


def delivery_month(items: ir.Table, profile: Profile) -> ir.Table:
    """Inbound items in the profile's month: that of arrival, or that of delivery and, while open, of the promise."""
    if profile.month == "arrival":
        return inbound(items, "arrival_local")
    started = items.filter(items.arrival.notnull() | items.D1.notnull()) if profile.arrival in profile.dates else items
    counted = started.mutate(counted_local=ibis.coalesce(started.D1_local, started.promised.cast("timestamp")))
    return inbound(counted, "counted_local")


def _keyed(items: ir.Table, member: ir.Value, partner: ir.Value, local: ir.Value) -> ir.Table:
    keyed = items.mutate(member=member, partner=partner, month=local.strftime("%Y-%m"))
    return keyed.filter(keyed.month.notnull())


def flag(condition: ir.Value) -> ir.Value:
    """1 or 0; unknown stays unknown. Integers, because engines differ in averaging decimals."""
    return condition.cast("int64")


def seconds(earlier: ir.Value, later: ir.Value) -> ir.Value:
    """Whole seconds from one instant to the other."""
    return later.epoch_seconds() - earlier.epoch_seconds()


def instant(time: datetime) -> ir.Value:
    return ibis.timestamp(time.isoformat(sep=" "))
