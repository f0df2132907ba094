"""The names that a member uses for our columns, remembered until somebody of it removes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.storage.tables import column_alias, person

_A = column_alias.c


@dataclass(frozen=True)
class Alias:
    """One name; `taken_by_name` said so at `taken_at`."""

    name: str
    column: str
    taken_at: datetime
    taken_by_name: str


def of(session: Session, member: str, dataset: str) -> list[Alias]:
    """The names of one member and dataset, in the order of names."""
    wanted = (
        select(_A.name, _A.column_name, _A.taken_at, person.c.name.label("taken_by_name"))
        .join(person, person.c.id == _A.taken_by)
        .where(_A.member == member, _A.dataset == dataset)
        .order_by(_A.name)
    )
    return [Alias(*row) for row in session.execute(wanted)]


def take(session: Session, *, member: str, dataset: str, name: str, column: str, person_id: str, now: datetime) -> None:
    """From now on the name stands for the column; what it stood for before is forgotten."""
    forget(session, member=member, dataset=dataset, name=name)
    session.execute(
        insert(column_alias).values(
            member=member, dataset=dataset, name=name, column_name=column, taken_at=now, taken_by=person_id
        )
    )


def forget(session: Session, *, member: str, dataset: str, name: str) -> str | None:
    """The column that the name stood for until now; None when it stood for none."""
    mine = (_A.member == member) & (_A.dataset == dataset) & (_A.name == name)
    return session.scalar(delete(column_alias).where(mine).returning(_A.column_name))
