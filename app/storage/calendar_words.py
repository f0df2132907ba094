"""The secret words in the addresses of members' calendars, kept as hashes, and how often a calendar has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.storage.people import hashed
from app.storage.tables import audit, calendar_word


@dataclass(frozen=True)
class Version:
    """How often what a calendar says was changed, and when last."""

    number: int
    at: datetime


def member_of(session: Session, word: str) -> str | None:
    """Whose calendar has this word in its address; None for a word that nobody made, or that was replaced."""
    wanted = select(calendar_word.c.member).where(calendar_word.c.word_hash == hashed(word))
    return session.scalar(wanted)


def made_at(session: Session, member: str) -> datetime | None:
    """When the member's address was made; None when it has none."""
    found: datetime | None = session.scalar(
        select(calendar_word.c.made_at).where(calendar_word.c.member == member)
    )  # fmt: skip
    return found


def replace(session: Session, *, member: str, word: str, person: str, now: datetime) -> None:
    """Give the member this word; the one before opens nothing any more."""
    session.execute(delete(calendar_word).where(calendar_word.c.member == member))
    values = {"member": member, "word_hash": hashed(word), "made_at": now, "made_by": person}
    session.execute(insert(calendar_word).values(**values))


def version(session: Session, *, member: str, cycle: str) -> Version:
    """The version of a member's calendar: how often its cycle or the member was changed, as the audit log knows."""
    objects = (f"member:{member}", f"cycle:{cycle}")
    row = session.execute(select(func.count(), func.max(audit.c.at)).where(audit.c.object.in_(objects))).one()
    newest = row[1] if row[1] is not None else made_at(session, member)
    if newest is None:
        raise ValueError(f"nothing is known of a calendar of {member}")
    return Version(row[0], newest)
