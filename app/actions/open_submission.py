"""The region opens a locked quarter for one submission that asks for it."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.submit_submission import note
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest
from app.domain.submissions import State
from app.storage import audit, keeping, submissions


def open_submission(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """From now on it counts in working results, and can be accepted. Words are needed; what is published stays.

    Conflict where nothing is asked, or somebody was faster.
    """
    must(person, Permission.DECIDE)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if not reason.strip():
            raise BadRequest("bad_request.words_needed")
        keeping.open_request(session, row, person.id, now)
        note(session, row, person, "submission.open", State.SUBMITTED, reason, now)
    return State.SUBMITTED
