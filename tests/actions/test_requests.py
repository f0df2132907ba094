"""A locked quarter: what is sent for it is a request, which counts nowhere before somebody opens it."""

from datetime import UTC, datetime, timedelta

import factories
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actions.accept_submission import accept_submission
from app.actions.draft_edition import draft_edition
from app.actions.follow_submission import follow_submission
from app.actions.freeze_edition import freeze_edition
from app.actions.open_submission import open_submission
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.send_back_submission import send_back_submission
from app.actions.submit_submission import submit_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.errors import BadRequest, Conflict, NotAllowed, NotFound
from app.domain.measures import FIGURE_DATASETS
from app.domain.periods import Quarter
from app.domain.submissions import State
from app.storage import editions, results, submissions

QUARTER = Quarter(2026, 3)
IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def cast(house):
    return factories.people(house, IN_TIME)


@pytest.fixture
def published(house, now, cast):
    """An edition of the third quarter, published; its number."""
    for dataset in FIGURE_DATASETS:
        factories.accepted(house, cast.uploader, cast.analyst, dataset, IN_TIME)
    edition = draft_edition(house, person=cast.administrator, region="arab", quarter=QUARTER, now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=cast.administrator, edition=edition, now=now + timedelta(days=2))
    return edition


def _request(house, cast, at):
    made = factories.draft(house, cast.uploader, "service-quality", at, count=500)
    submit_submission(house, person=cast.uploader, submission=made, reason="counted twice", now=at)
    follow_submission(house, submission=made, now=at)
    return made


def _index(house):
    with house.sessions() as session:
        return results.working_member(session, "EG", QUARTER).member.indicators


def _digest(house):
    with house.sessions() as session:
        return results.working_digest(session, "arab", QUARTER)


def test_a_correction_of_a_locked_quarter_counts_once_it_is_opened(house, now, cast, published) -> None:
    at = now + timedelta(days=3)
    follow_submission(house, submission=factories.draft(house, cast.uploader, "disruptions", at), now=at)
    before = _digest(house)
    made = _request(house, cast, at)

    assert _digest(house) == before, "a request changes no result"
    with pytest.raises(Conflict, match="locked"):
        accept_submission(house, person=cast.analyst, submission=made, now=at)
    open_submission(house, person=cast.analyst, submission=made, reason="the counting error is real", now=at)
    follow_submission(house, submission=made, now=at)
    assert _digest(house) != before
    accept_submission(house, person=cast.analyst, submission=made, now=at)
    with house.sessions() as session:
        assert submissions.one(session, made).state is State.ACCEPTED
        assert editions.newest_published(session, "arab", QUARTER).id == published
    again = draft_edition(
        house, person=cast.administrator, region="arab", quarter=QUARTER, reason="counted twice", now=at
    )
    assert again != published


def test_a_request_says_why_and_what_it_asks(house, now, cast, published) -> None:
    made = factories.draft(house, cast.uploader, "service-quality", now + timedelta(days=3), count=500)
    with pytest.raises(BadRequest, match="reason"):
        submit_submission(house, person=cast.uploader, submission=made, reason=" ", now=now + timedelta(days=3))
    submit_submission(house, person=cast.uploader, submission=made, reason="why", now=now + timedelta(days=3))
    with house.sessions() as session:
        row = submissions.one(session, made)
    assert (row.locked, row.opened_at, row.is_request) == ("2026-Q3", None, True)
    with pytest.raises(BadRequest, match="words"):
        open_submission(house, person=cast.analyst, submission=made, reason="", now=now)


def test_who_may_open(house, now, cast, published) -> None:
    made = _request(house, cast, now + timedelta(days=3))
    for person, refusal in ((cast.uploader, NotAllowed), (cast.approver, NotAllowed), (cast.reader, NotAllowed),
                            (cast.stranger, NotFound)):  # fmt: skip
        with pytest.raises(refusal):
            open_submission(house, person=person, submission=made, reason="why", now=now)
    open_submission(house, person=cast.analyst, submission=made, reason="why", now=now)
    with pytest.raises(Conflict):
        open_submission(house, person=cast.analyst, submission=made, reason="why", now=now)


@pytest.mark.parametrize("way", ["withdraw", "send back"])
def test_a_request_ends_like_any_other(house, now, cast, published, way) -> None:
    made = _request(house, cast, now + timedelta(days=3))
    if way == "withdraw":
        state = withdraw_submission(house, person=cast.uploader, submission=made, now=now)
    else:
        state = send_back_submission(house, person=cast.analyst, submission=made, reason="no", now=now)
    assert state in (State.WITHDRAWN, State.SENT_BACK)
    with pytest.raises(Conflict):
        open_submission(house, person=cast.analyst, submission=made, reason="why", now=now)


def test_an_open_quarter_asks_nothing(house, now, cast) -> None:
    made = factories.submitted(house, cast.uploader, "service-quality", IN_TIME)
    with house.sessions() as session:
        assert submissions.one(session, made).locked is None
    with pytest.raises(Conflict):
        open_submission(house, person=cast.analyst, submission=made, reason="why", now=now)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM request",
        "UPDATE request SET quarters = '2026-Q1'",
        "UPDATE request SET opened_at = NULL",
        "UPDATE request SET opened_by = NULL",
    ],
)
def test_what_was_asked_and_opened_stays(house, now, cast, published, statement) -> None:
    made = _request(house, cast, now + timedelta(days=3))
    open_submission(house, person=cast.analyst, submission=made, reason="why", now=now)
    with pytest.raises(DBAPIError, match="never changes"), house.sessions.begin() as session:
        session.execute(text(statement))
