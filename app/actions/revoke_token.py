"""End an API token."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Person
from app.storage import audit, enrolling


def revoke_token(house: House, *, person: Person, token_id: str, now: datetime) -> None:
    """The person's token works no more; NotFound when it is not theirs."""
    with house.sessions.begin() as session:
        enrolling.revoke_token(session, person_id=person.id, token_id=token_id, now=now)
        audit.write(
            session, at=now, actor=person, action="token.revoke", object=f"token:{token_id}", region=person.region,
            member=person.member,
        )  # fmt: skip
