"""Throw away what was kept for a while only: keys of requests a week old, uploads a day old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.house import House
from app.storage import once, partials


@dataclass(frozen=True)
class Swept:
    """How much of each is gone."""

    keys: int
    uploads: int


def sweep(house: House, *, now: datetime) -> Swept:
    """Nothing that counts is among it; the same again throws nothing more away."""
    uploads = partials.sweep(house.data, now)
    with house.sessions.begin() as session:
        return Swept(keys=once.forget(session, now), uploads=uploads)
