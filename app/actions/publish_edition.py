"""Publish a frozen edition: readers see it from now on, and it never changes."""

from __future__ import annotations

from datetime import datetime

from app.actions.draft_edition import must_administer
from app.actions.house import House
from app.domain.access import Person
from app.storage import audit, editions
from app.storage.edition_steps import step


def publish_edition(house: House, *, person: Person, edition: int, now: datetime) -> int:
    """From frozen to published. Its reports are issued afterwards, by the scheduler or `issue_reports`."""
    with house.sessions.begin() as session:
        row = editions.one(session, edition)
        must_administer(person, row.region)
        step(session, row, before="frozen", after="published", published_at=now, published_by=person.id)
        audit.write(
            session, at=now, actor=person, action="edition.publish", object=f"edition:{edition}", region=row.region,
            details={"digest": row.digest},
        )  # fmt: skip
    return edition
