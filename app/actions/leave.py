"""A person leaves: their sessions and tokens end at once, their deeds stay."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import NotFound
from app.storage import audit, enrolling, people, regions


def leave(house: House, *, person: Person, leaver: str, now: datetime) -> None:
    """End the account of a person of the administrator's region."""
    must(person, Permission.ADMINISTER)
    with house.sessions.begin() as session:
        found = people.one(session, leaver)
        if found.member is not None:
            must_cover(person, member=found.member, region=regions.member(session, found.member).region)
        elif found.region is not None and found.region != person.region:
            raise NotFound("not_found")
        enrolling.change_person(session, leaver, left_at=now)
        enrolling.end_all(session, leaver, now)
        enrolling.end_invitations(session, found.email, now)
        audit.write(
            session, at=now, actor=person, action="person.leave", object=f"person:{leaver}", region=person.region,
            member=found.member,
        )  # fmt: skip
