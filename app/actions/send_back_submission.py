"""Send a submission back with words: the region to the operator, or the approver to the uploader."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.receipt_letter import write_letters
from app.actions.submit_submission import note
from app.domain.access import OPERATOR, Permission, Person, must, must_cover
from app.domain.errors import BadRequest, Conflict
from app.domain.submissions import State
from app.storage import audit, keeping, submissions


def send_back_submission(house: House, *, person: Person, submission: str, reason: str, now: datetime) -> State:
    """The region's `sent_back` ends the submission; the approver's word makes it a draft again. Words are needed."""
    inside = person.role in OPERATOR
    must(person, Permission.APPROVE if inside else Permission.DECIDE)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        after = State.DRAFT if inside else State.SENT_BACK
        if not reason.strip():
            raise BadRequest("bad_request.words_needed")
        if inside and row.state is not State.AWAITING_APPROVER:
            raise Conflict("conflict.submission_state", before=row.state.value, after=after.value)
        keeping.change(session, row, after, decided_at=now, decided_by=person.id, decision=reason.strip())
        if not inside:
            write_letters(house, session, submission=submission, kind="sent_back", now=now)
        note(session, row, person, "submission.return" if inside else "submission.send_back", after, reason, now)
    return after
