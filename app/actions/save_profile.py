"""A person of the operator keeps a mapping profile for files of its own systems."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.storage import audit, profiles, regions
from ingest.profile_making import Wish, profile_toml


def save_profile(house: House, *, person: Person, wish: Wish, now: datetime) -> int:
    """The number of the version: 1, or one more than the member's newest of that name. The same choices again make no
    new version. ProfileError for choices that contradict each other."""
    must(person, Permission.SEND)
    content, member = profile_toml(wish), str(person.member)
    with house.sessions.begin() as session:
        audit.lock(session)
        before = profiles.newest(session, member, wish.name)
        if before is not None and before.content == content:
            return before.version
        version = profiles.add(session, member=member, name=wish.name, content=content, person_id=person.id, now=now)
        audit.write(
            session, at=now, actor=person, action="profile.save", object=f"profile:{wish.name}@{version}",
            region=regions.member(session, member).region, member=member, details={"columns": dict(wish.columns)},
        )  # fmt: skip
        return version
