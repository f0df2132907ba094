"""Bring the store of scans in step with the submissions that count, and forget what is too old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.actions.check_submission import profile_of
from app.actions.house import House
from app.domain.periods import Month
from app.storage import files
from app.storage.accepted_events import AcceptedEvents, accepted_events
from ingest.events.store.opening import open_store
from ingest.events.store.put_child import put_in_child


@dataclass(frozen=True)
class ScansKept:
    """Submissions whose scans came or went, those that could not be put with the reason, and rows forgotten."""

    put: tuple[str, ...]
    withdrawn: tuple[str, ...]
    failed: dict[str, str]
    forgotten: int


def keep_scans(house: House, *, now: datetime) -> ScansKept:
    """What was accepted since comes, what no longer counts goes, and items first scanned more months before
    this one than the house keeps are deleted. Done again, it does nothing; broken off, the rest is done the next time.
    """
    where, months = house.scans.where or house.data / "events", house.scans.months
    cache = house.data / "events-cache"
    store = open_store(where, cache)
    with house.sessions() as session:
        wanted = {row.id: row for row in accepted_events(session)}
    known = store.manifest.received
    withdrawn = tuple(sorted(known.keys() - wanted.keys()))
    for submission in withdrawn:
        store.withdraw(submission)
    tried = {name: _put(house, row, where, cache) for name, row in wanted.items() if name not in known}
    store.compact()
    before = store.manifest
    after = store.forget(_earliest(now, months)) if months else before
    return ScansKept(
        tuple(name for name, reason in tried.items() if reason is None),
        withdrawn,
        {name: reason for name, reason in tried.items() if reason is not None},
        after.log[-1].rows if after.generation > before.generation else 0,
    )


def _put(house: House, row: AcceptedEvents, where: str | Path, cache: Path) -> str | None:
    folder = house.data / "scans"
    folder.mkdir(exist_ok=True)
    with profile_of(house, row.member, row.profile, folder) as profile:
        return put_in_child(
            files.path(house.data, row.file_sha256),
            profile,
            submission=row.id,
            received=row.received_at.date(),
            store=where,
            cache=cache,
            folder=folder,
            limits=house.limits,
        )


def _earliest(now: datetime, months: int) -> Month:
    month = Month.of(now.date())
    for _ in range(months):
        month = month.before()
    return month
