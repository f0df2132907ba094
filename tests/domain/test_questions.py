"""Who must speak next on a question, and what is not taken."""

from datetime import UTC, datetime

import pytest

from app.domain.access import Person, Role
from app.domain.errors import BadRequest, Conflict
from app.domain.questions import MOST, Entry, Kind, Side, Waiting, next_entry, waiting

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ANALYST = Person("1", "a@example.org", "A", Role.ANALYST, region="arab")
UPLOADER = Person("2", "b@example.org", "B", Role.UPLOADER, member="EG")


def said(*pairs):
    entries: tuple[Entry, ...] = ()
    for person, kind in pairs:
        entries = (*entries, next_entry(entries, person, kind, " words ", NOW))
    return entries


@pytest.mark.parametrize(
    ("pairs", "who"),
    [
        ([(ANALYST, Kind.ASK)], Waiting.OPERATOR),
        ([(ANALYST, Kind.ASK), (ANALYST, Kind.SAY)], Waiting.OPERATOR),
        ([(ANALYST, Kind.ASK), (UPLOADER, Kind.SAY)], Waiting.OFFICE),
        ([(ANALYST, Kind.ASK), (UPLOADER, Kind.SAY), (ANALYST, Kind.SAY)], Waiting.OPERATOR),
        ([(ANALYST, Kind.ASK), (ANALYST, Kind.CLOSE)], Waiting.NOBODY),
    ],
)
def test_the_side_that_did_not_speak_last_is_waited_for(pairs, who):
    entries = said(*pairs)
    assert waiting(entries) is who
    assert [entry.place for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.text for entry in entries} == {"words"}
    assert [entry.side for entry in entries] == [
        Side.OFFICE if person is ANALYST else Side.OPERATOR for person, _ in pairs
    ]


def test_nothing_is_said_once_it_is_closed():
    closed = said((ANALYST, Kind.ASK), (ANALYST, Kind.CLOSE))
    for person, kind in ((UPLOADER, Kind.SAY), (ANALYST, Kind.CLOSE)):
        with pytest.raises(Conflict, match="question_closed"):
            next_entry(closed, person, kind, "more", NOW)


def test_words_are_needed_and_closing_needs_none():
    with pytest.raises(BadRequest, match="question_words"):
        next_entry((), ANALYST, Kind.ASK, " \n", NOW)
    with pytest.raises(BadRequest, match="too_long"):
        next_entry((), ANALYST, Kind.ASK, "x" * (MOST + 1), NOW)
    assert next_entry(said((ANALYST, Kind.ASK)), ANALYST, Kind.CLOSE, "", NOW).text == ""
