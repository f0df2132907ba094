"""The receipt of a submission: conforming, the same every time, with everything that proves the sending."""

import hashlib
import io
from datetime import timedelta

import factories
import pypdfium2
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.check_submission import check_submission
from app.actions.issue_receipt import issue_receipt
from app.actions.receive_file import receive_file
from app.domain.errors import NotFound
from ingest import check_file


@pytest.fixture
def cast(house, now):
    return factories.people(house, now)


def _text(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1, "a receipt is one page"
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_receipt_says_what_was_sent_and_when(house, now, cast, language):
    content = factories.csv_bytes("service-quality")
    made = factories.submitted(house, cast.uploader, "service-quality", now)
    accept_submission(house, person=cast.analyst, submission=made, now=now + timedelta(minutes=2))
    first = issue_receipt(house, person=cast.uploader, submission=made, language=language)
    assert first == issue_receipt(house, person=cast.uploader, submission=made, language=language)
    assert b"pdfuaid:part" in first
    text = _text(first)
    digest = hashlib.sha256(content).hexdigest()
    words = {"".join(sorted(word)) for word in text.split()}
    for word in (digest, "service-quality.csv"):
        # Readers of the text layer turn Latin words in Arabic lines around, letter by letter.
        assert "".join(sorted(word)) in words or word in text, word
    assert "02:00" in text


def test_a_receipt_follows_the_submission(house, now, cast):
    made = factories.draft(house, cast.uploader, "service-quality", now)
    before = issue_receipt(house, person=cast.uploader, submission=made, language="en")
    assert "Not yet submitted" in _text(before)
    factories.submit(house, cast.uploader, made, now)
    after = _text(issue_receipt(house, person=cast.uploader, submission=made, language="en"))
    assert "Not yet submitted" not in after
    assert "No, late" in after


def test_nobody_else_gets_it(house, now, cast):
    made = factories.draft(house, cast.uploader, "service-quality", now)
    for person in (cast.other, cast.analyst, cast.stranger, cast.reader):
        with pytest.raises(NotFound):
            issue_receipt(house, person=person, submission=made, language="en")


def test_names_from_outside_are_text(house, now, cast):
    hostile = '#sys.inputs #read("palette.typ") <b> \u202egnp.csv'
    made = receive_file(
        house, person=cast.uploader, dataset="service-quality", member="EG", name=hostile,
        source=io.BytesIO(factories.csv_bytes("service-quality")), now=now,
    )  # fmt: skip
    check_submission(house, submission=made, now=now, check=check_file)
    text = _text(issue_receipt(house, person=cast.uploader, submission=made, language="fr"))
    assert '#sys.inputs #read("palette.typ") <b>' in text
    assert "\u202e" not in text
