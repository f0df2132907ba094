"""Turn an upload that is whole into a submission."""

from __future__ import annotations

from datetime import datetime
from hashlib import file_digest

from app.actions.house import House
from app.actions.receive_file import receive_file
from app.domain.access import Person
from app.domain.errors import BadRequest, Unprocessable
from app.storage import partials
from app.storage.partials import Partial


def finish_upload(
    house: House, *, person: Person, upload: Partial, sha256: bytes | None, language: str, new_id: str, now: datetime
) -> str:
    """The id of the submission: the same again for an upload that was finished before.

    `sha256`: what the sender says the whole is. Unprocessable when it is something else, BadRequest when bytes are
    missing; the upload stays open then. A kill between the two steps is mended by doing this again: the same bytes
    give the same submission.
    """
    if upload.submission is not None:
        return upload.submission
    with partials.held(house.data, upload) as opened:
        if upload.length is not None and opened.tell() != upload.length:
            raise BadRequest("bad_request.upload_length", length=upload.length, size=opened.tell())
        opened.seek(0)
        if sha256 is not None and file_digest(opened, "sha256").digest() != sha256:
            raise Unprocessable("digest-mismatch")
        opened.seek(0)
        most = upload.most_bytes if upload.dataset == "item-events" else None
        made = receive_file(
            house, person=person, dataset=upload.dataset, member=upload.member, name=upload.name, source=opened,
            now=now, language=language, profile=upload.profile or None, encoding=upload.encoding,
            most_bytes=most, new_id=new_id,
        )  # fmt: skip
        partials.finish(house.data, upload, made)
    return made
