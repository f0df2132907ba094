"""The office closes a question; it stays where it was asked, with all that was said."""

from __future__ import annotations

from datetime import datetime

from app.actions.ask_question import add
from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.questions import Kind


def close_question(house: House, *, person: Person, question: str, text: str = "", now: datetime) -> None:
    """Close it, with words or without. NotFound for a question of another region; Conflict when it is closed."""
    must(person, Permission.ASK)
    add(house, person, question, Kind.CLOSE, text, "question.close", now)
