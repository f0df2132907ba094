"""Explain one item of files of item events without a database, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ingest.events.explaining_files import Looked, explain_in_files
from ingest.events.terms import NO_CUT_OFF, Terms, read_standards
from ingest.limits import Limits
from ingest.profiles import load


def explain_item_by_hand(
    item: str,
    paths: Sequence[Path],
    *,
    profile: str,
    member: str | None,
    folder: Path,
    limits: Limits,
    as_of: date | None = None,
    standards: Path | None = None,
    cut_off: int = NO_CUT_OFF,
) -> Looked:
    """Where the item is counted and why. `folder` holds scans meanwhile; `standards` is a table of standards by date,
    `cut_off` the hour from which a scan starts its clock the next day."""
    terms = Terms(cut_off, read_standards(standards) if standards else ())
    return explain_in_files(
        item, paths, load(profile), folder=folder, limits=limits, member=member, as_of=as_of, terms=terms
    )
