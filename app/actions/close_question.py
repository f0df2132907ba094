"""The office closes a question; it stays where it was asked, with all that was said."""

from __future__ import annotations

from datetime import datetime

from app.actions.ask_question import note
from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.questions import Kind, next_entry
from app.storage import audit, question_keeping, questions


def close_question(house: House, *, person: Person, question: str, text: str = "", now: datetime) -> None:
    """Close it, with words or without. NotFound for a question of another region; Conflict when it is closed."""
    must(person, Permission.ASK)
    with house.sessions.begin() as session:
        audit.lock(session)
        known = questions.one(session, person, question)
        entry = next_entry(known.entries, person, Kind.CLOSE, text, now)
        question_keeping.add_entry(session, question, entry)
        note(session, question, person, "question.close", known.member, entry)
