"""Declare a cycle: the quarters that are measured together."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.domain.periods import Cycle
from app.storage import audit, regions


def declare_cycle(house: House, *, cycle: Cycle, now: datetime) -> None:
    """Add the cycle; nothing happens when one of that code is there."""
    with house.sessions.begin() as session:
        if regions.declare_cycle(session, cycle):
            audit.write(session, at=now, actor=None, action="cycle.declare", object=f"cycle:{cycle.code}")
