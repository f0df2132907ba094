"""Make a new secret address for the calendar of a person's own member."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.errors import NotFound
from app.storage import audit, calendar_words, regions


def make_calendar_address(house: House, *, person: Person, now: datetime) -> str:
    """The word of the address, told once. The address before stops working in the same moment."""
    must(person, Permission.SEND)
    if person.member is None:
        raise NotFound("not_found")
    word = secrets.token_urlsafe(24)
    with house.sessions.begin() as session:
        audit.lock(session)
        member = regions.member(session, person.member)
        calendar_words.replace(session, member=member.code, word=word, person=person.id, now=now)
        audit.write(
            session, at=now, actor=person, action="calendar.address", object=f"calendar:{member.code}",
            region=member.region, member=member.code,
        )  # fmt: skip
    return word
