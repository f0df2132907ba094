"""Marks on the whole database, such as `synthetic`, that every page must show."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.storage.tables import flag


def get(session: Session, name: str) -> str | None:
    """The value of the mark; None when it is not set."""
    return session.scalar(select(flag.c.value).where(flag.c.name == name))


def put(session: Session, name: str, value: str | None) -> None:
    """Set the mark, or take it away with None."""
    session.execute(delete(flag).where(flag.c.name == name))
    if value is not None:
        session.execute(insert(flag).values(name=name, value=value))
