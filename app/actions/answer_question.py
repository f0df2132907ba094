"""Answer a question, or add to it: either side, until it is closed."""

from __future__ import annotations

from datetime import datetime

from app.actions.ask_question import note
from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.questions import Kind, next_entry
from app.storage import audit, question_keeping, questions


def answer_question(house: House, *, person: Person, question: str, text: str, now: datetime) -> None:
    """Add these words. NotFound for a question about another's member; Conflict once it is closed."""
    must(person, Permission.DISCUSS)
    with house.sessions.begin() as session:
        audit.lock(session)
        known = questions.one(session, person, question)
        entry = next_entry(known.entries, person, Kind.SAY, text, now)
        question_keeping.add_entry(session, question, entry)
        note(session, question, person, "question.answer", known.member, entry)
