"""Take in figures of past quarters that the regional office sends for a member."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from app.actions.house import House
from app.actions.receive_file import code_page, draft, plain_name
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest
from app.domain.measures import FIGURE_DATASETS
from app.domain.members import LANGUAGES
from app.storage import audit, files, keeping, regions, submissions


def backfill_file(
    house: House, *, person: Person, member: str, dataset: str, name: str, source: BinaryIO, reason: str,
    now: datetime, language: str = "en", encoding: str | None = None,
) -> str:  # fmt: skip
    """The id of a draft that is this person's own, still to be checked and then to be submitted.

    It says by whom and why it was sent. The same bytes from the same person give the same submission again; drafts of
    the operator are neither found nor told of. `encoding`: as in `receive_file`.
    """
    must(person, Permission.BACKFILL)
    if dataset not in FIGURE_DATASETS:
        raise BadRequest("bad_request.dataset")
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")
    if not reason.strip():
        raise BadRequest("bad_request.backfill_reason")
    page = code_page(dataset, encoding)
    with house.sessions() as session:
        region = regions.member(session, member).region
    must_cover(person, member=member, region=region)
    most = max(house.limits.max_csv_bytes, house.limits.max_workbook_bytes)
    sha256, size = files.keep(house.data, source, most)
    if size == 0:
        raise BadRequest("bad_request.empty_file")
    with house.sessions.begin() as session:
        audit.lock(session)
        known = submissions.same_bytes(
            session, member=member, dataset=dataset, sha256=sha256, encoding=page, sent_by=person.id
        )
        if known is not None:
            row = submissions.one(session, known)
            if row.submitted_at is None:
                keeping.note(session, row, reason=reason.strip())
            return known
        values: dict[str, object] = {"file_sha256": sha256, "file_size": size, "file_name": plain_name(name)}
        values |= {"language": language, "reason": reason.strip(), "encoding": page}
        return draft(session, person, dataset, member, region, now, values)
