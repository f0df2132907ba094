"""Derive measures from a file of item events without a database, for the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.events import Derived, derive, write_measures_csv
from ingest.limits import Limits
from ingest.profiles import load


def derive_events_by_hand(
    path: Path, *, profile: str, member: str | None, out: Path, folder: Path, limits: Limits, as_of: date | None = None
) -> Derived:
    """What the file gave; its measures are written to `out` when it was taken. `folder` holds the scans meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    derived = derive(path, load(profile), member=member, folder=folder, limits=limits, as_of=as_of)
    if derived.outcome == "taken":
        write_measures_csv(derived, out)
    return derived
