"""Declare a member of a region, or what changed about it."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.members import Member
from app.storage import audit, regions


def declare_member(house: House, *, member: Member, now: datetime) -> None:
    """Add the member, or write what is different. The handbook's installation does not undo it."""
    with house.sessions.begin() as session:
        if regions.declare_member(session, member, change=True):
            audit.write(
                session, at=now, actor=None, action="member.declare", object=f"member:{member.code}",
                region=member.region, member=member.code,
            )  # fmt: skip
