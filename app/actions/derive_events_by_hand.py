"""Derive measures from a file of item events without a database, for the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.events import Derived, derive, write_measures_csv
from ingest.events.terms import NO_CUT_OFF, Terms, read_standards
from ingest.limits import Limits
from ingest.profiles import load


def derive_events_by_hand(
    path: Path,
    *,
    profile: str,
    member: str | None,
    out: Path,
    folder: Path,
    limits: Limits,
    as_of: date | None = None,
    standards: Path | None = None,
    cut_off: int = NO_CUT_OFF,
) -> Derived:
    """What the file gave; its measures are written to `out` when it was taken. `folder` holds the scans meanwhile;
    `standards` is a table of standards by date, `cut_off` the hour from which a scan starts its clock the next day."""
    terms = Terms(cut_off, read_standards(standards) if standards else ())
    folder.mkdir(parents=True, exist_ok=True)
    derived = derive(path, load(profile), member=member, folder=folder, limits=limits, as_of=as_of, terms=terms)
    if derived.outcome == "taken":
        write_measures_csv(derived, out)
    return derived
