"""Who sent a submission takes it back before it is decided."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.submit_submission import note
from app.domain.access import Permission, Person, grants, must, must_cover
from app.domain.submissions import State
from app.storage import audit, keeping, submissions


def withdraw_submission(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """Withdraw a draft, or a submission that is not yet decided. The file and its rows are kept, and count nowhere.

    An administrator withdraws what this administrator filled in, and nothing that an operator sent.
    """
    fills_in = grants(person, Permission.BACKFILL)
    if not fills_in:
        must(person, Permission.SEND)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if fills_in and row.sent_by != person.id:
            must(person, Permission.SEND)
        keeping.change(session, row, State.WITHDRAWN)
        note(session, row, person, "submission.withdraw", State.WITHDRAWN, reason, now)
    return State.WITHDRAWN
