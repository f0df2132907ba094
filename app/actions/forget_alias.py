"""A person of the operator removes a name that was taken for a column of ours."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must
from app.domain.errors import NotFound
from app.storage import aliases, audit, regions


def forget_alias(house: House, *, person: Person, dataset: str, name: str, now: datetime) -> None:
    """Forget the name for the person's own member; NotFound when it has no such name. Files checked before stay."""
    must(person, Permission.SEND)
    member = str(person.member)
    with house.sessions.begin() as session:
        column = aliases.forget(session, member=member, dataset=dataset, name=name)
        if column is None:
            raise NotFound("not_found")
        audit.write(
            session, at=now, actor=person, action="alias.forget", object=f"alias:{dataset}",
            region=regions.member(session, member).region, member=member, details={"name": name, "column": column},
        )  # fmt: skip
