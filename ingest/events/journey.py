"""One item's rows of the scans' table made into its journey, for a person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.domain.journeys import Journey, Seen
from ingest.profiles import Profile


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
