"""Note when an API token was last used."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.actions.house import House
from app.storage import enrolling

_AT_MOST_EVERY = timedelta(minutes=1)


def note_token_use(house: House, *, token: str, now: datetime) -> None:
    """Write the time down, at most once a minute; nothing happens for a word that is no token."""
    with house.sessions() as session:
        used = enrolling.token_used_at(session, token)
    if used is not None and now - used < _AT_MOST_EVERY:
        return
    with house.sessions.begin() as session:
        enrolling.use_token(session, token, now)
