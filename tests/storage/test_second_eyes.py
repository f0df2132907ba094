"""The database itself lets nobody approve what that person sent or asked to have approved."""

from datetime import UTC, datetime

import factories
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actions.approve_submission import approve_submission
from app.actions.change_member import change_member
from app.actions.submit_submission import submit_submission

DAY = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture
def asked(house):
    """Sent by one person, put before the approver by another; the cast and the submission."""
    cast = factories.people(house, DAY)
    change_member(house, person=cast.administrator, member="EG", needs_approver=True, now=DAY)
    made = factories.draft(house, cast.uploader, "data-exchange", DAY)
    submit_submission(house, person=cast.uploader, submission=made, reason="r", now=DAY)
    return cast, made


def update(house, made, **values):
    changes = ", ".join(f"{name} = :{name}" for name in values)
    with house.sessions.begin() as session:
        session.execute(text(f"UPDATE submission SET {changes} WHERE id = :id"), {"id": made, **values})


def test_whoever_sent_or_asked_is_refused_by_the_database(house, asked):
    cast, made = asked
    with pytest.raises(DBAPIError, match="approved_by_another|another person approves"):
        update(house, made, state="submitted", approved_by=cast.uploader.id)
    update(house, made, submitted_by=cast.approver.id)
    for person in (cast.uploader, cast.approver):
        with pytest.raises(DBAPIError, match="approved_by_another"):
            update(house, made, approved_by=person.id)


def test_nothing_leaves_without_an_approver_and_the_approver_stays(house, asked):
    cast, made = asked
    with pytest.raises(DBAPIError, match="another person approves"):
        update(house, made, state="submitted")
    approve_submission(house, person=cast.approver, submission=made, now=DAY)
    with house.sessions() as session:
        approver = session.scalar(text("SELECT approved_by FROM submission WHERE id = :id"), {"id": made})
    assert approver == cast.approver.id
    for other in (None, cast.administrator.id):
        with pytest.raises(DBAPIError, match="another person approves"):
            update(house, made, approved_by=other)
