"""A receipt goes out by mail with the deed itself, and so does the word of the region."""

from dataclasses import replace

import factories
import pytest
from sqlalchemy import select

from app.actions.accept_submission import accept_submission
from app.actions.change_language import change_language
from app.actions.send_back_submission import send_back_submission
from app.actions.withdraw_submission import withdraw_submission
from app.domain.errors import BadRequest
from app.storage import submissions
from app.storage.tables import letter


@pytest.fixture
def posting(house):
    return replace(house, smtp="smtp://127.0.0.1:1", base="https://barid.example.org")


@pytest.fixture
def cast(house, now):
    return factories.people(house, now)


def _letters(house):
    with house.sessions() as session:
        return session.execute(select(letter).order_by(letter.c.id)).all()


def test_a_receipt_is_written_when_a_file_leaves_its_house(posting, now, cast):
    change_language(posting, person=cast.uploader, language="ar", now=now)
    made = factories.draft(posting, cast.uploader, "service-quality", now)
    assert _letters(posting) == []
    factories.submit(posting, cast.uploader, made, now)
    with posting.sessions() as session:
        row = submissions.one(session, made)
    (found,) = _letters(posting)
    assert (found.kind, found.address, found.language) == ("receipt", cast.uploader.email, "ar")
    for told in (row.file_sha256, row.file_name, f"https://barid.example.org/ar/submissions/{made}/receipt.pdf"):
        assert told in found.text
    assert "UTC+02:00" in found.text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_page_paper_and_letter_tell_the_same_facts(posting, now, cast, language):
    from app.domain.receipts import facts
    from app.locale import say
    from app.web.pages.receipt_lines import receipt
    from app.web.words import Words
    from reports.formatting import Form
    from reports.receipt_facts import written

    change_language(posting, person=cast.uploader, language=language, now=now)
    made = factories.submitted(posting, cast.uploader, "service-quality", now)
    with posting.sessions() as session:
        row = submissions.one(session, made)
    labels = [say(language, fact.label) for fact in facts(row)]
    assert [fact.name for fact in receipt(row, "Africa/Cairo", Words(language))] == labels
    assert [label for label, _, _ in written(facts(row), Form(language), "Africa/Cairo")] == labels
    (letter_,) = _letters(posting)
    assert [label for label in labels if label not in letter_.text] == []
    assert row.file_sha256 in {fact.value for fact in receipt(row, "Africa/Cairo", Words(language))}


@pytest.mark.parametrize(("kind", "words"), [("accepted", ""), ("sent_back", "items_on_time looks doubled")])
def test_the_region_answers_by_mail(posting, now, cast, kind, words):
    made = factories.submitted(posting, cast.uploader, "service-quality", now)
    if kind == "accepted":
        accept_submission(posting, person=cast.analyst, submission=made, now=now)
    else:
        send_back_submission(posting, person=cast.analyst, submission=made, reason=words, now=now)
    assert [one.kind for one in _letters(posting)] == ["receipt", kind]
    assert words in _letters(posting)[-1].text


def test_what_does_not_happen_is_not_told(posting, now, cast):
    made = factories.submitted(posting, cast.uploader, "service-quality", now)
    with pytest.raises(BadRequest):
        send_back_submission(posting, person=cast.analyst, submission=made, reason=" ", now=now)
    withdraw_submission(posting, person=cast.uploader, submission=made, now=now)
    assert [one.kind for one in _letters(posting)] == ["receipt"]


def test_without_a_mail_server_nothing_is_written(house, now, cast):
    factories.submitted(house, cast.uploader, "service-quality", now)
    assert _letters(house) == []
