"""The demo's editions: drafted after the grace, shown to the members, frozen and published, day by day."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.house import House
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.domain.access import Person
from app.domain.periods import Quarter
from app.storage import editions


def publish_quarter(house: House, *, region: str, quarter: Quarter, person: Person, begun: datetime) -> int | None:
    """Publish the first edition of a quarter; None when one is published already."""
    with house.sessions() as session:
        if editions.newest_published(session, region, quarter) is not None:
            return None
    edition = draft_edition(house, person=person, region=region, quarter=quarter, now=begun)
    for days, step in ((1, preview_edition), (8, freeze_edition), (10, publish_edition)):
        step(house, person=person, edition=edition, now=begun + timedelta(days=days))
    return edition
