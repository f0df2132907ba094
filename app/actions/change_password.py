"""A person changes their password."""

from __future__ import annotations

from datetime import datetime

from app.actions import passwords
from app.actions.house import House
from app.domain.access import Person
from app.domain.errors import SignInNeeded
from app.storage import audit, enrolling


def change_password(house: House, *, person: Person, old: str, new: str, now: datetime) -> None:
    """Take the new one after the old one was given; all sessions end."""
    with house.sessions() as session:
        found = enrolling.password_of(session, person.email)
    if not passwords.fits(found[1] if found else None, old):
        raise SignInNeeded("sign_in.wrong")
    kept = passwords.hashed(new)
    with house.sessions.begin() as session:
        enrolling.change_person(session, person.id, password_hash=kept)
        enrolling.end_all(session, person.id, now, tokens=False)
        audit.write(session, at=now, actor=person, action="person.password", object=f"person:{person.id}")
