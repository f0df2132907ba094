"""Keep a session alive while it is used."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.actions.house import House
from app.storage import enrolling, people

_AT_MOST_EVERY = timedelta(minutes=1)


def keep_session(house: House, *, token: str, now: datetime) -> None:
    """Note that the session is in use, at most once a minute; one that is over stays so."""
    with house.sessions() as session:
        seen = enrolling.seen_at(session, token)
        if seen is None or now - seen < _AT_MOST_EVERY or people.by_session(session, token, now) is None:
            return
    with house.sessions.begin() as session:
        enrolling.keep_session(session, token, now)
