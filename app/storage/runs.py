"""Runs of jobs and the lease of the one who may start them. A run's key is unique: so it happens once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.storage.tables import audit, lease, run

ABANDONED = timedelta(minutes=5)
"""A running run without a heartbeat for so long is started again."""

LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class RunRow:
    id: int
    key: str
    job: str
    state: str
    attempts: int
    started_at: datetime
    finished_at: datetime | None
    note: str


def newest(session: Session, limit: int = 50) -> list[RunRow]:
    """The newest runs."""
    return [RunRow(*row) for row in session.execute(_wanted().order_by(run.c.id.desc()).limit(limit))]


def by_key(session: Session, key: str) -> RunRow | None:
    """The run with this key."""
    row = session.execute(_wanted().where(run.c.key == key)).first()
    return RunRow(*row) if row else None


def last_tick(session: Session) -> datetime | None:
    """When a scheduler last looked at what is due."""
    ticked: datetime | None = session.scalar(select(func.max(lease.c.ticked_at)))
    return ticked


def last_beat(session: Session) -> datetime | None:
    """When a run that is at work last gave a sign of life."""
    beaten: datetime | None = session.scalar(select(func.max(run.c.heartbeat_at)).where(run.c.state == "running"))
    return beaten


def last_done(session: Session) -> datetime | None:
    """When a run last came to its end."""
    ended: datetime | None = session.scalar(select(func.max(run.c.finished_at)).where(run.c.state == "done"))
    return ended


def newest_change(session: Session, region: str | None = None) -> int:
    """The number of the newest audit row that changed what counts."""
    counts = ("submission.submit", "submission.approve", "submission.accept", "submission.send_back",
              "submission.withdraw", "submission.backfill", "member.declare", "inform.declare")  # fmt: skip
    wanted = select(func.max(audit.c.seq)).where(audit.c.action.in_(counts))
    if region is not None:
        wanted = wanted.where(audit.c.region == region)
    return session.scalar(wanted) or 0


def claim(session: Session, *, key: str, job: str, owner: str, now: datetime) -> bool:
    """Whether this run is now ours: nobody had it, or who had it has been silent for too long, or failed."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"key": key, "job": job, "state": "running", "owner": owner, "attempts": 1, "note": ""}
    mine = make(run).values(**values, started_at=now, heartbeat_at=now)
    if session.execute(mine.on_conflict_do_nothing().returning(run.c.id)).first() is not None:
        return True
    abandoned = (run.c.state == "running") & (run.c.heartbeat_at < now - ABANDONED)
    failed = (run.c.state == "failed") & (run.c.attempts < MOST_ATTEMPTS) & (run.c.heartbeat_at < now - ABANDONED)
    again = update(run).where(run.c.key == key, abandoned | failed)
    taken = again.values(state="running", owner=owner, attempts=run.c.attempts + 1, started_at=now, heartbeat_at=now)
    return session.execute(taken.returning(run.c.id)).first() is not None


def renew(session: Session, *, key: str, owner: str, now: datetime) -> bool:
    """A sign of life of the run, and of the lead where this owner has it; False when the run is another's by now."""
    beaten = update(run).where(_ours(key, owner)).values(heartbeat_at=now)
    if session.execute(beaten.returning(run.c.id)).first() is None:
        return False
    # Only lengthened: whoever was overtaken does not take the lead back.
    led = (lease.c.owner == owner) & (lease.c.expires_at > now) & (lease.c.expires_at < now + LEASE)
    session.execute(update(lease).where(led).values(expires_at=now + LEASE))
    return True


def is_ours(session: Session, *, key: str, owner: str) -> bool:
    """Whether the run is running and this owner's."""
    return session.scalar(select(run.c.id).where(_ours(key, owner))) is not None


def complete(session: Session, *, key: str, owner: str, note: str, now: datetime, state: str = "done") -> None:
    """End the run, in the transaction of its result. Conflict, and so nothing kept, when another has taken it over."""
    values = {"state": state, "note": note[:4000], "finished_at": now, "heartbeat_at": now}
    ended = update(run).where(_ours(key, owner)).values(**values)
    if session.execute(ended.returning(run.c.id)).first() is None:
        raise Conflict("conflict.running")


def lead(session: Session, *, owner: str, now: datetime, name: str = "scheduler") -> int | None:
    """The fencing number when this owner may lead until the lease ends; None while another one does."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    until = now + LEASE
    first = make(lease).values(name=name, owner=owner, fence=1, ticked_at=now, expires_at=until)
    session.execute(first.on_conflict_do_nothing())
    free = (lease.c.name == name) & ((lease.c.owner == owner) | (lease.c.expires_at <= now))
    # Taking over raises the number, so that whoever was overtaken can be told apart.
    fence = lease.c.fence + case((lease.c.owner == owner, 0), else_=1)
    taken = update(lease).where(free).values(owner=owner, fence=fence, ticked_at=now, expires_at=until)
    mine: int | None = session.scalar(taken.returning(lease.c.fence))
    return mine


def yield_lead(session: Session, *, owner: str, now: datetime, name: str = "scheduler") -> None:
    """Give the lease back at a clean end."""
    session.execute(update(lease).where(lease.c.name == name, lease.c.owner == owner).values(expires_at=now))


def _ours(key: str, owner: str) -> ColumnElement[bool]:
    return and_(run.c.key == key, run.c.owner == owner, run.c.state == "running")


def _wanted() -> Select[Any]:
    return select(*(getattr(run.c, name) for name in RunRow.__dataclass_fields__))
