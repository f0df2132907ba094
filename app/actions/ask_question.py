"""The office asks a member's people about a value, or about a whole submission."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.question_letter import write_question_letters
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import NotFound
from app.domain.questions import Entry, Kind, next_entry
from app.domain.value_history import ValueKey, stood
from app.storage import audit, question_keeping, questions, regions, submissions, value_history


def ask_question(house: House, *, person: Person, about: ValueKey | str, text: str, now: datetime) -> str:
    """Ask; the id of the question. `about`: a value, or the id of a submission.

    NotFound for a foreign one, and for what has not left its house: the office knows of no drafts.
    """
    must(person, Permission.ASK)
    with house.sessions.begin() as session:
        audit.lock(session)
        if isinstance(about, str):
            row = submissions.visible(session, person, about)
            submission, member = _left(row.submitted_at, row.id), row.member
            told = {"dataset": row.dataset, "period": "", "product": "", "partner": "", "measure": ""}
        else:
            submission, member = _version(session, person, about, now), about.member
            told = {"dataset": about.dataset, "period": about.period, "product": about.product,
                    "partner": about.partner, "measure": about.measure}  # fmt: skip
        entry, id = next_entry((), person, Kind.ASK, text, now), str(uuid.uuid4())
        question_keeping.add(session, id=id, submission=submission, asked_at=now, member=member, **told)
        question_keeping.add_entry(session, id, entry)
        note(session, id, person, "question.ask", member, entry)
        write_question_letters(house, session, person=person, question=id, entry=entry)
    return id


def add(house: House, person: Person, question: str, kind: Kind, text: str, action: str, now: datetime) -> None:
    """Add an entry with its audit row. NotFound for a question that the person may not see; Conflict once closed."""
    with house.sessions.begin() as session:
        audit.lock(session)
        known = questions.one(session, person, question)
        entry = next_entry(known.entries, person, kind, text, now)
        question_keeping.add_entry(session, question, entry)
        note(session, question, person, action, known.member, entry)
        write_question_letters(house, session, person=person, question=question, entry=entry)


def note(session: Session, id: str, person: Person, action: str, member: str, entry: Entry) -> None:
    """The audit row of an entry, its words with it."""
    region = regions.member(session, member).region
    audit.write(
        session, at=entry.at, actor=person, action=action, object=f"question:{id}", region=region, member=member,
        reason=entry.text, details={"place": entry.place, "side": entry.side.value},
    )  # fmt: skip


def _left(submitted_at: datetime | None, id: str) -> str:
    if submitted_at is None:
        raise NotFound("not_found")
    return id


def _version(session: Session, person: Person, key: ValueKey, now: datetime) -> str:
    """The version that stands; where none does, the newest that had left its house."""
    must_cover(person, member=key.member, region=regions.member(session, key.member).region)
    sent = [one for one in value_history.versions(session, person, key) if one.submitted_at is not None]
    if not sent:
        raise NotFound("not_found")
    return (stood(sent, now) or sent[-1]).submission
