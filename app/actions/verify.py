"""Look whether what is kept is still what was written: the log, the editions, every file, and what guards them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest

from sqlalchemy.orm import Session

from app.actions.backup import kept_files
from app.actions.house import House
from app.storage import audit, editions, files, guards
from app.storage.edition_steps import digests


@dataclass(frozen=True)
class Verified:
    """How much was looked at: rows of the log, frozen and published editions, files, triggers of the database.

    `head`: the newest hash of the chain, to be compared with one noted earlier elsewhere.
    """

    rows: int
    head: str
    editions: int
    files: int
    guards: int
    faults: tuple[str, ...]


def verify(house: House) -> Verified:
    """Every fault of the chain, every edition, file and trigger that is missing or changed. Changes nothing."""
    with house.sessions() as session:
        rows, head = audit.head(session)
        faults = [f"audit log: {problem}" for problem in audit.problems(session)]
        frozen, changed = _editions(session)
        needed = guards.needed(session.get_bind().dialect.name)
        faults += [*changed, *(f"trigger {name} is missing or off" for name in guards.missing(session))]
        named = kept_files(session)
    for digest in named:
        place = files.path(house.data, digest)
        if not place.exists():
            faults.append(f"file {digest} is missing")
            continue
        with place.open("rb") as source:
            if file_digest(source, "sha256").hexdigest() != digest:
                faults.append(f"file {digest} was changed")
    return Verified(rows, head, frozen, len(named), len(needed), tuple(faults))


def _editions(session: Session) -> tuple[int, list[str]]:
    """How many are frozen or published, and which of them do not show what the log says was frozen."""
    found = [row for row in editions.list_of(session, published_only=False) if row.digest is not None]
    now, logged = digests(session, found), audit.details_of(session, "edition.freeze")
    faults = []
    for row in found:
        frozen = logged.pop(f"edition:{row.id}", {}).get("digest")
        if not now[row.id] == row.digest == frozen:
            faults.append(f"edition {row.region} {row.quarter} number {row.number} was changed")
    return len(found), [*faults, *(f"{gone.replace(':', ' ')} is missing" for gone in logged)]
