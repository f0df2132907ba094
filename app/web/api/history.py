"""The history of one value for programs."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from app.domain.access import Permission
from app.domain.value_history import Step, Version, known_on, steps, stood
from app.storage import questions, value_history
from app.storage.questions import Question
from app.web.api.models import Shape
from app.web.api.problems import PROBLEMS
from app.web.deps import Visiting
from app.web.doors import may
from app.web.value_asked import Asking

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


class SaidShape(Shape):
    """What a version says: a number, or an answer of the checklist; both null where it says nothing."""

    value: float | None
    answer: str | None


class VersionShape(Shape):
    """One version, with what stood when it was sent as `old`. `state`: as known on the day that was asked for.
    A `request` was sent for a locked quarter and counts from `opened_at` on."""

    submission: str
    number: int
    file_name: str
    line: int | None
    sent_by: str
    received_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    request: bool
    opened_at: datetime | None
    old: SaidShape
    new: SaidShape
    changed: bool
    state: str
    reason: str
    decision: str


class EntryShape(Shape):
    """Words of one side, `office` or `operator`; `kind`: ask, say or close."""

    kind: str
    side: str
    name: str
    at: datetime
    text: str


class QuestionShape(Shape):
    """A question on the value. `waiting`: who must speak next, office, operator or nobody once it is closed."""

    id: str
    asked_of: int
    waiting: str
    entries: list[EntryShape]


class HistoryShape(Shape):
    """Newest version first. `standing`: the number of the submission whose value stands, null where none does."""

    member: str
    dataset: str
    month: str
    product: str
    partner: str
    measure: str
    on: str | None
    standing: int | None
    versions: list[VersionShape]
    questions: list[QuestionShape]


@router.get("/members/{code}/history", dependencies=[may(Permission.SEE_SUBMISSIONS)], response_model=HistoryShape)
def read_history(visit: Visiting, asked: Asking) -> HistoryShape:
    """Every version of one value. `month` is a month, of `preparedness` a quarter; empty `product` and `partner` mean
    all together; `on` a day: what was known when it ended in the member's zone."""
    key, at = asked.key, asked.at
    with visit.reading() as session:
        versions = value_history.versions(session, asked.person, key)
        found = questions.of_value(session, key)
    known = known_on(versions, at) if at is not None else versions
    standing = stood(versions, at or visit.now)
    return HistoryShape(
        member=key.member, dataset=key.dataset, month=key.period, product=key.product, partner=key.partner,
        measure=key.measure, on=str(asked.on) if asked.on else None, standing=standing.number if standing else None,
        versions=[_shape(step, at) for step in steps(known)], questions=[_asked(one) for one in found],
    )  # fmt: skip


def _shape(step: Step, at: datetime | None) -> VersionShape:
    one = step.version
    state = one.state_at(at) if at is not None else one.state
    told = at is None or state is one.state

    def by(moment: datetime | None) -> datetime | None:
        return moment if moment is None or at is None or moment <= at else None

    return VersionShape(
        submission=one.submission, number=one.number, file_name=one.file_name, line=one.line, sent_by=one.sent_by,
        received_at=one.received_at, submitted_at=one.submitted_at, accepted_at=by(one.accepted_at),
        ended_at=by(one.ended_at), request=one.is_request, opened_at=by(one.opened_at),
        old=_said(step.before), new=_said(one), changed=step.changed, state=str(state),
        reason=one.reason, decision=one.decision if told else "",
    )  # fmt: skip


def _said(version: Version | None) -> SaidShape:
    return SaidShape(value=version.value if version else None, answer=(version.answer or None) if version else None)


def _asked(one: Question) -> QuestionShape:
    return QuestionShape(
        id=one.id, asked_of=one.number, waiting=one.waiting.value,
        entries=[
            EntryShape(kind=said.kind.value, side=said.side.value, name=name, at=said.at, text=said.text)
            for said, name in zip(one.entries, one.names, strict=True)
        ],
    )  # fmt: skip
