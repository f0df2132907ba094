"""A person of the office has a letter that failed sent again."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.storage import audit, letters


def send_letter_again(house: House, *, person: Person, letter: int, now: datetime) -> None:
    """It is due at once and goes out with the next round; NotFound outside the person's region, Conflict once sent."""
    must(person, Permission.DECIDE)
    with house.sessions.begin() as session:
        row = letters.again(session, letter, region=str(person.region), now=now)
        audit.write(
            session, at=now, actor=person, action="letter.again", object=f"letter:{letter}", region=person.region,
            member=row.member, details={"kind": row.kind, "attempts": row.attempts},
        )  # fmt: skip
