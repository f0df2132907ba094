"""Let a checked file leave the house, or ask the second pair of eyes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.receipt_letter import write_letters
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest, Conflict
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.storage import audit, editions, keeping, regions, sent, submissions
from app.storage.editions import EditionRow
from app.storage.submissions import SubmissionRow


def submit_submission(house: House, *, person: Person, submission: str, reason: str = "", now: datetime) -> State:
    """Submit a taken draft; the state it is in then: with the region, or before the member's approver.

    Warnings, corrections and requests to open a locked quarter need a reason.
    """
    must(person, Permission.SUBMIT)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.visible(session, person, submission)
        must_cover(person, member=row.member, region=row.region)
        if row.state is State.DRAFT and not row.checked:
            raise Conflict("conflict.not_checked")
        values = standing(session, row)
        if (row.warnings or values["previous"] or locks(session, row)) and not reason.strip():
            raise BadRequest("bad_request.reason_needed")
        values |= {"reason": reason.strip(), "submitted_by": person.id}
        if regions.member(session, row.member).needs_approver:
            after, action = State.AWAITING_APPROVER, "submission.ask_approver"
            keeping.change(session, row, after, **values)
        else:
            after, action = State.SUBMITTED, "submission.submit"
            leave(house, session, row, now, values)
        note(session, row, person, action, after, reason, now)
    return after


def leave(house: House, session: Session, row: SubmissionRow, now: datetime, values: Mapping[str, object]) -> None:
    """Let it out of the house, with a receipt by mail: as a request where a quarter of it is locked."""
    keeping.change(session, row, State.SUBMITTED, submitted_at=now, late=late(session, row, now), **values)
    locked = [edition.quarter for edition in locks(session, row)]
    if locked:
        keeping.ask(session, row.id, locked, now)
    write_letters(house, session, submission=row.id, kind="receipt", now=now)


def locks(session: Session, row: SubmissionRow) -> list[EditionRow]:
    """The editions that lock quarters of the submission; none lock disruptions, whose files grow."""
    return editions.locks(session, row.region, {Quarter.of_period(period) for period in row.periods})


def standing(session: Session, row: SubmissionRow) -> dict[str, object]:
    """Which version this one follows, as things stand now."""
    found = submissions.standing_for(session, member=row.member, dataset=row.dataset, periods=row.periods or ("",))
    others = [other for other in found if other.id != row.id]
    return {"previous": others[0].id, "version": others[0].version + 1} if others else {"previous": None, "version": 1}


def late(session: Session, row: SubmissionRow, now: datetime) -> bool:
    """Whether any period is sent for the first time, and after its deadline."""
    new = set(row.periods) - keeping.ever_sent(session, member=row.member, dataset=row.dataset)
    zone = regions.member(session, row.member).zone
    return sent.is_late(regions.cycle_of(session, row.region), zone, row.dataset, new, now)


def note(
    session: Session, row: SubmissionRow, person: Person, action: str, after: State, reason: str, now: datetime
) -> None:
    """The audit row of a change of state."""
    audit.write(
        session, at=now, actor=person, action=action, object=f"submission:{row.id}", region=row.region,
        member=row.member, reason=reason.strip(), details={"before": row.state.value, "after": after.value},
    )  # fmt: skip
