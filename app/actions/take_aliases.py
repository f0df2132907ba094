"""A person of the operator says which of its columns stand for ours; the file is checked again with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.receive_file import draft
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest
from app.domain.findings import Finding
from app.storage import aliases, audit, submissions
from app.storage.submissions import SubmissionRow
from ingest.spelling import tidy

LONGEST = 200
"""A finding shows so many characters of a name; a longer one is not known whole."""


@dataclass(frozen=True)
class Offer:
    """A column that the file lacks, and which of its own names may be meant; empty where none is near."""

    column: str
    nearest: str


@dataclass(frozen=True)
class Offers:
    """What may be joined: columns that are missing, and names that we do not know."""

    missing: tuple[Offer, ...] = ()
    unknown: tuple[str, ...] = ()


def offers(findings: Iterable[Finding]) -> Offers:
    """What the findings of a file leave open; nothing when there is no name left for a missing column."""
    found = list(findings)
    unknown = [one.value for one in found if one.code == "HDR_UNKNOWN" and one.value and len(one.value) < LONGEST]
    missing = [
        Offer(one.column, str(one.params.get("nearest", "")))
        for one in found
        if one.code == "HDR_MISSING" and one.column
    ]
    return Offers(tuple(missing), tuple(unknown)) if unknown and missing else Offers()


def take_aliases(house: House, *, person: Person, submission: str, chosen: Mapping[str, str], now: datetime) -> str:
    """Remember for the member which of its names (`chosen`: by our column) are meant; the id of a new draft of the same
    bytes, which is still to be checked.

    BadRequest for a column that the file does not lack and for a name that it does not hold, or holds for another.
    """
    must(person, Permission.SEND)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        _must_be_offered(offers(submissions.findings(session, submission)), chosen)
        known = {one.name: one.column for one in aliases.of(session, row.member, row.dataset)}
        newest = submissions.same_bytes(
            session, member=row.member, dataset=row.dataset, sha256=row.file_sha256, encoding=row.encoding
        )
        new = {column: name for column, name in chosen.items() if known.get(tidy(name)) != column}
        if not new and newest is not None and newest != submission:
            return newest  # the same answer, given twice
        for column, name in new.items():
            _take(session, row, person, name, column, now)
        values = {"file_sha256": row.file_sha256, "file_size": row.file_size, "file_name": row.file_name,
                  "language": row.language, "profile": row.profile, "encoding": row.encoding}  # fmt: skip
        return draft(session, person, row.dataset, row.member, row.region, now, values)


def _must_be_offered(open_: Offers, chosen: Mapping[str, str]) -> None:
    if not chosen or len({tidy(name) for name in chosen.values()}) < len(chosen):
        raise BadRequest("bad_request.alias")
    if not set(chosen) <= {one.column for one in open_.missing} or not set(chosen.values()) <= set(open_.unknown):
        raise BadRequest("bad_request.alias")


def _take(session: Session, row: SubmissionRow, person: Person, name: str, column: str, now: datetime) -> None:
    aliases.take(
        session, member=row.member, dataset=row.dataset, name=tidy(name), column=column, person_id=person.id, now=now
    )
    audit.write(
        session, at=now, actor=person, action="alias.take", object=f"alias:{row.dataset}", region=row.region,
        member=row.member, details={"name": tidy(name), "column": column, "submission": row.id},
    )  # fmt: skip
