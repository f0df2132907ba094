"""The stored preview of a draft."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.previews import Preview
from app.domain.results_json import preview_from_json, to_json
from app.storage.tables import preview


def of_submission(session: Session, submission: str) -> Preview | None:
    """What the submission would change, or changed when it was submitted; None where that was not looked at."""
    text = session.scalar(select(preview.c.content).where(preview.c.submission == submission))
    return preview_from_json(text) if text is not None else None


def keep(session: Session, submission: str, found: Preview, now: datetime) -> None:
    """Keep it in place of what was known before."""
    session.execute(delete(preview).where(preview.c.submission == submission))
    session.execute(insert(preview).values(submission=submission, content=to_json(found), computed_at=now))
