"""The code page that a member chose last. It is offered first for the next file that needs one, never applied."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.storage.tables import reading


def encoding_of(session: Session, member: str) -> str | None:
    """The code page chosen last for a file of the member; None where none ever was."""
    return session.scalar(select(reading.c.encoding).where(reading.c.member == member))


def remember(session: Session, *, member: str, encoding: str, person: str, now: datetime) -> None:
    """Keep this choice in the place of the one before."""
    session.execute(delete(reading).where(reading.c.member == member))
    session.execute(insert(reading).values(member=member, encoding=encoding, chosen_by=person, chosen_at=now))
