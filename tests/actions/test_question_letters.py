"""A question goes out by mail to the operator's people, and its answer to whoever asked."""

from dataclasses import replace

import factories
import pytest
from sqlalchemy import select, update

from app.actions.answer_question import answer_question
from app.actions.ask_question import ask_question
from app.actions.change_language import change_language
from app.actions.close_question import close_question
from app.domain.errors import BadRequest, NotFound
from app.domain.value_history import ValueKey
from app.storage.tables import letter, person

KEY = ValueKey("EG", "service-quality", "2026-08", "parcel", "", "items_arrived")


@pytest.fixture
def posting(house):
    return replace(house, smtp="smtp://127.0.0.1:1", base="https://barid.example.org")


@pytest.fixture
def cast(house, now):
    found = factories.people(house, now)
    factories.submitted(house, found.uploader, "service-quality", now)
    return found


def written(house):
    with house.sessions() as session:
        return session.execute(select(letter).order_by(letter.c.id)).all()


@pytest.mark.parametrize(("language", "words"), [("en", "August 2026"), ("fr", "août 2026"), ("ar", "أغسطس")])
def test_the_operators_people_are_told_in_their_language_what_is_asked(posting, now, cast, language, words):
    change_language(posting, person=cast.uploader, language=language, now=now)
    asked = ask_question(posting, person=cast.analyst, about=KEY, text="Why so few?", now=now)
    found = {one.address: one for one in written(posting)}
    assert set(found) == {cast.uploader.email, cast.approver.email}
    mine = found[cast.uploader.email]
    assert (mine.kind, mine.language) == ("question", language)
    for told in ("Why so few?", f"https://barid.example.org/{language}/questions/{asked}", words):
        assert told in mine.text
    assert words in mine.subject


def test_the_asker_alone_is_told_of_the_answer_and_nobody_of_the_end(posting, now, cast):
    asked = ask_question(posting, person=cast.analyst, about=KEY, text="Why so few?", now=now)
    before = len(written(posting))
    answer_question(posting, person=cast.uploader, question=asked, text="A strike.", now=now)
    (told,) = written(posting)[before:]
    assert (told.kind, told.address) == ("answer", cast.analyst.email)
    assert "A strike." in told.text
    answer_question(posting, person=cast.administrator, question=asked, text="Since when?", now=now)
    assert {one.kind for one in written(posting)[before + 1 :]} == {"question"}
    before = len(written(posting))
    close_question(posting, person=cast.analyst, question=asked, text="Thanks.", now=now)
    assert len(written(posting)) == before


def test_who_has_left_is_told_nothing(posting, now, cast):
    asked = ask_question(posting, person=cast.analyst, about=KEY, text="Why so few?", now=now)
    with posting.sessions.begin() as session:
        session.execute(update(person).where(person.c.id == cast.analyst.id).values(left_at=now))
    before = len(written(posting))
    answer_question(posting, person=cast.uploader, question=asked, text="A strike.", now=now)
    assert len(written(posting)) == before


def test_what_is_not_asked_is_not_told(posting, now, cast):
    with pytest.raises(BadRequest):
        ask_question(posting, person=cast.analyst, about=KEY, text=" ", now=now)
    asked = ask_question(replace(posting, smtp=None), person=cast.analyst, about=KEY, text="Why?", now=now)
    with pytest.raises(NotFound):
        answer_question(posting, person=cast.other, question=asked, text="No idea.", now=now)
    assert written(posting) == []


def test_questions_on_answers_partners_and_whole_files_say_what_they_are_about(posting, now, cast):
    made = factories.submitted(posting, cast.uploader, "preparedness", now)
    before = len(written(posting))
    ask_question(posting, person=cast.analyst, about=made, text="All of it?", now=now)
    key = ValueKey("EG", "preparedness", "2026-Q3", "", "", "standard_pairs_served")
    ask_question(posting, person=cast.analyst, about=key, text="Which pairs?", now=now)
    for partner in ("MA", "FR"):
        ask_question(posting, person=cast.analyst, about=replace(KEY, partner=partner), text="Why?", now=now)
    subjects = [one.subject for one in written(posting)[before:] if one.address == cast.uploader.email]
    assert ["Preparedness" in subjects[0], "3rd quarter 2026" in subjects[1], "Morocco" in subjects[2]] == [True] * 3
    assert "FR" in subjects[3]
