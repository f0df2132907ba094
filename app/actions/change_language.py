"""A person chooses a language."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Person
from app.domain.errors import BadRequest
from app.domain.members import LANGUAGES
from app.storage import audit, enrolling


def change_language(house: House, *, person: Person, language: str, now: datetime) -> None:
    """From now on pages and mail are in this language; BadRequest for one that is not ours."""
    if language not in LANGUAGES:
        raise BadRequest("bad_request.language")
    with house.sessions.begin() as session:
        enrolling.change_person(session, person.id, language=language)
        audit.write(session, at=now, actor=person, action="person.language", object=f"person:{person.id}")
