"""A form that cannot be taken comes back with the word beside its field, and with what was typed."""

import re

import factories
import pytest
from plain.figures_files import figures

from app.actions.accept_submission import accept_submission
from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.submit_submission import submit_submission
from app.domain.periods import Quarter


def refused(answer, field, status=400):
    """The word beside the field of the form."""
    assert answer.status_code == status, answer.text[:300]
    named = re.search(rf'name="{field}"[^>]*aria-invalid="true" aria-describedby="([^"]*)"', answer.text)
    assert named, f"{field} is not marked"
    return re.search(rf'id="{named[1]}">([^<]+)<', answer.text)[1]


@pytest.fixture
def published(house, cast, draft, now, computed):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    office = cast["administrator"]
    edition = draft_edition(house, person=office, region="arab", quarter=Quarter(2026, 3), now=now)
    for deed in (preview_edition, freeze_edition, publish_edition):
        deed(house, person=office, edition=edition, now=now)
    return "/en/regions/arab/editions/2026-Q3"


def changed(house, browser, cast, now):
    sent = browser("uploader").fill(
        "/en/send", files={"file": ("again.csv", figures(size=1200))}, dataset="service-quality"
    )
    corrected = sent.headers["location"].rpartition("/")[2]
    submit_submission(house, person=cast["uploader"], submission=corrected, reason="Late scans.", now=now)
    factories.accept(house, cast["analyst"], corrected, now)


def test_a_correction_without_its_reason(browser, house, cast, now, published):
    changed(house, browser, cast, now)
    office = browser("administrator")
    for reason in ("", "   "):
        word = refused(office.fill(f"{published}/correct", reason=reason), "reason")
        assert word.startswith("Write what is corrected, and why")
    long = office.fill(f"{published}/correct", reason="why " * 300)
    assert refused(long, "reason") == "One of the texts is too long."
    assert "why why why" in long.text


def test_a_correction_of_nothing_says_so_on_the_page(browser, published):
    answer = browser("administrator").fill(f"{published}/correct", reason="Late scans <of Egypt>.")
    assert answer.status_code == 409
    assert "Nothing has changed since the published edition." in answer.text
    assert "Late scans &lt;of Egypt&gt;.</textarea>" in answer.text


def test_a_step_that_the_edition_does_not_take_is_told_on_the_page(browser, published):
    answer = browser("administrator").fill(f"{published}/freeze")
    assert answer.status_code == 409
    assert 'id="edition"' in answer.text
    assert 'class="notice alarm"' in answer.text


def test_sending_back_without_words_keeps_the_other_form_untouched(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    office = browser("analyst")
    assert refused(office.fill(f"/en/submissions/{draft}/send-back"), "reason") == "Write what should change."
    long = office.fill(f"/en/submissions/{draft}/send-back", reason="much " * 300)
    assert refused(long, "reason") == "One of the texts is too long."
    assert "much much" in long.text


def test_a_colleague_was_faster(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    answer = browser("analyst").fill(f"/en/submissions/{draft}/accept")
    assert answer.status_code == 409
    assert "a colleague may have been faster" in answer.text
    assert 'id="receipt"' in answer.text


def test_an_invitation_keeps_what_was_typed(browser, cast):
    office = browser("administrator")
    answer = office.fill("/en/people", email="no address", role="approver", member="EG", language="fr")
    assert refused(answer, "email") == "That is not an e-mail address."
    assert 'value="no address"' in answer.text
    for chosen in ("approver", "EG", "fr"):
        assert f'<option value="{chosen}" selected>' in answer.text
    answer = office.fill("/en/people", email="a@post.example", role="uploader", member="", language="fr")
    assert refused(answer, "role") == "The role does not go with the member or the region."


def test_joining_keeps_the_name_and_never_the_password(browser):
    page = browser("administrator").fill(
        "/en/people", email="new@post.example", role="uploader", member="EG", language="en"
    )
    link = re.search(r"http://testserver(/en/invitations/[^<]+)<", page.text)[1]
    stranger = browser()
    nameless = stranger.post(link, data={"name": " ", "password": "a fine long sentence"})
    assert refused(nameless, "name") == "A required field is missing."
    assert "a fine long sentence" not in nameless.text
    weak = stranger.post(link, data={"name": "Nour", "password": "short"})
    assert "at least 12 characters" in refused(weak, "password")
    assert 'value="Nour"' in weak.text


def test_a_token_without_a_name(browser):
    assert refused(browser("uploader").fill("/en/account/tokens", label=""), "label")
    assert refused(browser("uploader").fill("/en/account/tokens", label="n" * 81), "label")
    assert refused(browser("uploader").fill("/en/account/language", language="xx"), "language")


def test_signing_in_too_often_is_told_on_the_form(browser, cast):
    client = browser()
    form = {"email": cast["uploader"].email, "password": "wrong"}
    answers = [client.post("/en/sign-in", data=form) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert 'name="password"' in answers[-1].text
    assert "Try again in" in answers[-1].text
    assert client.post("/en/sign-in", data=form | {"email": "x" * 900}).status_code == 401
