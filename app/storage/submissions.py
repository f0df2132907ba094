"""Submissions: what was sent, in which state it is, and what was found in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from app.domain.access import Person, sees_submission
from app.domain.errors import NotFound
from app.domain.findings import Finding, Scope, Severity
from app.domain.submissions import COUNTED_WORKING, PRIVATE, State
from app.storage.counting import opened, standing
from app.storage.tables import finding, member, person, request, submission, submission_period

_S = submission.c


@dataclass(frozen=True)
class SubmissionRow:
    """One submission. `replaces`: the number of the version that it corrects. `periods`: the months it has rows
    for (quarters for `preparedness`, none for `disruptions`). `backfilled`: the office sent it for the member.
    `locked`: the quarters, parted by spaces, that were locked when it was submitted."""

    id: str
    number: int
    member: str
    region: str
    dataset: str
    state: State
    version: int
    previous: str | None
    reason: str
    language: str
    profile: str | None
    encoding: str | None
    file_sha256: str
    file_name: str
    file_size: int
    sent_by: str
    sent_by_name: str
    backfilled: bool
    received_at: datetime
    checked_at: datetime | None
    submitted_at: datetime | None
    submitted_by: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision: str
    late: bool
    rows: int | None
    set_aside: int
    outcome: str | None
    ruleset: str
    errors: int
    warnings: int
    replaces: int | None
    locked: str | None
    opened_at: datetime | None
    periods: tuple[str, ...] = ()

    @property
    def checked(self) -> bool:
        return self.checked_at is not None

    @property
    def needs_reason(self) -> bool:
        """Whether the person who submits it must say why: there are warnings, or it corrects an earlier one."""
        return self.warnings > 0 or self.replaces is not None

    @property
    def is_request(self) -> bool:
        """Whether it waits for somebody of the region to open what is locked; until then it counts nowhere."""
        return self.locked is not None and self.opened_at is None

    @property
    def shown(self) -> str:
        return f"#{self.number}"


def one(session: Session, id: str) -> SubmissionRow:
    """The submission; NotFound when there is none."""
    return _only(_listed(session, _wanted().where(_S.id == id)))


def visible(session: Session, person: Person, id: str) -> SubmissionRow:
    """The submission, if this person may see it; NotFound otherwise, as if there were none."""
    found = one(session, id)
    submitted, own = found.submitted_at is not None, found.sent_by == person.id
    seen = sees_submission(
        person, member=found.member, region=found.region, state=found.state, submitted=submitted, own=own
    )
    if not seen:
        raise NotFound("not_found")
    return found


def of_member(session: Session, member: str, *, dataset: str | None = None, limit: int = 200) -> list[SubmissionRow]:
    """The newest submissions of a member, in every state."""
    wanted = _wanted().where(_S.member == member)
    if dataset is not None:
        wanted = wanted.where(_S.dataset == dataset)
    return _listed(session, wanted.order_by(_S.number.desc()).limit(limit))


def of_region(session: Session, region: str, *, own: str | None = None, limit: int = 500) -> list[SubmissionRow]:
    """The newest submissions that left their house; of drafts those alone that the person `own` fills in."""
    # A draft that was withdrawn was never shown to the region.
    seen = _S.state.not_in([state.value for state in PRIVATE]) & _S.submitted_at.is_not(None)
    if own is not None:
        seen |= _S.sent_by == own
    newest = func.coalesce(_S.submitted_at, _S.received_at).desc()
    wanted = _wanted().where(member.c.region == region, seen)
    return _listed(session, wanted.order_by(newest, _S.number.desc()).limit(limit))


def queue(session: Session, region: str) -> list[SubmissionRow]:
    """What waits for the region's decision, oldest first."""
    wanted = _wanted().where(member.c.region == region, _S.state == State.SUBMITTED.value)
    return _listed(session, wanted.order_by(_S.submitted_at, _S.number))


def same_bytes(
    session: Session, *, member: str, dataset: str, sha256: str, encoding: str | None, sent_by: str | None = None
) -> str | None:
    """The submission of the same bytes that still stands, if there is one; `sent_by`: among those of one person.

    The same bytes in another code page are other letters, and no such submission.
    """
    gone = [State.WITHDRAWN.value, State.SENT_BACK.value]
    same = (_S.member == member) & (_S.dataset == dataset) & (_S.file_sha256 == sha256) & _S.state.not_in(gone)
    same &= _S.encoding == encoding
    if sent_by is not None:
        same &= _S.sent_by == sent_by
    return session.scalar(select(_S.id).where(same).order_by(_S.number.desc()).limit(1))


