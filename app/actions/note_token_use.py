"""Note when an API token was last used."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.storage import enrolling


def note_token_use(house: House, *, token: str, now: datetime) -> None:
    """Write the time down; nothing happens for a word that is no token."""
    with house.sessions.begin() as session:
        enrolling.use_token(session, token, now)
