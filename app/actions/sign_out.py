"""End a session."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.storage import enrolling


def sign_out(house: House, *, token: str, now: datetime) -> None:
    """The session with this word is over; nothing happens where there is none."""
    with house.sessions.begin() as session:
        enrolling.end_session(session, token, now)
