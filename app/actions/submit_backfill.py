"""Let a checked file that the regional office sends for a member count, straight away."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.submit_submission import late, note, standing
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.storage import audit, keeping, regions, submissions
from app.storage.submissions import SubmissionRow


def submit_backfill(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """Submit a taken draft of one's own; the member is not asked. `reason` replaces the one given with the file.

    BadRequest for a quarter that has not ended or is outside the cycle; Conflict where the member itself has sent
    figures of the same months, which only the member corrects.
    """
    must(person, Permission.BACKFILL)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if row.sent_by != person.id:
            raise NotFound("not_found")
        if row.state is State.DRAFT and not row.checked:
            raise Conflict("conflict.not_checked")
        why = reason.strip() or row.reason
        if not why:
            raise BadRequest("bad_request.backfill_reason")
        _must_be_past(session, row, now)
        _must_be_free(session, row, person)
        values = {**standing(session, row), "reason": why, "submitted_by": person.id}
        keeping.change(session, row, State.SUBMITTED, submitted_at=now, late=late(session, row, now), **values)
        note(session, row, person, "submission.backfill", State.SUBMITTED, why, now)
    return State.SUBMITTED


def _must_be_past(session: Session, row: SubmissionRow, now: datetime) -> None:
    """BadRequest unless every period lies in a quarter of the cycle that has ended by the member's calendar."""
    cycle = regions.cycle_of(session, row.region)
    today = now.astimezone(ZoneInfo(regions.member(session, row.member).zone)).date()
    for quarter in sorted({Quarter.of_period(period) for period in row.periods}):
        if quarter not in cycle or quarter.last_day >= today:
            raise BadRequest("bad_request.backfill_quarter", quarter=str(quarter))


def _must_be_free(session: Session, row: SubmissionRow, person: Person) -> None:
    """Conflict where somebody else's submission counts for a period; all disruptions of a member are one period."""
    found = submissions.standing_for(
        session, member=row.member, dataset=row.dataset, periods=row.periods or ("",)
    )  # fmt: skip
    other = next((one for one in found if one.id != row.id and one.sent_by != person.id), None)
    if other is not None:
        raise Conflict("conflict.member_has_sent", number=other.shown)
