"""Begin a file that comes in parts, over a line that breaks."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.actions.house import House
from app.actions.receive_file import code_page, must_be_known, profile_known
from app.domain.access import Permission, Person, must
from app.domain.errors import TooBig
from app.storage import partials
from app.storage.partials import Partial


def begin_upload(
    house: House,
    *,
    person: Person,
    dataset: str,
    name: str,
    language: str,
    profile: str = "",
    encoding: str | None = None,
    most_bytes: int | None,
    length: int | None,
    now: datetime,
) -> Partial:
    """The upload, still empty. What could not be received is refused before any byte is sent.

    `most_bytes`: the limit, otherwise the house's for figures. `length`: the bytes that the file has, where known.
    """
    must(person, Permission.SEND)
    must_be_known(dataset, language)
    with house.sessions() as session:
        profile_known(session, dataset, str(person.member), profile or None)
    page = code_page(dataset, encoding)
    most = most_bytes or max(house.limits.max_csv_bytes, house.limits.max_workbook_bytes)
    if length is not None and length > most:
        raise TooBig("too_big", limit=most)
    made = Partial(
        id=str(uuid.uuid4()), person=person.id, member=str(person.member), dataset=dataset, name=name, profile=profile,
        most_bytes=most, length=length, begun_at=now, encoding=page,
    )  # fmt: skip
    partials.begin(house.data, made)
    return made
