"""Keys of requests that count once: a person's own, kept for a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import Unprocessable
from app.storage.tables import idempotency as _kept

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Once:
    """A request that shall count once. `fingerprint`: a hash of all that it asks; the same key with another one is
    a mistake of the caller."""

    key: str
    fingerprint: str


@dataclass(frozen=True)
class Held:
    """What a request with this key came to. `made`: it made the submission, rather than find the same bytes there."""

    submission: str
    made: bool


def held(session: Session, person: str, once: Once, now: datetime) -> Held | None:
    """What this person's request came to when it was first made; None when the key is new or a week old.

    Unprocessable when the key stood for something else.
    """
    mine = (_kept.c.person == person) & (_kept.c.key == once.key) & (_kept.c.at > now - KEPT)
    row = session.execute(select(_kept.c.fingerprint, _kept.c.submission, _kept.c.made).where(mine)).first()
    if row is None:
        return None
    if row.fingerprint != once.fingerprint:
        raise Unprocessable("idempotency-key-reused")
    return Held(row.submission, row.made)


def hold(session: Session, person: str, once: Once, found: Held, now: datetime) -> None:
    """Keep the key, in the transaction of what it stands for; an old one of the same name makes room."""
    session.execute(delete(_kept).where(_kept.c.person == person, _kept.c.key == once.key))
    values = {"key": once.key, "fingerprint": once.fingerprint, "submission": found.submission, "made": found.made}
    session.execute(insert(_kept).values(person=person, at=now, **values))


def forget(session: Session, now: datetime) -> int:
    """Keys that are a week old stand for nothing any more; how many there were."""
    gone = delete(_kept).where(_kept.c.at <= now - KEPT).returning(_kept.c.key)
    return len(session.execute(gone).all())
