"""Have a file that is not UTF-8 checked again in the encoding that a person found right."""

from __future__ import annotations

from datetime import datetime

from app.actions.backfill_file import backfill_file
from app.actions.house import House
from app.actions.receive_file import receive_file
from app.domain.access import Person
from app.domain.encodings import ASKING
from app.domain.errors import Conflict
from app.domain.submissions import State
from app.storage import files, submissions


def choose_reading(house: House, *, person: Person, submission: str, encoding: str, now: datetime) -> str:
    """The id of the draft of the same bytes in this encoding, still to be checked; the refused one stays as it is.

    NotFound for a submission that the person does not see, Conflict for one that was not refused for its letters,
    BadRequest for an encoding that is none of ours.
    """
    with house.sessions() as session:
        row = submissions.visible(session, person, submission)
        asked = ASKING & submissions.finding_counts(session, submission).keys()
    if row.state is not State.REFUSED or not asked:
        raise Conflict("conflict.no_choice_of_reading")
    with files.path(house.data, row.file_sha256).open("rb") as source:
        if row.backfilled:
            return backfill_file(
                house, person=person, member=row.member, dataset=row.dataset, name=row.file_name, source=source,
                reason=row.reason, now=now, language=row.language, encoding=encoding,
            )  # fmt: skip
        return receive_file(
            house, person=person, dataset=row.dataset, member=row.member, name=row.file_name, source=source, now=now,
            language=row.language, encoding=encoding,
        )  # fmt: skip
