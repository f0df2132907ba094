"""Show a draft edition to the members it is about."""

from __future__ import annotations

from datetime import datetime

from app.actions.draft_edition import must_administer
from app.actions.house import House
from app.domain.access import Person
from app.storage import audit, editions
from app.storage.edition_steps import step


def preview_edition(house: House, *, person: Person, edition: int, now: datetime) -> int:
    """From draft to preview. Conflict from any other state."""
    with house.sessions.begin() as session:
        row = editions.one(session, edition)
        must_administer(person, row.region)
        step(session, row, before="draft", after="preview", previewed_at=now)
        audit.write(
            session, at=now, actor=person, action="edition.preview", object=f"edition:{edition}", region=row.region
        )
    return edition
