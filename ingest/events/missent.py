"""Items that came to the wrong post, which no report counts (`domain.md` §2.1, after PRIME's operational rule)."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from ingest.profiles import Profile


def sent_on(items: ir.Table, profile: Profile) -> ir.Value:
    """1 for an item that its file calls missent, or that its scans show to be: it arrived, left again with EMK or with
    another EMC, and nobody tried to deliver it. A single EMC after the arrival is a sequence out of order instead."""
    if profile.arrival != "EMD":
        return items.flagged
    again = ibis.coalesce(items.EMK_last > items.EMD, False) | ibis.coalesce(
        (items.EMC <= items.EMD) & (items.EMC_last > items.EMD), False
    )
    return ibis.ifelse(items.D1.isnull() & again, 1, items.flagged)


def missent(items: ir.Table) -> ir.Table:
    """items_missent: the items left out of every other measure, by month of arrival, else of their first scan."""
    there = items.filter(items.left_out == 1)
    came = ibis.coalesce(there.arrival_local, there.scan_local)
    there = there.mutate(
        member=there.inbound_member,
        partner=there.inbound_partner,
        month=came.strftime("%Y-%m"),
        items_missent=there.left_out,
    )
    return there.filter(there.month.notnull())
