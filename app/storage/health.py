"""How the house is: what the health page shows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from app.domain.submissions import State
from app.storage import audit, db, runs
from app.storage.tables import submission

_TICKS_MISSED = timedelta(seconds=90)


@dataclass(frozen=True)
class Health:
    """`unchecked`: files that wait to be checked. `healthy`: the revision fits, and the scheduler ticks
    or is at work on a run."""

    engine: str
    version: str
    journal: str
    journal_note: str | None
    revision: str | None
    code_revision: str
    last_tick: datetime | None
    last_run: datetime | None
    unchecked: int
    audit_seq: int
    healthy: bool


def state(session: Session, now: datetime) -> Health:
    """What the health page shows, from the database itself."""
    bound = session.get_bind()
    made = bound if isinstance(bound, Engine) else bound.engine
    kind = made.dialect.name
    revision, needed = session.scalar(text("SELECT version_num FROM alembic_version")), db.code_revision()
    tick = runs.last_tick(session)
    signs = [sign for sign in (tick, runs.last_beat(session)) if sign is not None]
    waiting = select(func.count()).where(submission.c.checked_at.is_(None), submission.c.state == State.DRAFT.value)
    return Health(
        engine=kind,
        version=sqlite3.sqlite_version if kind == "sqlite" else session.scalar(text("SHOW server_version")) or "",
        journal=session.scalar(text("PRAGMA journal_mode")) or "" if kind == "sqlite" else "wal",
        journal_note=db.journal_note(made),
        revision=revision,
        code_revision=needed,
        last_tick=tick,
        last_run=runs.last_done(session),
        unchecked=session.scalar(waiting) or 0,
        audit_seq=audit.head(session)[0],
        healthy=revision == needed and any(now - sign <= _TICKS_MISSED for sign in signs),
    )
