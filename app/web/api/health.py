"""Whether the house is well: a bare word for everybody, the details for administrators."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.actions.look_in_inbox import look_in_inbox
from app.domain.access import Permission
from app.storage import health
from app.web.api.health_models import HealthDetailShape, HealthShape, InboxShape
from app.web.deps import Visiting
from app.web.doors import OPEN, may

router = APIRouter()


@router.get("/healthz", dependencies=[OPEN], response_model=HealthShape, include_in_schema=False)
def bare(visit: Visiting) -> JSONResponse:
    """200 while the database answers and is at this code's revision, else 503. Tells nothing else."""
    with visit.reading() as session:
        state = health.state(session, visit.now)
    well = state.revision == state.code_revision
    return JSONResponse({"healthy": well}, status_code=200 if well else 503)


@router.get("/api/v1/health", dependencies=[may(Permission.ADMINISTER)], response_model=HealthDetailShape)
def details(visit: Visiting) -> HealthDetailShape:
    """Last tick of the scheduler, the journal of SQLite, the revision."""
    with visit.reading() as session:
        state = health.state(session, visit.now)
    looked = look_in_inbox(visit.house, now=visit.now, note=False)
    inbox = None if looked is None else InboxShape(
        there=looked.there, ready=len(looked.whole), waiting=looked.waiting, left=len(looked.left), since=looked.since
    )  # fmt: skip
    note = visit.words.or_code(state.journal_note, state.journal_note) if state.journal_note else ""
    return HealthDetailShape(
        healthy=state.healthy, engine=state.engine, version=state.version, journal=state.journal, note=note,
        revision=state.revision, code_revision=state.code_revision, last_tick=state.last_tick, last_run=state.last_run,
        unchecked=state.unchecked, audit_seq=state.audit_seq,
        inbox=inbox,
    )  # fmt: skip
