"""Which version counts while a correction waits, when it is accepted, and when it is sent back after all."""

from datetime import UTC, datetime, timedelta

import factories
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.send_back_submission import send_back_submission
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING, State
from app.storage import counting, observations, sent, submissions

FIRST = datetime(2026, 10, 5, 9, tzinfo=UTC)
QUARTER = Quarter(2026, 3)
AUGUST = ("2026-08", "parcel")


def day(number):
    return FIRST + timedelta(days=number)


@pytest.fixture
def cast(house):
    return factories.people(house, FIRST)


def counted(house, which):
    """The items of August that count; None where no version gives any."""
    with house.sessions() as session:
        sums = observations.month_sums(session, "arab", which, QUARTER)
    found = [one for one in sums if (one.dataset, str(one.month), one.product) == ("service-quality", *AUGUST)]
    return found[0].values["items_arrived"] if found else None


def both(house):
    return counted(house, COUNTED_WORKING), counted(house, counting.ACCEPTED_ONLY)


def send(house, sender, at, count):
    return factories.submitted(house, sender, "service-quality", at, count=count)


def accept(house, by, submission, at):
    return accept_submission(house, person=by, submission=submission, now=at)


def send_back(house, by, submission, at):
    return send_back_submission(house, person=by, submission=submission, reason="too low", now=at)


def test_the_accepted_version_counts_again_once_its_correction_is_sent_back(house, cast):
    first = factories.accepted(house, cast.uploader, cast.analyst, "service-quality", day(0), count=1000)
    second = send(house, cast.uploader, day(1), 900)
    assert both(house) == (900, 1000)
    accept(house, cast.analyst, second, day(2))
    assert both(house) == (900, 900)
    send_back(house, cast.analyst, second, day(3))
    assert both(house) == (1000, 1000)
    with house.sessions() as session:
        assert submissions.one(session, first).state is State.SUPERSEDED
        (known,) = [
            one for one in sent.of_region(session, "arab", QUARTER, day(40), counting.ACCEPTED_ONLY)
            if (one.member, one.dataset) == ("EG", "service-quality")
        ]  # fmt: skip
    assert (known.state, known.late) == ("complete", False)


def test_working_results_and_editions_agree_on_what_was_known_at_each_moment(house, cast):
    first = factories.accepted(house, cast.uploader, cast.analyst, "service-quality", day(0), count=1000)
    second = send(house, cast.uploader, day(1), 900)
    accept(house, cast.analyst, second, day(2))
    send_back(house, cast.analyst, second, day(3))
    hour = timedelta(hours=1)
    assert first != second
    for number, working, edition in ((0, 1000, 1000), (1, 900, 1000), (2, 900, 900), (3, 1000, 1000)):
        assert counted(house, counting.KnownOn(day(number) + hour)) == working
        assert counted(house, counting.AcceptedBy(day(number) + hour)) == edition


def test_a_correction_that_was_never_accepted_leaves_the_accepted_one_in_both(house, cast):
    factories.accepted(house, cast.uploader, cast.analyst, "service-quality", day(0), count=1000)
    second = send(house, cast.uploader, day(1), 900)
    send_back(house, cast.analyst, second, day(2))
    assert both(house) == (1000, 1000)


def test_the_next_correction_follows_the_version_that_counts_again(house, cast):
    first = factories.accepted(house, cast.uploader, cast.analyst, "service-quality", day(0), count=1000)
    second = send(house, cast.uploader, day(1), 900)
    accept(house, cast.analyst, second, day(2))
    third = factories.draft(house, cast.uploader, "service-quality", day(3), count=950)
    with house.sessions() as session:
        assert submissions.one(session, third).previous == second
    send_back(house, cast.analyst, second, day(4))
    fourth = send(house, cast.uploader, day(5), 970)
    with house.sessions() as session:
        row = submissions.one(session, fourth)
        assert (row.previous, row.version) == (first, 2)
    accept(house, cast.analyst, fourth, day(6))
    assert both(house) == (970, 970)


def test_what_nobody_had_accepted_does_not_come_back(house, cast):
    send(house, cast.uploader, day(0), 1000)
    second = send(house, cast.uploader, day(1), 900)
    accept(house, cast.analyst, second, day(2))
    send_back(house, cast.analyst, second, day(3))
    assert both(house) == (None, None)
