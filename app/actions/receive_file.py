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
from app.domain.encodings import CHOICES, encoding_named
from app.domain.errors import BadRequest
from app.domain.measures import DATASETS
from app.domain.members import LANGUAGES
from app.domain.periods import Quarter
from app.storage import audit, files, keeping, once, profiles, regions, remembered, submissions
from app.storage.once import Held, Once
from ingest.profiles import PLAIN_PROFILE, SHIPPED


def receive_file(
    house: House, *, person: Person, dataset: str, member: str, name: str, source: BinaryIO | Path, now: datetime,
    language: str = "en", profile: str | None = None, encoding: str | None = None, most_bytes: int | None = None,
    counts: Once | None = None, new_id: str | None = None,
) -> str:  # fmt: skip
    """The id of the submission. The bytes are on the disk, by their hash, before anything is acknowledged.

    The same bytes give the same submission again, unless it was withdrawn or sent back. `profile`, for item events: a
    shipped one's name or that of the member's own. `encoding`: the code page, by any of its names, in which figures
    that are not UTF-8 are to be read; the same bytes in another one are another submission. `most_bytes`: the limit,
    otherwise the house's for figures; events have none. `counts`: the key by which this counts once, whatever became
    of it. `new_id`: of the draft, where one is made.
    """
    must(person, Permission.SEND)
    must_be_known(dataset, language)
    page = code_page(dataset, encoding)
    with house.sessions() as session:
        region = regions.member(session, member).region
        must_cover(person, member=member, region=region)
        profile = profile_known(session, dataset, member, profile)
        if held := _held(session, person, counts, now):
            return held
    if most_bytes is None and dataset != "item-events":
        most_bytes = max(house.limits.max_csv_bytes, house.limits.max_workbook_bytes)
    kept = {
        **_keep(house, source, most_bytes), "file_name": plain_name(name), "language": language, "profile": profile,
        "encoding": page,
    }  # fmt: skip
    with house.sessions.begin() as session:
        audit.lock(session)
        if held := _held(session, person, counts, now):
            return held
        standing = _standing(session, member, dataset, kept, now, page)
        found = standing or draft(session, person, dataset, member, region, now, kept, new_id)
        if counts is not None:
            once.hold(session, person.id, counts, Held(found, made=standing is None), now)
    return found


def _held(session: Session, person: Person, counts: Once | None, now: datetime) -> str | None:
    """The submission that the key stands for already, if there is a key and it does."""
    found = once.held(session, person.id, counts, now) if counts is not None else None
    return found.submission if found else None


def _keep(house: House, source: BinaryIO | Path, most_bytes: int | None) -> dict[str, object]:
    """Hash and size of what is now on the disk; BadRequest for nothing."""
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as stream:
        sha256, size = files.keep(house.data, stream, most_bytes)
    if size == 0:
        raise BadRequest("bad_request.empty_file")
    return {"file_sha256": sha256, "file_size": size}


def must_be_known(dataset: str, language: str) -> None:
    """BadRequest for a dataset or a language that is none of ours."""
    if dataset not in DATASETS:
        raise BadRequest("bad_request.dataset")
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")


def profile_known(session: Session, dataset: str, member: str, profile: str | None) -> str | None:
    """The shipped profile, or the newest version of the member's own; BadRequest for another, and for figures.

    A profile is chosen by name: a path would have the worker open any file of the machine.
    """
    if profile is None or (dataset == "item-events" and profile in SHIPPED):
        return profile
    own = profiles.newest(session, member, profile) if dataset == "item-events" else None
    if own is None:
        raise BadRequest("bad_request.profile")
    return own.versioned


def code_page(dataset: str, encoding: str | None) -> str | None:
    """Our name of the code page; BadRequest for one that we do not read, and for files that say themselves."""
    if encoding is None:
        return None
    if dataset == "item-events":
        raise BadRequest("bad_request.encoding_figures")
    page = encoding_named(encoding)
    if page is None:
        raise BadRequest("bad_request.encoding", known=", ".join(CHOICES))
    return page


def _standing(
    session: Session, member: str, dataset: str, kept: dict[str, object], now: datetime, page: str | None
) -> str | None:
    """The submission of the same bytes, unless they say something else now: events through another profile, or
    disruptions of a later quarter, for that nothing was added is news."""
    found = submissions.same_bytes(
        session, member=member, dataset=dataset, sha256=str(kept["file_sha256"]), encoding=page
    )
    if found is None or dataset not in ("item-events", "disruptions"):
        return found
    row = submissions.one(session, found)
    if dataset == "item-events":
        news = (row.profile or PLAIN_PROFILE) != (kept["profile"] or PLAIN_PROFILE)
    else:
        news = Quarter.of(now.date()) > Quarter.of(row.received_at.date())
    return None if news else found


def draft(
    session: Session, person: Person, dataset: str, member: str, region: str, now: datetime, values: dict[str, object],
    new_id: str | None = None,
) -> str:  # fmt: skip
    """A new draft of what was kept, with its audit row; its id. A code page that was chosen is remembered."""
    made = new_id or str(uuid.uuid4())
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
