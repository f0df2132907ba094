"""Bring the regions, members, cycle and INFORM values of the handbook into the database."""

from __future__ import annotations

from datetime import datetime

from app import handbook
from app.actions.house import House
from app.storage import audit, regions

INSTALLED = "handbook.install"
"""What the audit log calls it."""


def install_handbook(house: House, *, now: datetime) -> None:
    """Add what is new; what was changed in the database since stays as it is. Run twice: nothing the second time."""
    cycle = handbook.cycle()
    known_regions, members = handbook.members()
    with house.sessions.begin() as session:
        written = [regions.declare_cycle(session, cycle)]
        written += [regions.declare_region(session, region, cycle.code) for region in known_regions]
        written += [regions.declare_member(session, member, change=False) for member in members]
        written += [regions.declare_inform(session, value) for value in handbook.inform()]
        if any(written):
            audit.write(
                session, at=now, actor=None, action=INSTALLED, object=f"cycle:{cycle.code}",
                details={"written": sum(written)},
            )  # fmt: skip
