"""Declare a region, and the cycle that it is measured in."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.members import Region
from app.storage import audit, regions


def declare_region(house: House, *, region: Region, cycle: str, now: datetime) -> None:
    """Add the region; nothing happens when one of that code is there."""
    with house.sessions.begin() as session:
        if regions.declare_region(session, region, cycle):
            audit.write(
                session, at=now, actor=None, action="region.declare", object=f"region:{region.code}", region=region.code
            )
