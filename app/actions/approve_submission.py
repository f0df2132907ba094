"""The second pair of eyes at the operator lets a file leave the house."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.submit_submission import leave, note
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import Conflict, NotAllowed
from app.domain.submissions import State
from app.storage import audit, submissions


def approve_submission(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """Submit what waits for an approver. NotAllowed for whoever sent it or asked: it must be another person.

    The database refuses it too.
    """
    must(person, Permission.APPROVE)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if person.id in (row.sent_by, row.submitted_by):
            raise NotAllowed("not_allowed.own_submission")
        if row.state is not State.AWAITING_APPROVER:
            raise Conflict("conflict.submission_state", before=row.state.value, after=State.SUBMITTED.value)
        leave(house, session, row, now, {"approved_by": person.id})
        note(session, row, person, "submission.approve", State.SUBMITTED, reason, now)
    return State.SUBMITTED
