"""The audit log as people read it: newest first, each as far as their right goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.access import Person
from app.domain.deeds import INSIDE, Reach, reach
from app.domain.periods import Quarter
from app.domain.submissions import PRIVATE
from app.storage.tables import audit, edition, member, notice, person, submission, submission_period

BY_ITSELF = "system"
"""Chosen instead of a person: what the system did by itself."""
_A, _S = audit.c, submission.c
_FILE = "submission:"


@dataclass(frozen=True)
class Choice:
    """Which rows are asked for; None asks for all. `before`: rows older than this number."""

    actor: str | None = None
    deed: str | None = None
    member: str | None = None
    quarter: Quarter | None = None
    before: int | None = None


@dataclass(frozen=True)
class LogRow:
    """One deed. `called`: what people call its object: the number of a submission, the quarter of an edition, a
    name; empty where it has none."""

    seq: int
    at: datetime
    actor: str | None
    actor_name: str
    action: str
    object: str
    region: str | None
    member: str | None
    reason: str
    hash: str
    called: str = ""

    @property
    def key(self) -> str:
        """The id of the object, without its kind."""
        return self.object.partition(":")[2]


def newest(session: Session, reader: Person, choice: Choice, limit: int) -> list[LogRow]:
    """The newest rows that the reader may see. NotAllowed for whoever reads no log.

    The office sees nothing of a file that has not left its house, nor the words of an approver to an uploader.
    """
    wanted = (
        select(
            _A.seq, _A.at, _A.actor, func.coalesce(person.c.name, "").label("actor_name"), _A.action, _A.object,
            _A.region, _A.member, _A.reason, _A.hash,
        )
        .outerjoin(person, person.c.id == _A.actor)
        .where(_readable(reader), *_chosen(session, choice))
        .order_by(_A.seq.desc())
        .limit(limit)
    )  # fmt: skip
    rows = session.execute(wanted).mappings().all()
    called = _called(session, {row["object"] for row in rows})
    hides = reach(reader) is Reach.REGION
    return [
        LogRow(**{**row, "reason": "" if hides and row["action"] in INSIDE else row["reason"]},
               called=called.get(row["object"], ""))
        for row in rows
    ]  # fmt: skip


def _readable(reader: Person) -> ColumnElement[bool]:
    own, far = _A.actor == reader.id, reach(reader)
    if far is Reach.MEMBER:
        return or_(own, _A.member == reader.member)
    if far is Reach.REGION:
        members = select(member.c.code).where(member.c.region == reader.region)
        out = _S.submitted_at.is_not(None) & _S.state.not_in([state.value for state in PRIVATE])
        shown = or_(_A.object.not_like(f"{_FILE}%"), _file().in_(select(_S.id).where(out)))
        return and_(or_(own, _A.region == reader.region, _A.member.in_(members)), shown)
    return own


def _file() -> ColumnElement[str]:
    return func.substr(_A.object, len(_FILE) + 1)


def _chosen(session: Session, choice: Choice) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if choice.actor is not None:
        found.append(_A.actor.is_(None) if choice.actor == BY_ITSELF else _A.actor == choice.actor)
    if choice.deed is not None:
        found.append(_A.action == choice.deed)
    if choice.member is not None:
        found.append(_A.member == choice.member)
    if choice.quarter is not None:
        found.append(_about(session, choice.quarter))
    if choice.before is not None:
        found.append(_A.seq < choice.before)
    return found


def _about(session: Session, quarter: Quarter) -> ColumnElement[bool]:
    """Files with rows for the quarter, its editions and its reminders."""
    periods = [str(quarter), *(str(month) for month in quarter.months)]
    files = select(submission_period.c.submission).where(submission_period.c.period.in_(periods))
    ids = session.scalars(select(edition.c.id).where(edition.c.quarter == str(quarter)))
    keys = session.scalars(select(notice.c.key).where(notice.c.quarter == str(quarter)))
    others = [f"edition:{id}" for id in ids] + [f"notice:{key}" for key in keys]
    return or_(and_(_A.object.like(f"{_FILE}%"), _file().in_(files)), _A.object.in_(others))


def _called(session: Session, objects: set[str]) -> dict[str, str]:
    """What people call these objects, by one question for each kind."""
    ids: dict[str, list[str]] = {}
    for each in objects:
        kind, _, id = each.partition(":")
        ids.setdefault(kind, []).append(id)
    asked: dict[str, Select[Any]] = {
        "submission": select(_S.id, _S.number).where(_S.id.in_(ids.get("submission", []))),
        "edition": select(edition.c.id, edition.c.quarter).where(
            edition.c.id.in_([int(id) for id in ids.get("edition", [])])
        ),
        "person": select(person.c.id, person.c.name).where(person.c.id.in_(ids.get("person", []))),
    }
    return {
        f"{kind}:{id}": str(name) for kind, wanted in asked.items() if kind in ids
        for id, name in session.execute(wanted)
    }  # fmt: skip
