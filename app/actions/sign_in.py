"""Sign in with address and password; guessing is slow for whoever guesses, and cheap for us."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.actions import passwords
from app.actions.house import House
from app.domain.errors import SignInNeeded, TooOften
from app.storage import audit, enrolling, people

_FREE = {"account": 5, "address": 30, "device": 5}
_LONGEST_SECONDS = 900
_FORGOTTEN = timedelta(hours=24)
DEVICE_HOLDS = timedelta(days=180)
"""How long a browser stays known after it signed in."""


def sign_in(house: House, *, email: str, password: str, now: datetime, address: str, device: str = "") -> str:
    """The word of a new session. SignInNeeded does not say which part was wrong; TooOften says how long to wait.

    `device`: the mark that an earlier session left with the browser. Where it is of this account its failures are
    counted by themselves, so that strangers who guess lock nobody out of their own browser (OWASP, device cookies).
    """
    account = email.strip().lower()[:200]
    with house.sessions() as session:
        found = enrolling.password_of(session, account)
        keys = {"account": f"account:{account}", "address": f"address:{address[:80]}"}
        if found is not None and enrolling.was_here(session, device, found[0], since=now - DEVICE_HOLDS):
            keys = {"device": f"device:{device}"}
        for kind, key in keys.items():
            _must_wait(session, kind, key, now)
    if not passwords.fits(found[1] if found else None, password) or found is None:
        with house.sessions.begin() as session:
            audit.lock(session)
            for key in keys.values():
                enrolling.note_failure(session, key, _count(session, key, now) + 1, now)
        raise SignInNeeded("sign_in.wrong")
    word = secrets.token_urlsafe(32)
    with house.sessions.begin() as session:
        person = people.one(session, found[0])
        for key in (key for kind, key in keys.items() if kind != "address"):
            enrolling.forget_failures(session, key)
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
        raise TooOften("too_often", count=int((until - now).total_seconds()) + 1)
