"""The region accepts a submission: from now on editions count it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.receipt_letter import write_letters
from app.actions.submit_submission import note
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import Conflict, NotAllowed
from app.domain.submissions import State
from app.storage import audit, keeping, submissions
from app.storage.submissions import SubmissionRow


def accept_submission(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """Accept it; earlier ones of which no month counts any more are superseded. NotAllowed for whoever filled it in."""
    must(person, Permission.DECIDE)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if row.sent_by == person.id:
            raise NotAllowed("not_allowed.own_backfill")
        if row.is_request:
            raise Conflict("conflict.locked", quarters=str(row.locked))
        keeping.change(session, row, State.ACCEPTED, decided_at=now, decided_by=person.id, decision=reason.strip())
        note(session, row, person, "submission.accept", State.ACCEPTED, reason, now)
        write_letters(house, session, submission=submission, kind="accepted", now=now)
        _supersede(session, submissions.one(session, submission), person, now)
    return State.ACCEPTED


def _supersede(session: Session, accepted: SubmissionRow, person: Person, now: datetime) -> None:
    standing = submissions.standing_for(
        session, member=accepted.member, dataset=accepted.dataset, periods=accepted.periods or ("",)
    )
    taken: set[str] = set()
    # Newest first: what the newer accepted ones give, the older ones no longer give.
    for row in standing:
        gives = set(row.periods or ("",))
        if gives <= taken and row.state is not State.SUPERSEDED:
            keeping.change(session, row, State.SUPERSEDED)
            note(session, row, person, "submission.supersede", State.SUPERSEDED, accepted.shown, now)
        elif row.state is not State.SUBMITTED:
            taken |= gives
