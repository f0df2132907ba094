"""One item looked up in files of item events and explained, with all rows read as for the measures."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from app.domain.journeys import Explanation
from ingest.events import EventLimits, write_scans
from ingest.events.explaining import explain
from ingest.events.journey import journey_of
from ingest.events.ledger import Ledger
from ingest.events.terms import USUAL, Terms
from ingest.profiles import Profile


@dataclass(frozen=True)
class Looked:
    """The explanation, None where no file has the item; how many rows were set aside, which may have been its scans."""

    explanation: Explanation | None
    set_aside: int


def explain_in_files(
    item: str,
    paths: Sequence[Path],
    profile: Profile,
    *,
    folder: Path,
    limits: EventLimits,
    member: str | None = None,
    as_of: date | None = None,
    terms: Terms = USUAL,
) -> Looked:
    """The item by all files together, as if they were one. `as_of` is the day (its end) until which it is aged; without
    it the last scan of the files. `folder` holds the scans of one file at a time."""
    rows: list[dict[str, Any]] = []
    until = datetime.combine(as_of, time(23, 59, 59)) if as_of else None
    last: datetime | None = None
    set_aside = 0
    for path in paths:
        found, newest, aside = scans_in(path, profile, folder, limits, item)
        rows += found
        last = max((at for at in (last, newest) if at is not None), default=None)
        set_aside += aside
    journey = journey_of(item, rows, profile)
    aged = until or last
    told = explain(journey, profile, aged, terms, member) if journey is not None and aged is not None else None
    return Looked(told, set_aside)


def scans_in(
    path: Path, profile: Profile, folder: Path, limits: EventLimits, item: str | None = None
) -> tuple[list[dict[str, Any]], datetime | None, int]:
    """The scans of one item, or of all, each with the name of its `file`; the newest time of any scan; and how many
    rows were set aside."""
    ledger = Ledger(limits.max_findings)
    with tempfile.TemporaryDirectory(dir=folder) as inside:
        scans = Path(inside) / "scans.parquet"
        write_scans([path], profile, ledger, scans, None, named=False)
        found = pq.read_table(scans, filters=[("item", "==", item)] if item is not None else None).to_pylist()
        newest = pc.max(pq.read_table(scans, columns=["at"])["at"]).as_py()
    return [{**row, "file": path.name} for row in found], newest, ledger.set_aside.total()
