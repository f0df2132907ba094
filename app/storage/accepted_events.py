"""Submissions of item events that count: what the store of scans should hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.submissions import State
from app.storage.tables import submission


@dataclass(frozen=True)
class AcceptedEvents:
    """An accepted file of item events and the profile by which it is read."""

    id: str
    member: str
    profile: str | None
    file_sha256: str
    received_at: datetime


def accepted_events(session: Session) -> list[AcceptedEvents]:
    """All of them, in the order they were received."""
    s = submission.c
    query = (
        select(s.id, s.member, s.profile, s.file_sha256, s.received_at)
        .where(s.dataset == "item-events", s.state == State.ACCEPTED)
        .order_by(s.received_at, s.id)
    )
    return [AcceptedEvents(**row) for row in session.execute(query).mappings()]
