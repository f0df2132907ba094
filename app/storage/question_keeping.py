"""What is written of questions: a new one, and one more entry. Called by actions alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain.questions import Entry
from app.storage.tables import question, question_entry


def add(session: Session, *, id: str, submission: str, asked_at: datetime, **about: str) -> None:
    """A new question, still without its words. `about`: member, dataset, period, product, partner, measure."""
    session.execute(insert(question).values(id=id, submission=submission, asked_at=asked_at, **about))


def add_entry(session: Session, question_id: str, entry: Entry) -> None:
    """One more entry; the database refuses it after the one that closed the question."""
    session.execute(
        insert(question_entry).values(
            question=question_id, place=entry.place, kind=entry.kind.value, side=entry.side.value, by=entry.by,
            at=entry.at, text=entry.text,
        )
    )  # fmt: skip
