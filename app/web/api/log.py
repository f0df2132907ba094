"""The audit log for programs: newest first, a part at a time."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter

from app.domain.access import Permission
from app.storage import log
from app.web.api.models import Shape
from app.web.api.problems import PROBLEMS
from app.web.audit_choice import Chosen
from app.web.deps import Visiting
from app.web.doors import may

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
_PART = 50


class DeedShape(Shape):
    """One row. `actor` is null for what the system did by itself; `hash` binds the row to the one before."""

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


class AuditShape(Shape):
    """`older`: what to ask for as `before` to read on; null when there is no more."""

    deeds: list[DeedShape]
    older: int | None


@router.get("/audit", dependencies=[may(Permission.READ_AUDIT)], response_model=AuditShape)
def read_audit(visit: Visiting, chosen: Chosen) -> AuditShape:
    """Fifty rows, newest first: one's own deeds; for an approver also those of the member, for an office those of
    the region. `person` is an id, or `system`."""
    with visit.reading() as session:
        rows = log.newest(session, visit.signed_in(), chosen, _PART + 1)
    older = rows[_PART - 1].seq if len(rows) > _PART else None
    return AuditShape(
        deeds=[
            DeedShape(seq=row.seq, at=row.at, actor=row.actor, actor_name=row.actor_name, action=row.action,
                      object=row.object, region=row.region, member=row.member, reason=row.reason, hash=row.hash)
            for row in rows[:_PART]
        ],
        older=older,
    )  # fmt: skip
