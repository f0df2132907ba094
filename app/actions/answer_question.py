"""Answer a question, or add to it: either side, until it is closed."""

from __future__ import annotations

from datetime import datetime

from app.actions.ask_question import add
from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.questions import Kind


def answer_question(house: House, *, person: Person, question: str, text: str, now: datetime) -> None:
    """Add these words. NotFound for a question about another's member; Conflict once it is closed."""
    must(person, Permission.DISCUSS)
    add(house, person, question, Kind.SAY, text, "question.answer", now)
