"""What is written of people: accounts, sessions, invitations, tokens, attempts. Called by actions alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.domain.access import Role
from app.domain.errors import NotFound
from app.storage.people import hashed
from app.storage.tables import attempt, invitation, person, session, token


def add_person(
    db: Session,
    *,
    id: str,
    email: str,
    name: str,
    role: Role,
    member: str | None,
    region: str | None,
    language: str,
    password_hash: str | None,
    now: datetime,
) -> None:
    """A new account."""
    db.execute(
        insert(person).values(
            id=id, email=email, name=name, role=role.value, member=member, region=region, language=language,
            password_hash=password_hash, created_at=now,
        )
    )  # fmt: skip


def known(db: Session, email: str) -> tuple[str, bool] | None:
    """The id of the account with this address, and whether its person has left."""
    row = db.execute(select(person.c.id, person.c.left_at).where(person.c.email == email)).first()
    return (row.id, row.left_at is not None) if row else None


def password_of(db: Session, email: str) -> tuple[str, str] | None:
    """The id and the password hash of a person who is here and has one."""
    here = (person.c.email == email) & person.c.left_at.is_(None) & person.c.password_hash.is_not(None)
    row = db.execute(select(person.c.id, person.c.password_hash).where(here)).first()
    return (row.id, row.password_hash) if row else None


def change_person(db: Session, id: str, **values: object) -> None:
    """Write values of an account."""
    db.execute(update(person).where(person.c.id == id).values(**values))


def end_all(db: Session, person_id: str, now: datetime, *, tokens: bool = True) -> None:
    """End all sessions, and all tokens where asked, of a person."""
    db.execute(update(session).where(session.c.person == person_id, session.c.ended_at.is_(None)).values(ended_at=now))
    if tokens:
        mine = (token.c.person == person_id) & token.c.revoked_at.is_(None)
        db.execute(update(token).where(mine).values(revoked_at=now))


def add_session(db: Session, *, word: str, person_id: str, now: datetime) -> None:
    """A new session."""
    db.execute(insert(session).values(word_hash=hashed(word), person=person_id, created_at=now, seen_at=now))


def was_here(db: Session, mark: str, person_id: str, *, since: datetime) -> bool:
    """Whether this is the mark of a session that the person began since then, ended or not.

    The mark is the hash that is kept of the session's word: it opens nothing.
    """
    if len(mark) != 64 or not mark.isascii() or not mark.isalnum():
        return False
    theirs = (session.c.word_hash == mark) & (session.c.person == person_id) & (session.c.created_at > since)
    return db.execute(select(session.c.person).where(theirs)).first() is not None


def seen_at(db: Session, word: str) -> datetime | None:
    """When the session with this word was last used."""
    return db.scalar(select(session.c.seen_at).where(session.c.word_hash == hashed(word)))


def keep_session(db: Session, word: str, now: datetime) -> None:
    """Note that the session is in use."""
    db.execute(update(session).where(session.c.word_hash == hashed(word)).values(seen_at=now))


def end_session(db: Session, word: str, now: datetime) -> None:
    """End one session."""
    mine = (session.c.word_hash == hashed(word)) & session.c.ended_at.is_(None)
    db.execute(update(session).where(mine).values(ended_at=now))


def add_invitation(db: Session, *, word: str, **values: object) -> None:
    """A new invitation."""
    db.execute(insert(invitation).values(word_hash=hashed(word), **values))


def use_invitation(db: Session, id: str, now: datetime) -> bool:
    """Whether the invitation is now used up by us."""
    mine = update(invitation).where(invitation.c.id == id, invitation.c.used_at.is_(None)).values(used_at=now)
    return db.execute(mine.returning(invitation.c.id)).first() is not None


def end_invitations(db: Session, email: str, now: datetime) -> None:
    """Nothing that was handed out for this address opens anything any more."""
    mine = update(invitation).where(invitation.c.email == email, invitation.c.used_at.is_(None))
    db.execute(mine.values(used_at=now))


def add_token(db: Session, *, word: str, **values: object) -> None:
    """A new API token."""
    db.execute(insert(token).values(word_hash=hashed(word), **values))


def revoke_token(db: Session, *, person_id: str, token_id: str, now: datetime) -> None:
    """End a token of a person; NotFound when it is not theirs."""
    mine = (token.c.id == token_id) & (token.c.person == person_id)
    written = update(token).where(mine).values(revoked_at=now).returning(token.c.id)
    if db.execute(written).first() is None:
        raise NotFound("not_found")


def token_used_at(db: Session, word: str) -> datetime | None:
    """When the token with this word was last used."""
    return db.scalar(select(token.c.used_at).where(token.c.word_hash == hashed(word)))


def use_token(db: Session, word: str, now: datetime) -> None:
    """Note the last use of a token."""
    db.execute(update(token).where(token.c.word_hash == hashed(word)).values(used_at=now))


def failures(db: Session, key: str) -> tuple[int, datetime] | None:
    """How often signing in failed in a row under this key, and when last."""
    row = db.execute(select(attempt.c.failures, attempt.c.failed_at).where(attempt.c.key == key)).first()
    return (row.failures, row.failed_at) if row else None


def note_failure(db: Session, key: str, count: int, now: datetime) -> None:
    """Note one more failure."""
    db.execute(delete(attempt).where(attempt.c.key == key))
    db.execute(insert(attempt).values(key=key, failures=count, failed_at=now))


def forget_failures(db: Session, key: str) -> None:
    """A success ends the row of failures."""
    db.execute(delete(attempt).where(attempt.c.key == key))
