"""Questions that the regional office asks a member's people about a value or a submission, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.access import OFFICE, Person
from app.domain.errors import BadRequest, Conflict

MOST = 2000
"""Characters of one entry."""


class Side(StrEnum):
    OFFICE = "office"
    OPERATOR = "operator"


class Kind(StrEnum):
    ASK = "ask"  # the first entry
    SAY = "say"  # an answer, or more words of either side
    CLOSE = "close"  # the last entry, of the office; it may be without words


class Waiting(StrEnum):
    """Who must do something next."""

    OPERATOR = "operator"
    OFFICE = "office"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Entry:
    """One entry of a question, in the order of `place`; never changed once written."""

    place: int
    kind: Kind
    side: Side
    by: str
    at: datetime
    text: str


def waiting(entries: Sequence[Entry]) -> Waiting:
    """Nobody once it is closed; else the side that did not speak last."""
    last = entries[-1]
    if last.kind is Kind.CLOSE:
        return Waiting.NOBODY
    return Waiting.OPERATOR if last.side is Side.OFFICE else Waiting.OFFICE


def side_of(person: Person) -> Side:
    """The side on which the person speaks."""
    return Side.OFFICE if person.role in OFFICE else Side.OPERATOR


def next_entry(entries: Sequence[Entry], person: Person, kind: Kind, text: str, now: datetime) -> Entry:
    """The entry that follows. BadRequest without words (closing needs none) or with too many; Conflict once closed."""
    words = text.strip()
    if not words and kind is not Kind.CLOSE:
        raise BadRequest("bad_request.question_words")
    if len(words) > MOST:
        raise BadRequest("bad_request.too_long", field="text")
    if entries and waiting(entries) is Waiting.NOBODY:
        raise Conflict("conflict.question_closed")
    return Entry(len(entries) + 1, kind, side_of(person), person.id, now, words)
