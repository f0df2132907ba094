"""The audit log: who did what, each row bound to the one before by its hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.domain.access import Person
from app.domain.deeds import DEEDS
from app.storage.tables import audit

START = "0" * 64
_HEAD_LOCK = 0x0BA21A


def write(
    session: Session,
    *,
    at: datetime,
    actor: Person | None,
    action: str,
    object: str,
    region: str | None = None,
    member: str | None = None,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> int:
    """Add one row after the newest; its number. Others who write wait until this transaction has ended.

    ValueError for a deed that the log has no words for.
    """
    if action not in DEEDS:
        raise ValueError(action)
    lock(session)
    seq, previous = head(session)
    values = {
        "seq": seq + 1, "at": at, "actor": actor.id if actor else None, "action": action, "object": object,
        "region": region, "member": member, "reason": reason, "previous_hash": previous,
        "details": json.dumps(details or {}, sort_keys=True, ensure_ascii=True, default=str),
    }  # fmt: skip
    session.execute(insert(audit).values(**values, hash=_hash(values)))
    return seq + 1


def lock(session: Session) -> None:
    """Wait until nobody else writes. SQLite knows one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_HEAD_LOCK)))


def _hash(values: Mapping[str, object]) -> str:
    at = values["at"]
    assert isinstance(at, datetime)
    shown = {**values, "at": f"{at.timestamp():.6f}"}
    return sha256(json.dumps(shown, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def head(session: Session) -> tuple[int, str]:
    """The newest number and hash; (0, START) for an empty log."""
    row = session.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return (row.seq, row.hash) if row else (0, START)


def problems(session: Session) -> list[str]:
    """What does not fit in the chain: gaps, changed rows, wrong links. Empty when the log is whole."""
    found, expected, previous = [], 1, START
    for row in session.execute(select(audit).order_by(audit.c.seq)).mappings():
        values = {key: value for key, value in row.items() if key != "hash"}
        if row["seq"] != expected:
            found.append(f"row {expected} is missing")
        if row["previous_hash"] != previous:
            found.append(f"row {row['seq']} does not follow the row before it")
        if row["hash"] != _hash(values):
            found.append(f"row {row['seq']} was changed")
        expected, previous = row["seq"] + 1, row["hash"]
    return found


def tells(session: Session, action: str, object: str, details: Mapping[str, object]) -> bool:
    """Whether a row of this action on this object tells of all these details."""
    same = select(audit.c.details).where(audit.c.action == action, audit.c.object == object)
    wanted = dict(details).items()
    return any(wanted <= json.loads(told).items() for told in session.scalars(same))


def details_of(session: Session, action: str) -> dict[str, dict[str, object]]:
    """What the newest row of this action told of each object."""
    wanted = select(audit.c.object, audit.c.details).where(audit.c.action == action).order_by(audit.c.seq)
    return {object: json.loads(details) for object, details in session.execute(wanted)}
