"""The letters that wait to go out by mail, and what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.errors import Conflict, NotFound
from app.domain.letters import Letter, state_of
from app.storage.tables import letter, member, person

INTERRUPTED = "interrupted"
"""What `last_error` says from the moment that a letter is taken until its end is noted."""
_PERSON = letter.join(person, person.c.id == letter.c.person)
_HERE = person.c.left_at.is_(None)
_UNSENT = letter.c.sent_at.is_(None)


@dataclass(frozen=True)
class LetterRow:
    """A letter as the office sees it: never its words, which are for its reader alone."""

    id: int
    kind: str
    name: str
    address: str
    member: str | None
    created_at: datetime
    sent_at: datetime | None
    attempts: int
    last_error: str
    next_try_at: datetime | None

    @property
    def state(self) -> str:
        return state_of(sent_at=self.sent_at, attempts=self.attempts, next_try_at=self.next_try_at)


def add(session: Session, wanted: Sequence[Letter], *, now: datetime) -> int:
    """Keep the letters to be sent, in the transaction of what causes them; how many were new by their keys."""
    if not wanted:
        return 0
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{**asdict(one), "created_at": now, "attempts": 0, "last_error": "", "next_try_at": now} for one in wanted]
    added = make(letter).values(rows).on_conflict_do_nothing(index_elements=[letter.c.key])
    return len(session.execute(added.returning(letter.c.id)).all())


def due(session: Session, now: datetime, most: int) -> list[tuple[int, int]]:
    """Id and attempts of the letters to be sent by now, oldest first. Whoever has left gets no more mail."""
    wanted = select(letter.c.id, letter.c.attempts).select_from(_PERSON).where(_UNSENT, _HERE)
    wanted = wanted.where(letter.c.next_try_at <= now).order_by(letter.c.id).limit(most)
    return [(row.id, row.attempts) for row in session.execute(wanted)]


def take(session: Session, id: int, *, now: datetime, until: datetime) -> tuple[Letter, int] | None:
    """The letter and how often it has been tried, this time included; None when it is sent, or another has it.

    It is nobody else's until the given moment; after that a letter whose end was never noted is due again.
    """
    free = (letter.c.id == id) & _UNSENT & (letter.c.next_try_at <= now)
    columns = [letter.c[name] for name in Letter.__dataclass_fields__]
    row = session.execute(
        update(letter)
        .where(free)
        .values(attempts=letter.c.attempts + 1, next_try_at=until, last_error=INTERRUPTED)
        .returning(letter.c.attempts, *columns)
    ).first()
    return (Letter(*row[1:]), row[0]) if row else None


def sent(session: Session, id: int, now: datetime) -> None:
    """Note that the mail server took it over: it never goes out again."""
    session.execute(
        update(letter).where(letter.c.id == id).values(sent_at=now, last_error="", next_try_at=None)
    )  # fmt: skip


def failed(session: Session, id: int, *, error: str, next_try_at: datetime | None) -> None:
    """Note why it did not go out, and when it is tried again; None: when a person says so."""
    values = {"last_error": error[:1000], "next_try_at": next_try_at}
    session.execute(update(letter).where(letter.c.id == id, _UNSENT).values(**values))


def again(session: Session, id: int, *, region: str, now: datetime) -> LetterRow:
    """Make it due at once. NotFound outside the region; Conflict when it went out, or is on its way this minute."""
    row = next(iter(_rows(session, _of(region) & _HERE & (letter.c.id == id), 1)), None)
    if row is None:
        raise NotFound("not_found")
    on_its_way = row.last_error == INTERRUPTED and row.next_try_at is not None and row.next_try_at > now
    if row.sent_at is not None or on_its_way:
        raise Conflict("conflict.changed_meanwhile")
    session.execute(update(letter).where(letter.c.id == id, _UNSENT).values(next_try_at=now))
    return row


def of_region(session: Session, region: str, most: int) -> list[LetterRow]:
    """The letters to people of the region: those that failed, those that wait, then the newest that went out."""
    return _rows(session, _of(region) & or_(_HERE, letter.c.sent_at.is_not(None)), most)


def failing(session: Session, region: str) -> int:
    """How many letters to people of the region failed and did not go out since."""
    wanted = select(func.count()).select_from(_PERSON).where(_of(region), _UNSENT, _HERE, letter.c.attempts > 0)
    return session.scalar(wanted) or 0


def _of(region: str) -> ColumnElement[bool]:
    return or_(person.c.region == region, person.c.member.in_(select(member.c.code).where(member.c.region == region)))


def _rows(session: Session, which: ColumnElement[bool], most: int) -> list[LetterRow]:
    names = ("id", "kind", "address", "created_at", "sent_at", "attempts", "last_error", "next_try_at")
    order = (_UNSENT.desc(), and_(_UNSENT, letter.c.attempts > 0).desc(), letter.c.id.desc())
    wanted = select(person.c.name, person.c.member, *(letter.c[name] for name in names)).select_from(_PERSON)
    return [LetterRow(**row) for row in session.execute(wanted.where(which).order_by(*order).limit(most)).mappings()]
