"""Who must do what next with a submission, in one sentence."""

from __future__ import annotations

from app.domain.access import OFFICE, OPERATOR, Person, Role
from app.domain.submissions import State
from app.storage import people
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit


def next_step(row: SubmissionRow, person: Person, visit: Visit) -> str:
    """The sentence for this reader; empty where nobody must do anything, or the form beside says it."""
    side = "office" if person.role in OFFICE else "operator"
    if row.state is State.SUBMITTED:
        return _decision(row, person, side, visit)
    if row.state is State.AWAITING_APPROVER and person.role in OPERATOR:
        return _approval(row, person, visit)
    if row.state is State.DRAFT and row.checked and visit.directory.member(row.member).needs_approver:
        return visit.words.t("next.ask_approver") if person.role in OPERATOR else ""
    return ""


def may_approve(row: SubmissionRow, person: Person) -> bool:
    """Whether this person is the second pair of eyes: neither who sent it nor who asked."""
    return person.role is Role.APPROVER and person.id not in (row.sent_by, row.submitted_by)


def _decision(row: SubmissionRow, person: Person, side: str, visit: Visit) -> str:
    """What the region must do. Of a request, and to whoever filled it in, that is told elsewhere."""
    told = row.is_request or (side == "office" and row.sent_by == person.id)
    return "" if told else visit.words.t(f"next.decide.{side}")


def _approval(row: SubmissionRow, person: Person, visit: Visit) -> str:
    if may_approve(row, person):
        return visit.words.t("next.you_approve", name=row.sent_by_name)
    with visit.reading() as session:
        found = [one for one in people.of_member(session, row.member) if one.left_at is None]
    names = sorted(one.name for one in found if one.role is Role.APPROVER and _another(one.id, row))
    if not names:
        return visit.words.t("next.no_approver")
    return visit.words.t("next.others_approve", names=visit.words.t("next.or").join(names))


def _another(id: str, row: SubmissionRow) -> bool:
    return id not in (row.sent_by, row.submitted_by)
