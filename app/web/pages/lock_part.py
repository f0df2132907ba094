"""The part of a submission's page that tells of deadlines gone by and of locked quarters, and what to do about them."""

from __future__ import annotations

from dataclasses import dataclass

from app.actions.submit_submission import late, locks
from app.domain.access import OFFICE
from app.domain.submissions import State
from app.storage.editions import EditionRow
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit


@dataclass(frozen=True)
class LockPart:
    """`asks`: sent now, it would be a request that somebody has to open."""

    notices: tuple[str, ...]
    asks: bool


def lock_part(visit: Visit, row: SubmissionRow) -> LockPart:
    """What stands in the way of the submission, in sentences."""
    words = visit.words
    if row.state in (State.DRAFT, State.AWAITING_APPROVER) and row.outcome == "taken":
        with visit.reading() as session:
            locked, is_late = locks(session, row), late(session, row, visit.now)
        if locked:
            return LockPart((*(_why(edition, visit) for edition in locked), words.t("lock.ask")), True)
        return LockPart((words.t("lock.late"),) if is_late else (), False)
    if row.locked is None:
        late_one = row.late and row.state is State.SUBMITTED
        said = "lock.late.decide" if _decides(visit) else "lock.late"
        return LockPart((words.t(said),) if late_one else (), False)
    quarters = words.t("lock.comma").join(words.quarter(quarter) for quarter in row.locked.split())
    if row.opened_at is not None:
        zone = visit.directory.member(row.member).zone
        return LockPart((words.t("lock.opened", quarters=quarters, moment=words.moment(row.opened_at, zone)),), False)
    if row.state is not State.SUBMITTED:
        return LockPart((), False)
    return LockPart((words.t("lock.decide" if _decides(visit) else "lock.waits", quarters=quarters),), False)


def _decides(visit: Visit) -> bool:
    return visit.person is not None and visit.person.role in OFFICE


def _why(edition: EditionRow, visit: Visit) -> str:
    words = visit.words
    at = edition.published_at or edition.frozen_at
    day = words.day(at.date()) if at is not None else ""
    return words.t(
        f"lock.{edition.state}", quarter=words.quarter(edition.quarter), number=words.whole(edition.number), day=day
    )
