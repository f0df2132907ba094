"""People, and what lets them in: sessions, API tokens, invitations. Secret words are kept as hashes alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from app.domain.access import Person, Role
from app.domain.errors import NotFound
from app.storage import tables
from app.storage.tables import invitation as _invitation
from app.storage.tables import person as _person
from app.storage.tables import session as _session
from app.storage.tables import token as _token

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class PersonRow:
    id: str
    email: str
    name: str
    role: Role
    member: str | None
    region: str | None
    language: str
    created_at: datetime
    left_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class InvitationRow:
    id: str
    email: str
    name: str
    role: Role
    member: str | None
    region: str | None
    language: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    resets: bool


@dataclass(frozen=True)
class TokenRow:
    id: str
    name: str
    scope: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


def hashed(word: str) -> str:
    """What is kept of a secret word. The words are random and long: a plain hash is enough."""
    return sha256(word.encode()).hexdigest()


def by_session(session: Session, token: str, now: datetime) -> Person | None:
    """Who holds this session; None when it has ended, was idle for 30 minutes, or is 12 hours old."""
    alive = _session.c.ended_at.is_(None) & (_session.c.seen_at > now - IDLE) & (_session.c.created_at > now - LONGEST)
    wanted = (
        _here().join(_session, _session.c.person == _person.c.id).where(_session.c.word_hash == hashed(token), alive)
    )
    row = session.execute(wanted).first()
    return _as_person(row) if row else None


def by_token(session: Session, token: str, now: datetime) -> Person | None:
    """Who holds this API token; None when it is revoked or over."""
    wanted = (
        _here().join(_token, _token.c.person == _person.c.id).where(_token.c.word_hash == hashed(token), _good(now))
    )
    row = session.execute(wanted).first()
    return _as_person(row) if row else None


def scope_of(session: Session, token: str, now: datetime) -> str | None:
    """`read` or `send`; None for a token that is not good."""
    return session.scalar(select(_token.c.scope).where(_token.c.word_hash == hashed(token), _good(now)))


def token(session: Session, word: str, now: datetime) -> TokenRow | None:
    """The token with this word; None for one that is not good."""
    columns = (getattr(_token.c, name) for name in TokenRow.__dataclass_fields__)
    row = session.execute(select(*columns).where(_token.c.word_hash == hashed(word), _good(now))).first()
    return TokenRow(*row) if row else None


def one(session: Session, id: str) -> Person:
    """The person; NotFound when there is none or they have left."""
    row = session.execute(_here().where(_person.c.id == id)).first()
    if row is None:
        raise NotFound("not_found")
    return _as_person(row)


def by_email(session: Session, email: str) -> Person | None:
    """The person with this address, if they are still here."""
    row = session.execute(_here().where(_person.c.email == email.strip().lower())).first()
    return _as_person(row) if row else None


def in_region(session: Session, region: str) -> list[PersonRow]:
    """The office of the region and the operators of its members, also those who left."""
    own = select(tables.member.c.code).where(tables.member.c.region == region)
    return _rows(session, or_(_person.c.region == region, _person.c.member.in_(own)))


def of_member(session: Session, member: str) -> list[PersonRow]:
    """The people of a member's operator, also those who left."""
    return _rows(session, _person.c.member == member)


def oldest_uploaders(session: Session) -> dict[str, str]:
    """By member the id of the uploader who has been here longest."""
    here = _person.c.left_at.is_(None) & (_person.c.role == Role.UPLOADER.value)
    newest_first = (_person.c.created_at.desc(), _person.c.id.desc())
    rows = session.execute(select(_person.c.member, _person.c.id).where(here).order_by(*newest_first))
    return {row.member: row.id for row in rows}


def invitation(session: Session, token: str, now: datetime) -> InvitationRow | None:
    """The invitation with this word, while it can be used."""
    good = _invitation.c.used_at.is_(None) & (_invitation.c.expires_at > now)
    row = session.execute(select(_invitation).where(_invitation.c.word_hash == hashed(token), good)).first()
    return _as_invitation(row) if row else None


def tokens_of(session: Session, person_id: str) -> list[TokenRow]:
    """The API tokens of a person, newest first; never the words themselves."""
    columns = (getattr(_token.c, name) for name in TokenRow.__dataclass_fields__)
    wanted = select(*columns).where(_token.c.person == person_id).order_by(_token.c.created_at.desc())
    return [TokenRow(*row) for row in session.execute(wanted)]


def _good(now: datetime) -> ColumnElement[bool]:
    return _token.c.revoked_at.is_(None) & (_token.c.expires_at > now)


def _here() -> Select[Any]:
    names = ("id", "email", "name", "role", "member", "region", "language", "digits")
    return select(*(getattr(_person.c, name) for name in names)).where(_person.c.left_at.is_(None))


def _as_person(row: Row[Any]) -> Person:
    return Person(row.id, row.email, row.name, Role(row.role), row.member, row.region, row.language, row.digits)


def _rows(session: Session, which: ColumnElement[bool]) -> list[PersonRow]:
    seen = (
        select(_session.c.person, func.max(_session.c.seen_at).label("seen_at")).group_by(_session.c.person).subquery()
    )
    wanted = select(_person, seen.c.seen_at).outerjoin(seen, seen.c.person == _person.c.id).where(which)
    return [
        PersonRow(
            r.id, r.email, r.name, Role(r.role), r.member, r.region, r.language, r.created_at, r.left_at, r.seen_at
        )
        for r in session.execute(wanted.order_by(_person.c.member, _person.c.name, _person.c.id))
    ]


def _as_invitation(r: Row[Any]) -> InvitationRow:
    return InvitationRow(
        r.id, r.email, r.name, Role(r.role), r.member, r.region, r.language, r.created_at, r.expires_at, r.used_at,
        r.resets,
    )  # fmt: skip
