"""Set a mark on the whole database that every page shows."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.storage import audit, flags


def set_flag(house: House, *, name: str, value: str | None, now: datetime) -> None:
    """Set the mark, or take it away with None."""
    with house.sessions.begin() as session:
        if flags.get(session, name) != value:
            flags.put(session, name, value)
            audit.write(session, at=now, actor=None, action="flag.set", object=f"flag:{name}", details={"value": value})
