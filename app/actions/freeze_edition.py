"""Freeze an edition: what was accepted by now, under a digest, and nothing else any more."""

from __future__ import annotations

from datetime import datetime

from app.actions.draft_edition import accepted_result, must_administer
from app.actions.house import House
from app.domain.access import Person
from app.storage import audit, editions
from app.storage.edition_steps import digest, step


def freeze_edition(house: House, *, person: Person, edition: int, now: datetime) -> int:
    """From preview to frozen, with the accepted figures of this moment. The database itself keeps it from then on."""
    with house.sessions() as session:
        row = editions.one(session, edition)
    must_administer(person, row.region)
    result = accepted_result(house, row.region, row.quarter, now)
    with house.sessions.begin() as session:
        audit.lock(session)
        row = editions.one(session, edition)
        name = digest(session, row, result)
        step(
            session, row, before="preview", after="frozen", result=result, digest=name, frozen_at=now,
            frozen_by=person.id,
        )  # fmt: skip
        audit.write(
            session, at=now, actor=person, action="edition.freeze", object=f"edition:{edition}", region=row.region,
            details={"digest": name},
        )  # fmt: skip
    return edition
