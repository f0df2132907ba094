"""Derive measures from files of item events without a database, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from ingest.events import Derived, derive, write_measures_csv
from ingest.events.engines import EMBEDDED
from ingest.events.findings_file import FindingsFile
from ingest.events.terms import NO_CUT_OFF, Terms, read_standards
from ingest.limits import Limits
from ingest.profiles import load


def derive_events_by_hand(
    paths: Sequence[Path],
    *,
    profile: str,
    member: str | None,
    out: Path,
    folder: Path,
    limits: Limits,
    findings: Path | None = None,
    as_of: date | None = None,
    now: datetime | None = None,
    standards: Path | None = None,
    cut_off: int = NO_CUT_OFF,
    engine: str = EMBEDDED,
) -> Derived:
    """What the files gave; their measures are written to `out` when they were taken, all findings to `findings`.

    `folder` holds the scans meanwhile. `now` is in UTC without zone; nothing was scanned after it. `standards` is a
    table of standards by date, `cut_off` the hour from which a scan starts its clock the next day, `engine` the address
    of what counts.
    """
    terms = Terms(cut_off, read_standards(standards) if standards else ())
    folder.mkdir(parents=True, exist_ok=True)
    read_by = load(profile)
    with ExitStack() as stack:
        only = paths[0].name if len(paths) == 1 else ""
        every = stack.enter_context(FindingsFile(findings, only)).add if findings else None
        derived = derive(
            list(paths), read_by, member=member, folder=folder, limits=limits, as_of=as_of, now=now, every=every,
            terms=terms, engine=engine,
        )  # fmt: skip
    if derived.outcome == "taken":
        write_measures_csv(derived, out)
    return derived
