"""Throw away what was kept for a while only: keys of requests that are a week old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.house import House
from app.storage import once


@dataclass(frozen=True)
class Swept:
    """How much of each is gone."""

    keys: int


def sweep(house: House, *, now: datetime) -> Swept:
    """Nothing that counts is among it; the same again throws nothing more away."""
    with house.sessions.begin() as session:
        return Swept(keys=once.forget(session, now))
