"""What happened to a submission, as the audit log tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.storage.tables import audit, person


@dataclass(frozen=True)
class Deed:
    """Something that happened to a submission; `action` is a code such as `submission.accept`.

    `seq` and `hash`: of its row in the audit log.
    """

    at: datetime
    actor_name: str
    action: str
    reason: str
    seq: int
    hash: str


def history(session: Session, id: str) -> list[Deed]:
    """What happened to the submission, oldest first."""
    wanted = (
        select(audit.c.at, func.coalesce(person.c.name, ""), audit.c.action, audit.c.reason, audit.c.seq, audit.c.hash)
        .outerjoin(person, person.c.id == audit.c.actor)
        .where(audit.c.object == f"submission:{id}")
        .order_by(audit.c.seq)
    )
    return [Deed(*row) for row in session.execute(wanted)]
