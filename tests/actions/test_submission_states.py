import io
from datetime import UTC, datetime, timedelta

import factories
import pytest
from factories import accepted, draft, submitted

from app.actions.accept_submission import accept_submission
from app.actions.approve_submission import approve_submission
from app.actions.change_member import change_member
from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.actions.send_back_submission import send_back_submission
from app.actions.submit_submission import submit_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.errors import BadRequest, Conflict, NotAllowed, NotFound, TooBig
from app.domain.measures import FIGURE_DATASETS
from app.domain.submissions import State
from app.storage import audit, deeds, files, submissions
from ingest import check_file

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)


def one(house, id):
    with house.sessions() as session:
        return submissions.one(session, id)


@pytest.mark.parametrize("dataset", FIGURE_DATASETS)
def test_a_good_file_becomes_a_draft_then_submitted_then_accepted(house, dataset):
    cast = factories.people(house, IN_TIME)
    made = draft(house, cast.uploader, dataset, IN_TIME)
    row = one(house, made)
    assert (row.state, row.outcome, row.errors) == (State.DRAFT, "taken", 0)
    assert files.path(house.data, row.file_sha256).stat().st_size == row.file_size
    assert submit_submission(house, person=cast.uploader, submission=made, reason="r", now=IN_TIME) is State.SUBMITTED
    assert accept_submission(house, person=cast.analyst, submission=made, now=IN_TIME) is State.ACCEPTED
    with house.sessions() as session:
        told = [deed.action for deed in deeds.history(session, made)]
        assert audit.problems(session) == []
    assert told == ["submission.receive", "submission.check", "submission.submit", "submission.accept"]


def test_the_same_bytes_give_the_same_submission_until_it_is_withdrawn(house):
    cast = factories.people(house, IN_TIME)
    first = draft(house, cast.uploader, "service-quality", IN_TIME)
    assert draft(house, cast.uploader, "service-quality", IN_TIME) == first
    withdraw_submission(house, person=cast.uploader, submission=first, now=IN_TIME)
    assert draft(house, cast.uploader, "service-quality", IN_TIME) != first


def test_a_faulty_file_is_refused_whole_and_shows_its_findings(house):
    cast = factories.people(house, IN_TIME)
    body = factories.csv_bytes("service-quality").replace(b"EG,2026-08", b"EG,2026-13")
    made = draft(house, cast.uploader, "service-quality", IN_TIME, content=body)
    row = one(house, made)
    with house.sessions() as session:
        found = submissions.findings(session, made)
    assert (row.state, row.outcome, row.periods) == (State.REFUSED, "refused", ())
    assert found
    assert found[0].line == 3
    with pytest.raises(Conflict):
        submit_submission(house, person=cast.uploader, submission=made, now=IN_TIME)


def test_checking_twice_changes_nothing(house):
    cast = factories.people(house, IN_TIME)
    made = draft(house, cast.uploader, "customs-clearance", IN_TIME)
    before = one(house, made)
    check_submission(house, submission=made, now=IN_TIME + timedelta(days=1), check=check_file)
    assert one(house, made) == before


