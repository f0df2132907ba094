"""Notices to members: what was said, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from app.domain.periods import Quarter
from app.storage.tables import notice


@dataclass(frozen=True)
class NoticeRow:
    """A notice. `kind`: `remind` before the deadline, `late` after it; `datasets`: those that are missing."""

    id: int
    kind: str
    member: str
    quarter: Quarter
    datasets: tuple[str, ...]
    created_at: datetime


def of_member(session: Session, member: str) -> list[NoticeRow]:
    """The notices of a member, newest first."""
    return _listed(session, notice.c.member == member)


def by_key(session: Session, key: str) -> NoticeRow | None:
    """The notice with this key."""
    return next(iter(_listed(session, notice.c.key == key)), None)


def add(
    session: Session, *, key: str, kind: str, member: str, quarter: Quarter, datasets: Sequence[str], now: datetime
) -> bool:
    """Note it; False when that was said already."""
    if by_key(session, key) is not None:
        return False
    values = {"key": key, "kind": kind, "member": member, "quarter": str(quarter), "datasets": " ".join(datasets)}
    session.execute(insert(notice).values(**values, created_at=now))
    return True


def _listed(session: Session, which: ColumnElement[bool]) -> list[NoticeRow]:
    return [
        NoticeRow(
            row.id, row.kind, row.member, Quarter.parse(row.quarter), tuple(row.datasets.split()), row.created_at
        )
        for row in session.execute(select(notice).where(which).order_by(notice.c.id.desc()))
    ]  # fmt: skip
