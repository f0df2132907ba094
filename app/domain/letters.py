"""Letters that the house sends by mail: what one is, and when one that failed is tried again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

KINDS = ("remind", "late", "digest", "receipt", "accepted", "sent_back", "question", "answer")
_WAITS = (1, 5, 15, 60, 240)
_LONGEST = timedelta(hours=6)
_REFUSALS = 3
_BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """One letter to one person. `key` says what it is about; there is never a second one with the same key.

    `person`: the id of the account that it is for; `language` that of its words.
    """

    key: str
    person: str
    address: str
    kind: str
    subject: str
    text: str
    language: str


def next_try(attempts: int, *, now: datetime, refused: bool) -> datetime | None:
    """When a letter that failed `attempts` times (1 or more) is tried again: after 1, 5, 15, 60 and 240 minutes, then
    every six hours.

    None for one that the other side has refused for good three times: it waits for a person who says so.
    """
    if refused and attempts >= _REFUSALS:
        return None
    return now + (timedelta(minutes=_WAITS[attempts - 1]) if attempts <= len(_WAITS) else _LONGEST)


def state_of(*, sent_at: datetime | None, attempts: int, next_try_at: datetime | None) -> str:
    """`sent`, `waiting` for its first try, `failed` and to be tried again, or `stopped` until a person says so."""
    if sent_at is not None:
        return "sent"
    if next_try_at is None:
        return "stopped"
    return "failed" if attempts else "waiting"


def one_line(text: str) -> str:
    """The text as a header carries it: line breaks and controls become spaces, so that no name adds a header."""
    return _BREAKS.sub(" ", text).strip()


def message_id(key: str, host: str) -> str:
    """The Message-ID of a letter: the same whenever it is sent, so that a mailbox knows a copy as one."""
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{host}>"