def test_what_fails_while_rows_are_stored_leaves_no_half(house, monkeypatch):
    cast = factories.people(house, IN_TIME)
    made = receive_file(
        house, person=cast.uploader, dataset="data-exchange", member="EG", name="a.csv",
        source=io.BytesIO(factories.csv_bytes("data-exchange")), now=IN_TIME,
    )  # fmt: skip
    monkeypatch.setattr("app.storage.keeping.add_periods", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check_submission(house, submission=made, now=IN_TIME, check=check_file)
    monkeypatch.undo()
    assert not one(house, made).checked
    check_submission(house, submission=made, now=IN_TIME, check=check_file)
    assert one(house, made).periods == ("2026-07", "2026-08", "2026-09")


def test_too_many_bytes_leave_nothing_behind(house):
    cast = factories.people(house, IN_TIME)
    with pytest.raises(TooBig):
        receive_file(
            house, person=cast.uploader, dataset="data-exchange", member="EG", name="a.csv",
            source=io.BytesIO(b"x" * 2000), now=IN_TIME, most_bytes=1000,
        )  # fmt: skip
    assert [path for path in house.data.rglob("*") if path.is_file()] == []


def test_a_foreign_submission_is_like_a_missing_one(house):
    cast = factories.people(house, IN_TIME)
    made = draft(house, cast.uploader, "data-exchange", IN_TIME)
    for act in (submit_submission, withdraw_submission):
        with pytest.raises(NotFound, match="not_found"):
            act(house, person=cast.other, submission=made, now=IN_TIME)
    # The region does not see drafts, another region sees nothing at all.
    for person in (cast.analyst, cast.stranger):
        with pytest.raises(NotFound, match="not_found"):
            accept_submission(house, person=person, submission=made, now=IN_TIME)
    with pytest.raises(NotAllowed):
        accept_submission(house, person=cast.uploader, submission=made, now=IN_TIME)
    with pytest.raises(NotFound):
        receive_file(
            house,
            person=cast.other,
            dataset="data-exchange",
            member="EG",
            name="a",
            source=io.BytesIO(b"x"),
            now=IN_TIME,
        )


def test_the_second_pair_of_eyes_is_another_person(house):
    cast = factories.people(house, IN_TIME)
    change_member(house, person=cast.administrator, member="EG", needs_approver=True, now=IN_TIME)
    made = draft(house, cast.approver, "service-quality", IN_TIME)
    state = submit_submission(house, person=cast.approver, submission=made, reason="r", now=IN_TIME)
    assert state is State.AWAITING_APPROVER
    with pytest.raises(NotAllowed, match="own_submission"):
        approve_submission(house, person=cast.approver, submission=made, now=IN_TIME)
    with pytest.raises(BadRequest, match="words_needed"):
        send_back_submission(house, person=cast.approver, submission=made, reason=" ", now=IN_TIME)
    assert send_back_submission(house, person=cast.approver, submission=made, reason="no", now=IN_TIME) is State.DRAFT
    submit_submission(house, person=cast.uploader, submission=made, reason="r", now=IN_TIME)
    with pytest.raises(NotAllowed, match="own_submission"):
        approve_submission(house, person=cast.approver, submission=made, now=IN_TIME)
    second = draft(house, cast.uploader, "data-exchange", IN_TIME)
    submit_submission(house, person=cast.uploader, submission=second, reason="r", now=IN_TIME)
    assert approve_submission(house, person=cast.approver, submission=second, now=IN_TIME) is State.SUBMITTED


def test_late_goes_by_the_clock_of_the_member(house):
    cast = factories.people(house, IN_TIME)
    # 31 October ends in Cairo at 22:00 UTC, in Tunis at 23:00 UTC.
    edge = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)
    cairo = submitted(house, cast.uploader, "service-quality", edge)
    tunis = submitted(house, cast.other, "service-quality", edge)
    assert (one(house, cairo).late, one(house, tunis).late) == (True, False)


def test_a_correction_needs_a_reason_and_supersedes_once_accepted(house):
    cast = factories.people(house, IN_TIME)
    first = accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME)
    second = draft(house, cast.uploader, "service-quality", IN_TIME + timedelta(days=1), count=900)
    row = one(house, second)
    assert (row.version, row.previous, row.replaces) == (2, first, one(house, first).number)
    with pytest.raises(BadRequest, match="reason_needed"):
        submit_submission(house, person=cast.uploader, submission=second, now=IN_TIME + timedelta(days=2))
    submit_submission(house, person=cast.uploader, submission=second, reason="typo", now=IN_TIME + timedelta(days=2))
    assert one(house, first).state is State.ACCEPTED
    accept_submission(house, person=cast.analyst, submission=second, now=IN_TIME + timedelta(days=3))
    assert one(house, first).state is State.SUPERSEDED
    assert one(house, second).late is False


def test_sending_back_needs_words_and_ends_it(house):
    cast = factories.people(house, IN_TIME)
    made = submitted(house, cast.uploader, "data-exchange", IN_TIME)
    with pytest.raises(BadRequest, match="words_needed"):
        send_back_submission(house, person=cast.analyst, submission=made, reason="", now=IN_TIME)
    send_back_submission(house, person=cast.analyst, submission=made, reason="months missing", now=IN_TIME)
    assert (one(house, made).state, one(house, made).decision) == (State.SENT_BACK, "months missing")
    with pytest.raises(Conflict):
        accept_submission(house, person=cast.analyst, submission=made, now=IN_TIME)