def unchecked(session: Session, before: datetime) -> list[str]:
    """Drafts received before this moment and not yet checked, oldest first."""
    waiting = _S.checked_at.is_(None) & (_S.state == State.DRAFT.value) & (_S.received_at <= before)
    return list(session.scalars(select(_S.id).where(waiting).order_by(_S.number)))


def standing_for(session: Session, *, member: str, dataset: str, periods: Sequence[str]) -> list[SubmissionRow]:
    """Those of the dataset that stand and bring rows for any of these periods, newest first.

    One that was superseded is among them only where what superseded it was sent back, so that it gives rows again.
    """
    shared = select(submission_period.c.submission).where(submission_period.c.period.in_(list(periods)))
    here = (_S.member == member) & (_S.dataset == dataset)
    wanted = _wanted().where(here, standing(COUNTED_WORKING), _S.id.in_(shared), opened())
    found: list[SubmissionRow] = []
    taken: set[str] = set()
    for row in _listed(session, wanted.order_by(_S.submitted_at.desc(), _S.number.desc())):
        gives = set(row.periods or ("",))
        if row.state is not State.SUPERSEDED or not gives <= taken:
            found.append(row)
        if row.state is not State.SUBMITTED:
            taken |= gives
    return found


def findings(session: Session, id: str) -> list[Finding]:
    """The findings of a submission, in the order of the file."""
    return [
        Finding(
            code=row.code, severity=Severity(row.severity), scope=Scope(row.scope), line=row.line, record=row.record,
            column=row.column_name, column_no=row.column_no, value=row.value, sheet=row.sheet,
            params=json.loads(row.params), more=row.more,
        )
        for row in session.execute(_findings().where(finding.c.submission == id).order_by(finding.c.place))
    ]  # fmt: skip


def finding_counts(session: Session, id: str) -> dict[str, int]:
    """How many findings there are of each code, the unlisted ones too."""
    counts = session.scalar(select(_S.counts).where(_S.id == id))
    return json.loads(counts) if counts else {}


def next_number(session: Session) -> int:
    """The next number that people see."""
    return (session.scalar(select(func.max(_S.number))) or 0) + 1


def _findings() -> Select[Any]:
    return select(*(column for column in finding.c))


def _wanted() -> Select[Any]:
    earlier = submission.alias("earlier")
    shown: Iterable[ColumnElement[Any]] = (
        getattr(_S, name) for name in SubmissionRow.__dataclass_fields__ if hasattr(_S, name)
    )
    return (
        select(
            *shown, member.c.region, person.c.name.label("sent_by_name"),
            person.c.region.is_not(None).label("backfilled"), earlier.c.number.label("replaces"),
            request.c.quarters.label("locked"), request.c.opened_at,
        )
        .join(member, member.c.code == _S.member)
        .join(person, person.c.id == _S.sent_by)
        .outerjoin(earlier, earlier.c.id == _S.previous)
        .outerjoin(request, request.c.submission == _S.id)
    )  # fmt: skip


def _listed(session: Session, wanted: Select[Any]) -> list[SubmissionRow]:
    rows = session.execute(wanted).all()
    periods = _periods(session, [row.id for row in rows])
    return [_as_row(row, tuple(periods.get(row.id, ()))) for row in rows]


def _periods(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    # SQLite takes a limited number of bound values in one statement.
    for start in range(0, len(ids), 500):
        wanted = select(submission_period.c.submission, submission_period.c.period).distinct()
        wanted = wanted.where(
            submission_period.c.submission.in_(ids[start : start + 500]), submission_period.c.period != ""
        )
        for id, period in session.execute(wanted.order_by(submission_period.c.period)):
            found.setdefault(id, []).append(period)
    return found


def _as_row(row: Row[Any], periods: tuple[str, ...]) -> SubmissionRow:
    return SubmissionRow(**{**row._mapping, "state": State(row.state), "periods": periods})


def _only(rows: list[SubmissionRow]) -> SubmissionRow:
    if not rows:
        raise NotFound("not_found")
    return rows[0]
