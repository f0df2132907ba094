"""Rules of disruptions: what happens first stands first."""

from __future__ import annotations

from datetime import datetime, timedelta

from ingest.gathering import Gathered
from ingest.rows import Rows
from ingest.situation import Situation

ANNOUNCED_AHEAD = timedelta(days=366)
"""A strike or closure may be notified before it starts, though not years before."""


def times_in_order(rows: Rows, situation: Situation, found: Gathered) -> None:
    """An end is not before its start, nor a notice long before it. Moments are compared as moments, not as texts."""
    if rows.layout.dataset != "disruptions":
        return
    columns = zip(rows.values("start"), rows.values("end"), rows.values("notified_at"), strict=True)
    for row, (start, end, notified) in enumerate(columns):
        began = datetime.fromisoformat(str(start))
        if end is not None and datetime.fromisoformat(str(end)) < began:
            found.add(
                "SEM_END_BEFORE_START",
                rows.line(row),
                record=rows.record(row),
                column="end",
                value=str(end),
                start=str(start),
            )
        if notified is not None and datetime.fromisoformat(str(notified)) < began - ANNOUNCED_AHEAD:
            found.add(
                "SEM_NOTIFIED_BEFORE_START",
                rows.line(row),
                record=rows.record(row),
                column="notified_at",
                value=str(notified),
                start=str(start),
            )
