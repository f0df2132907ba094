"""Send the letters that are due, each once: the outbox is the database, the mail server only carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.house import House
from app.actions.mail_server import MailServer, NotSent
from app.domain.letters import next_try
from app.storage import letters

MOST = 200
"""Of one round; the rest are due in the next."""
HELD = timedelta(minutes=30)
"""A letter that was taken is nobody else's for so long. If its sender dies meanwhile it is due again."""


@dataclass(frozen=True)
class Round:
    """How many letters went out, and how many did not."""

    sent: int = 0
    failed: int = 0


def send_letters(house: House, *, now: datetime) -> Round:
    """One round. No transaction is open while the server is spoken to: a letter is taken in one, its end noted in
    another, before the next is taken. Without a mail server nothing happens."""
    if house.smtp is None:
        return Round()
    with house.sessions() as session:
        waiting = letters.due(session, now, MOST)
    sent = failed = 0
    with MailServer(house.smtp, house.sender) as server:
        for id, _ in waiting:
            went = _send(house, server, id, now)
            sent, failed = sent + (went is True), failed + (went is False)
    return Round(sent, failed)


def _send(house: House, server: MailServer, id: int, now: datetime) -> bool | None:
    """Whether it went out; None when it is no longer to be sent here."""
    with house.sessions.begin() as session:
        taken = letters.take(session, id, now=now, until=now + HELD)
    if taken is None:
        return None
    letter, attempts = taken
    try:
        server.send(letter, now=now)
    except NotSent as error:
        again = next_try(attempts, now=now, refused=error.refused)
        with house.sessions.begin() as session:
            letters.failed(session, id, error=error.why, next_try_at=again)
        return False
    with house.sessions.begin() as session:
        letters.sent(session, id, now)
    return True
