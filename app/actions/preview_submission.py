"""What a draft would change: the values that count, and its member's own score, grade and risk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.evidence import Inputs, gather, inputs, with_draft
from app.actions.house import House
from app.domain.editions import MemberResult
from app.domain.periods import Quarter
from app.domain.previews import Effect, Preview, effect
from app.domain.scoring import score
from app.domain.submissions import COUNTED_WORKING, State
from app.storage import audit, comparing, previews, progress, regions, results, submissions
from app.storage.submissions import SubmissionRow
from ingest.telling import Telling

MOST_QUARTERS = 4
"""Quarters, the newest, of which an effect is computed."""

_OPEN = (State.DRAFT, State.AWAITING_APPROVER)


def preview_submission(house: House, *, submission: str, now: datetime) -> Preview | None:
    """The preview as things stand, kept; None for a file that was refused or is not checked.

    What has left the house keeps the preview with which it left.
    """
    with progress.lying(house.data, submission) as file, house.sessions() as session:
        row = submissions.one(session, submission)
        known, due = kept(session, row)
        if not due:
            return known
        Telling(file).at("effect")
        quarters = touched(session, row)
        last = list(regions.cycle_of(session, row.region).quarters())[-1]
        comparison = comparing.compare(session, submission=row.id, member=row.member, up_to=last)
        effects = tuple(_effect(house, session, row, quarter, now) for quarter in quarters)
        found = Preview(basis_of(session, row, quarters), comparison, effects)
    with house.sessions.begin() as session:
        audit.lock(session)
        if submissions.one(session, submission).state in _OPEN:
            previews.keep(session, submission, found, now)
    return found


def kept(session: Session, row: SubmissionRow) -> tuple[Preview | None, bool]:
    """The preview that is kept, and whether it is still to be computed, or anew since what counts has changed."""
    known = previews.of_submission(session, row.id)
    if row.state not in _OPEN or row.outcome != "taken":
        return known, False
    return known, known is None or known.basis != basis_of(session, row, touched(session, row))


def touched(session: Session, row: SubmissionRow) -> tuple[Quarter, ...]:
    """The newest quarters that the draft says something of, newest first; of disruptions the newest measured."""
    if row.dataset == "disruptions":
        return tuple(results.working_quarters(session, row.region)[:1])
    return tuple(sorted({Quarter.of_period(period) for period in row.periods}, reverse=True)[:MOST_QUARTERS])


def basis_of(session: Session, row: SubmissionRow, quarters: tuple[Quarter, ...]) -> str:
    """What the preview rests on: the inputs of the working results of these quarters."""
    return " ".join(results.working_digest(session, row.region, quarter) or "-" for quarter in quarters)


def _effect(house: House, session: Session, row: SubmissionRow, quarter: Quarter, now: datetime) -> Effect:
    everybody = inputs(
        session, region=row.region, quarter=quarter, states=COUNTED_WORKING, methods=house.methods, now=now
    )
    known = everybody.only(row.member)
    drafted = with_draft(session, region=row.region, quarter=quarter, known=known, draft=row.id)
    return effect(*(_own(house, session, row, quarter, given) for given in (known, drafted)))


def _own(house: House, session: Session, row: SubmissionRow, quarter: Quarter, given: Inputs) -> MemberResult:
    evidence, _ = gather(session, region=row.region, quarter=quarter, known=given, methods=house.methods)
    method = house.methods.in_force(quarter)
    return score(evidence, method, row.region, drawn=False).members[0]
