"""Questions on values: asked, answered, closed, kept for ever, and never seen by others; each with its audit row."""

from datetime import UTC, datetime, timedelta

import factories
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actions.accept_submission import accept_submission
from app.actions.answer_question import answer_question
from app.actions.ask_question import ask_question
from app.actions.close_question import close_question
from app.domain.errors import BadRequest, Conflict, NotAllowed, NotFound
from app.domain.questions import Kind, Waiting
from app.domain.value_history import ValueKey
from app.storage import audit, question_keeping, questions, submissions
from app.storage.tables import audit as log

DAY = datetime(2026, 10, 20, 9, tzinfo=UTC)
KEY = ValueKey("EG", "service-quality", "2026-08", "parcel", "", "items_arrived")


@pytest.fixture
def cast(house):
    return factories.people(house, DAY)


@pytest.fixture
def sent(house, cast):
    return factories.submitted(house, cast.uploader, "service-quality", DAY)


def ask(house, cast, about=KEY, words="Why so many?"):
    return ask_question(house, person=cast.analyst, about=about, text=words, now=DAY + timedelta(hours=1))


def of_value(house, key=KEY):
    with house.sessions() as session:
        return questions.of_value(session, key)


def test_asked_answered_added_to_and_closed_with_an_audit_row_each(house, cast, sent):
    id = ask(house, cast)
    answer_question(house, person=cast.uploader, question=id, text="A feast.", now=DAY + timedelta(hours=2))
    answer_question(house, person=cast.analyst, question=id, text="Which?", now=DAY + timedelta(hours=3))
    answer_question(house, person=cast.approver, question=id, text="Eid.", now=DAY + timedelta(hours=4))
    assert of_value(house)[0].waiting is Waiting.OFFICE
    close_question(house, person=cast.administrator, question=id, now=DAY + timedelta(hours=5))
    (found,) = of_value(house)
    assert [entry.text for entry in found.entries] == ["Why so many?", "A feast.", "Which?", "Eid.", ""]
    assert found.names == ("analyst", "uploader", "analyst", "approver", "administrator")
    assert (found.submission, found.waiting, found.key) == (sent, Waiting.NOBODY, KEY)
    with house.sessions() as session:
        rows = session.execute(log.select().where(log.c.object == f"question:{id}").order_by(log.c.seq)).all()
        assert audit.problems(session) == []
    assert [row.action for row in rows] == [
        "question.ask", "question.answer", "question.answer", "question.answer", "question.close",
    ]  # fmt: skip
    assert {(row.region, row.member) for row in rows} == {("arab", "EG")}
    assert rows[1].reason == "A feast."


def test_a_question_stays_on_the_value_in_every_later_version(house, cast, sent):
    id = ask(house, cast)
    second = factories.submitted(house, cast.uploader, "service-quality", DAY + timedelta(days=1), count=900)
    accept_submission(house, person=cast.analyst, submission=second, now=DAY + timedelta(days=2))
    other = factories.submitted(house, cast.uploader, "data-exchange", DAY)
    with house.sessions() as session:
        on = {made: questions.of_submission(session, submissions.one(session, made)) for made in (sent, second, other)}
    assert {made: [one.id for one in found] for made, found in on.items()} == {sent: [id], second: [id], other: []}


def test_a_question_on_a_whole_submission_is_on_that_one_alone(house, cast, sent):
    id = ask(house, cast, about=sent)
    second = factories.submitted(house, cast.uploader, "service-quality", DAY + timedelta(days=1), count=900)
    with house.sessions() as session:
        on = {made: questions.of_submission(session, submissions.one(session, made)) for made in (sent, second)}
        assert questions.one(session, cast.uploader, id).key is None
    assert {made: [one.id for one in found] for made, found in on.items()} == {sent: [id], second: []}
    assert of_value(house) == []


def test_lists_hold_the_open_ones_of_the_member_and_of_the_region(house, cast, sent):
    first, second = ask(house, cast), ask(house, cast, about=sent)
    close_question(house, person=cast.analyst, question=first, text="Clear.", now=DAY + timedelta(hours=2))
    with house.sessions() as session:
        for found in (questions.open_of_member(session, "EG"), questions.open_of_region(session, "arab")):
            assert [one.id for one in found] == [second]
        assert questions.open_of_member(session, "TN") == questions.open_of_region(session, "central-asia") == []


def test_a_foreign_question_is_a_missing_one_and_nobody_asks_about_drafts(house, cast, sent):
    id = ask(house, cast)
    with house.sessions.begin() as session:
        before = session.scalar(text("SELECT count(*) FROM audit"))
    for person in (cast.other, cast.stranger):
        for missing in (id, "0"):
            with pytest.raises(NotFound, match="not_found"):
                answer_question(house, person=person, question=missing, text="hm", now=DAY)
    with pytest.raises(NotFound):
        close_question(house, person=cast.stranger, question=id, now=DAY)
    for about in (KEY, sent, "0"):
        with pytest.raises(NotFound):
            ask_question(house, person=cast.stranger, about=about, text="hm", now=DAY)
    drafted = factories.draft(house, cast.uploader, "data-exchange", DAY)
    of_draft = ValueKey("EG", "data-exchange", "2026-08", "parcel", "", "resdes_sent")
    for about in (drafted, of_draft):
        with pytest.raises(NotFound):
            ask(house, cast, about=about)
    with house.sessions() as session:
        # The receipt and the check of the draft alone were added.
        assert session.scalar(text("SELECT count(*) FROM audit")) == before + 2


def test_operators_ask_and_close_nothing_and_readers_say_nothing(house, cast, sent):
    id = ask(house, cast)
    for person in (cast.uploader, cast.approver, cast.reader):
        with pytest.raises(NotAllowed):
            ask_question(house, person=person, about=KEY, text="hm", now=DAY)
        with pytest.raises(NotAllowed):
            close_question(house, person=person, question=id, now=DAY)
    with pytest.raises(NotAllowed):
        answer_question(house, person=cast.reader, question=id, text="hm", now=DAY)


def test_nothing_is_said_without_words_or_after_the_end(house, cast, sent):
    with pytest.raises(BadRequest, match="question_words"):
        ask(house, cast, words="  ")
    id = ask(house, cast)
    close_question(house, person=cast.analyst, question=id, now=DAY)
    with pytest.raises(Conflict, match="question_closed"):
        answer_question(house, person=cast.uploader, question=id, text="but", now=DAY)


def test_the_database_takes_nothing_after_the_end_whoever_writes(house, cast, sent):
    id = ask(house, cast)
    close_question(house, person=cast.analyst, question=id, now=DAY)
    (found,) = of_value(house)
    late = type(found.entries[0])(9, Kind.SAY, found.entries[0].side, cast.analyst.id, DAY, "late")
    with pytest.raises(DBAPIError, match="this never changes"), house.sessions.begin() as session:
        question_keeping.add_entry(session, id, late)
