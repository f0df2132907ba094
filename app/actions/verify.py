"""Look whether what is kept is still what was written: the chain of the audit log, and every file by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest

from app.actions.backup import kept_files
from app.actions.house import House
from app.storage import audit, files


@dataclass(frozen=True)
class Verified:
    """What was looked at. `head`: the newest hash of the chain, to be compared with one noted earlier elsewhere."""

    rows: int
    head: str
    files: int
    faults: tuple[str, ...]


def verify(house: House) -> Verified:
    """Every fault of the chain and every file that is missing or changed. Changes nothing."""
    with house.sessions() as session:
        rows, head = audit.head(session)
        faults = [f"audit log: {problem}" for problem in audit.problems(session)]
        named = kept_files(session)
    for digest in named:
        place = files.path(house.data, digest)
        if not place.exists():
            faults.append(f"file {digest} is missing")
            continue
        with place.open("rb") as source:
            if file_digest(source, "sha256").hexdigest() != digest:
                faults.append(f"file {digest} was changed")
    return Verified(rows, head, len(named), tuple(faults))
