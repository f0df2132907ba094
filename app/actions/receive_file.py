"""Take a file in: keep its bytes, and note a draft that is still to be checked."""

from __future__ import annotations

import re
import uuid
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.access import Permission, Person, must, must_cover
from app.domain.encodings import ENCODINGS, encoding_named
from app.domain.errors import BadRequest
from app.domain.measures import DATASETS
from app.domain.members import LANGUAGES
from app.domain.periods import Quarter
from app.storage import audit, files, keeping, regions, remembered, submissions
from ingest.profiles import PLAIN_PROFILE, SHIPPED


def receive_file(
    house: House, *, person: Person, dataset: str, member: str, name: str, source: BinaryIO | Path, now: datetime,
    language: str = "en", profile: str | None = None, encoding: str | None = None, most_bytes: int | None = None,
) -> str:  # fmt: skip
    """The id of the submission. The bytes are on the disk, by their hash, before anything is acknowledged.

    The same bytes give the same submission again, unless it was withdrawn or sent back. `profile`: a shipped one's
    name, for item events alone. `encoding`: the code page, by any of its names, in which figures that are not UTF-8
    are to be read; the same bytes in another one are another submission. `most_bytes`: the limit, otherwise the
    house's for figures; events have none.
    """
    must(person, Permission.SEND)
    if dataset not in DATASETS:
        raise BadRequest("bad_request.dataset")
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")
    _must_be_known(dataset, profile)
    page = code_page(dataset, encoding)
    with house.sessions() as session:
        region = regions.member(session, member).region
    must_cover(person, member=member, region=region)
    if most_bytes is None and dataset != "item-events":
        most_bytes = max(house.limits.max_csv_bytes, house.limits.max_workbook_bytes)
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as stream:
        sha256, size = files.keep(house.data, stream, most_bytes)
    if size == 0:
        raise BadRequest("bad_request.empty_file")
    with house.sessions.begin() as session:
        audit.lock(session)
        standing = submissions.same_bytes(session, member=member, dataset=dataset, sha256=sha256, encoding=page)
        if standing is not None and not _is_news(session, dataset, standing, profile, now):
            return standing
        values = {"file_sha256": sha256, "file_size": size, "file_name": plain_name(name), "language": language}
        return draft(session, person, dataset, member, region, now, {**values, "profile": profile, "encoding": page})


def _must_be_known(dataset: str, profile: str | None) -> None:
    """A profile is chosen by name: a path would have the worker open any file of the machine."""
    if profile is not None and (dataset != "item-events" or profile not in SHIPPED):
        raise BadRequest("bad_request.profile")


def code_page(dataset: str, encoding: str | None) -> str | None:
    """Our name of the code page; BadRequest for one that we do not read, and for files that say themselves."""
    if encoding is None:
        return None
    if dataset == "item-events":
        raise BadRequest("bad_request.encoding_figures")
    page = encoding_named(encoding)
    if page is None:
        raise BadRequest("bad_request.encoding", known=", ".join(ENCODINGS))
    return page


def _is_news(session: Session, dataset: str, standing: str, profile: str | None, now: datetime) -> bool:
    """Whether the same bytes say something else: events through another profile, or disruptions of a later quarter,
    for that nothing was added is news."""
    row = submissions.one(session, standing)
    if dataset == "item-events":
        return (row.profile or PLAIN_PROFILE) != (profile or PLAIN_PROFILE)
    return dataset == "disruptions" and Quarter.of(now.date()) > Quarter.of(row.received_at.date())


def draft(
    session: Session, person: Person, dataset: str, member: str, region: str, now: datetime, values: dict[str, object]
) -> str:
    """A new draft of what was kept, with its audit row; its id. A code page that was chosen is remembered."""
    made = str(uuid.uuid4())
    number = keeping.add_draft(
        session, id=made, now=now, member=member, dataset=dataset, sent_by=person.id, previous=None, **values
    )
    details = {"number": number, "sha256": values["file_sha256"], "dataset": dataset}
    if page := values.get("encoding"):
        remembered.remember(session, member=member, encoding=str(page), person=person.id, now=now)
        details["encoding"] = page
    audit.write(
        session, at=now, actor=person, action="submission.receive", object=f"submission:{made}", region=region,
        member=member, details=details,
    )  # fmt: skip
    return made


def plain_name(name: str) -> str:
    """The last part of a file's name, without what does not belong in one."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(char for char in last if char.isprintable()).encode("utf-8", "replace").decode("utf-8").strip()
    return shown[-255:] or "file"
