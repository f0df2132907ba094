"""The moments that the log kept of a value, from real deeds on both engines; and who sees which version."""

from datetime import UTC, datetime, timedelta

import factories
import pytest
from sqlalchemy import event, insert

from app.actions.accept_submission import accept_submission
from app.actions.send_back_submission import send_back_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.domain.value_history import ValueKey, stood
from app.storage import counting, keeping, submissions, value_history
from app.storage.tables import request

FIRST = datetime(2026, 10, 5, 9, tzinfo=UTC)
KEY = ValueKey("EG", "service-quality", "2026-08", "parcel", "", "items_arrived")


def day(number):
    return FIRST + timedelta(days=number)


@pytest.fixture
def cast(house):
    return factories.people(house, FIRST)


def send(house, sender, at, **shape):
    return factories.submitted(house, sender, "service-quality", at, **shape)


def read(house, reader, key=KEY):
    with house.sessions() as session:
        return value_history.versions(session, reader, key)


def test_each_version_with_who_when_what_and_what_became_of_it(house, cast):
    first = factories.accepted(house, cast.uploader, cast.analyst, "service-quality", day(0), count=1000)
    second = send(house, cast.approver, day(1), count=900)
    send_back_submission(house, person=cast.analyst, submission=second, reason="too low", now=day(2))
    third = send(house, cast.uploader, day(3), count=950, months=("2026-07", "2026-08", "2026-09"))
    accept_submission(house, person=cast.administrator, submission=third, now=day(4))
    fourth = send(house, cast.uploader, day(5), count=955)
    withdraw_submission(house, person=cast.uploader, submission=fourth, reason="wrong file", now=day(6))
    found = read(house, cast.analyst)
    assert [(one.submission, one.state, one.value) for one in found] == [
        (first, State.SUPERSEDED, 1000), (second, State.SENT_BACK, 900), (third, State.ACCEPTED, 950),
        (fourth, State.WITHDRAWN, 955),
    ]  # fmt: skip
    assert [one.ended_at for one in found] == [day(4), day(2), None, day(6)]
    assert [one.accepted_at for one in found] == [day(0) + timedelta(minutes=2), None, day(4), None]
    assert [one.sent_by for one in found] == ["uploader", "approver", "uploader", "uploader"]
    assert [one.decision for one in found] == [f"#{found[2].number}", "too low", "", "wrong file"]
    assert {one.line for one in found} == {3}
    assert [stood(found, day(n) + timedelta(hours=1)).number for n in range(7)] == [1, 2, 1, 3, 3, 4, 3]


def test_a_version_without_the_value_says_that_it_is_not_reported(house, cast):
    send(house, cast.uploader, day(0))
    other = ValueKey("EG", "service-quality", "2026-08", "ems", "", "items_arrived")
    (found,) = read(house, cast.uploader, other)
    assert (found.value, found.line) == (None, None)
    assert read(house, cast.uploader, ValueKey("EG", "service-quality", "2026-05", "parcel", "", "items_arrived")) == []


def test_answers_of_the_checklist_have_a_history_too(house, cast):
    factories.submitted(house, cast.uploader, "preparedness", day(0))
    for item, value, answer in (("resdes", None, "yes"), ("standard_pairs_served", 1000, "")):
        (found,) = read(house, cast.analyst, ValueKey("EG", "preparedness", "2026-Q3", "", "", item))
        assert (found.value, found.answer) == (value, answer)


def test_drafts_are_seen_by_their_house_alone_and_foreign_ones_by_nobody(house, cast):
    factories.draft(house, cast.uploader, "service-quality", day(0))
    gone = factories.draft(house, cast.uploader, "service-quality", day(1), count=900)
    withdraw_submission(house, person=cast.uploader, submission=gone, now=day(1))
    assert len(read(house, cast.approver)) == 2
    for reader in (cast.analyst, cast.administrator, cast.other, cast.stranger, cast.reader):
        assert read(house, reader) == []


def test_one_question_however_many_versions(house, cast):
    for number in range(3):
        send(house, cast.uploader, day(number), count=900 + number)
    asked = []
    event.listen(house.sessions.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert len(read(house, cast.analyst)) == 3
    assert len([text for text in asked if text.lstrip().startswith("SELECT")]) == 1


def test_rows_known_on_a_day_are_those_of_the_version_that_stood(house, cast):
    first = send(house, cast.uploader, day(0), count=1000)
    second = send(house, cast.uploader, day(2), count=900)
    withdraw_submission(house, person=cast.uploader, submission=second, now=day(4))
    versions = read(house, cast.analyst)
    for number, expected in ((-1, None), (1, first), (3, second), (5, first)):
        with house.sessions() as session:
            which = counting.KnownOn(day(number))
            rows = {one.submission for one in counting.counted(session, "arab", which, Quarter(2026, 3))}
        assert rows == ({expected} if expected else set())
        standing = stood(versions, day(number))
        assert (standing.submission if standing else None) == expected


def test_a_request_stands_only_once_it_is_opened(house, cast):
    first = send(house, cast.uploader, day(0), count=1000)
    asked = send(house, cast.uploader, day(2), count=900)
    with house.sessions.begin() as session:
        session.execute(insert(request).values(submission=asked, quarters="2026-Q3", asked_at=day(2)))
    with house.sessions() as session:
        row = submissions.one(session, asked)
    assert [one.is_request for one in read(house, cast.analyst)] == [False, True]
    assert stood(read(house, cast.analyst), day(9)).submission == first
    with house.sessions.begin() as session:
        keeping.open_request(session, row, cast.analyst.id, day(4))
    versions = read(house, cast.analyst)
    for number, expected in ((3, first), (5, asked)):
        assert stood(versions, day(number)).submission == expected
        with house.sessions() as session:
            counted = counting.counted(session, "arab", counting.KnownOn(day(number)), Quarter(2026, 3))
        assert {one.submission for one in counted} == {expected}
