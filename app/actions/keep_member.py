"""An administrator changes what is kept of a member, with its audit row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must, must_cover
from app.domain.members import Member
from app.storage import audit, regions


def keep_member(
    house: House,
    *,
    person: Person,
    member: str,
    changed: Callable[[Member], Member],
    action: str,
    details: Callable[[Member, Member], Mapping[str, object]],
    now: datetime,
) -> None:
    """The member as `changed` makes it; nothing is noted where it stays the same. `details` of the audit row, from the
    member before and after. NotFound for a member of another region."""
    must(person, Permission.ADMINISTER)
    with house.sessions.begin() as session:
        # Locked before it is read: what others change meanwhile would be written over.
        audit.lock(session)
        before = regions.member(session, member)
        must_cover(person, member=member, region=before.region)
        after = changed(before)
        if regions.declare_member(session, after, change=True):
            audit.write(
                session, at=now, actor=person, action=action, object=f"member:{member}", region=before.region,
                member=member, details=dict(details(before, after)),
            )  # fmt: skip
