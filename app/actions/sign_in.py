"""Sign in with address and password; guessing is slow for whoever guesses, and cheap for us."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions import passwords
from app.actions.house import House
from app.domain.errors import SignInNeeded, TooOften
from app.storage import audit, enrolling, people

_FREE = {"account": 5, "address": 30}
_LONGEST_SECONDS = 900
_FORGOTTEN = timedelta(hours=24)


def sign_in(house: House, *, email: str, password: str, now: datetime, address: str) -> str:
    """The word of a new session. SignInNeeded does not say which part was wrong; TooOften says how long to wait."""
    account = email.strip().lower()[:200]
    keys = {"account": f"account:{account}", "address": f"address:{address[:80]}"}
    with house.sessions() as session:
        for kind, key in keys.items():
            _must_wait(session, kind, key, now)
        found = enrolling.password_of(session, account)
    if not passwords.fits(found[1] if found else None, password) or found is None:
        with house.sessions.begin() as session:
            audit.lock(session)
            for key in keys.values():
                enrolling.note_failure(session, key, _count(session, key, now) + 1, now)
        raise SignInNeeded("sign_in.wrong")
    word = secrets.token_urlsafe(32)
    with house.sessions.begin() as session:
        person = people.one(session, found[0])
        enrolling.forget_failures(session, keys["account"])
        enrolling.add_session(session, word=word, person_id=person.id, now=now)
        audit.write(
            session, at=now, actor=person, action="person.sign_in", object=f"person:{person.id}", region=person.region,
            member=person.member,
        )  # fmt: skip
    return word


def _count(session: Session, key: str, now: datetime) -> int:
    found = enrolling.failures(session, key)
    return found[0] if found and now - found[1] < _FORGOTTEN else 0


def _must_wait(session: Session, kind: str, key: str, now: datetime) -> None:
    """TooOften while the wait lasts that doubles with every failure beyond the free ones."""
    found = enrolling.failures(session, key)
    beyond = _count(session, key, now) - _FREE[kind]
    if found is None or beyond < 0:
        return
    until = found[1] + timedelta(seconds=min(5 * 2 ** min(beyond, 10), _LONGEST_SECONDS))
    if now < until:
        raise TooOften("too_often", seconds=int((until - now).total_seconds()) + 1)
