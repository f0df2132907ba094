"""A person chooses the digits of Arabic pages."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Person
from app.domain.errors import BadRequest
from app.domain.members import DIGITS
from app.storage import audit, enrolling


def change_digits(house: House, *, person: Person, digits: str, now: datetime) -> None:
    """From now on Arabic pages have these digits, `latin` or `arabic`; BadRequest for others."""
    if digits not in DIGITS:
        raise BadRequest("bad_request.digits")
    with house.sessions.begin() as session:
        enrolling.change_person(session, person.id, digits=digits)
        audit.write(session, at=now, actor=person, action="person.digits", object=f"person:{person.id}")
