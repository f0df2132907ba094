"""Questions in the browser: asked on a value, seen at home and on the value, answered, closed; nothing for others."""

import re
from html import unescape

import factories
import pytest

from app.actions.ask_question import ask_question
from app.domain.value_history import ValueKey

KEY = ValueKey("EG", "service-quality", "2026-08", "parcel", "", "items_arrived")
QUERY = "dataset=service-quality&month=2026-08&product=parcel&measure=items_arrived"
VALUE = f"/en/members/EG/history?{QUERY}"


@pytest.fixture
def sent(house, cast, now):
    return factories.submitted(house, cast["uploader"], "service-quality", now)


@pytest.fixture
def asked(house, cast, sent, now):
    return ask_question(house, person=cast["analyst"], about=KEY, text="Why so many?", now=now)


def hidden(html):
    form = re.search(r'<form[^>]*action="/en/questions">(.*?)</form>', html, re.DOTALL)[1]
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        if name != "csrf"
    }


def test_a_question_goes_round_and_stays(browser, sent):
    analyst, uploader = browser("analyst"), browser("uploader")
    answer = analyst.fill("/en/questions", text="Why <b>so</b> many?", **hidden(analyst.get(VALUE).text))
    assert answer.status_code == 303
    thread = answer.headers["location"]
    for path in ("/en", "/en/questions", VALUE, f"/en/submissions/{sent}", thread):
        text = uploader.get(path).text
        assert "Why &lt;b&gt;so&lt;/b&gt; many?" in text, path
        assert "Waits for the operator" in text, path
    assert uploader.fill(f"{thread}/answer", text="A feast.").status_code == 303
    assert "Waits for the regional office" in analyst.get("/en").text
    assert uploader.fill(f"{thread}/close", text="").status_code == 403
    assert analyst.fill(f"{thread}/close", text="").status_code == 303
    for client in (analyst, uploader):
        assert "Why &lt;b&gt;" not in client.get("/en").text
        text = client.get(VALUE).text
        assert "A feast." in text
        assert "closed it" in text
    told = uploader.get(f"/api/v1/members/EG/history?{QUERY}").json()["questions"]
    assert [entry["kind"] for entry in told[0]["entries"]] == ["ask", "say", "close"]
    assert told[0]["waiting"] == "nobody"


def test_a_question_on_a_whole_submission(browser, sent):
    analyst = browser("analyst")
    page = f"/en/submissions/{sent}"
    assert hidden(analyst.get(page).text) == {"submission": sent}
    assert analyst.fill("/en/questions", text="All of it?", submission=sent).status_code == 303
    assert "All of it?" in browser("approver").get(page).text
    assert "All of it?" not in browser("approver").get(VALUE).text


def test_what_cannot_be_taken_keeps_what_was_typed(browser, asked):
    analyst, thread = browser("analyst"), f"/en/questions/{asked}"
    for path, fields in (
        (f"{thread}/answer", {}),
        (f"{thread}/answer", {"text": "long " * 500}),
        ("/en/questions", hidden(analyst.get(VALUE).text)),
    ):
        answer = analyst.fill(path, **fields)
        assert answer.status_code == 400, path
        assert 'aria-invalid="true"' in answer.text
        assert fields.get("text", "").strip() in answer.text
    assert analyst.fill(f"{thread}/close").status_code == 303
    late = analyst.fill(f"{thread}/answer", text="more")
    assert late.status_code == 409
    assert "This question is closed" in late.text


def test_for_others_it_is_missing(browser, asked, sent):
    for part in ("foreign uploader", "foreign analyst"):
        client = browser(part)
        assert asked not in client.get("/en/questions").text + client.get("/en").text
        for path in ("/en/questions/{}", "/en/questions/{}/answer"):
            ids = (asked, "0")
            answers = [
                client.get(path.format(id)) if path.endswith("{}") else client.fill(path.format(id), text="x")
                for id in ids
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert answers[0].text.replace(asked, "ID") == answers[1].text.replace("questions/0", "questions/ID")
    abroad = browser("foreign analyst")
    key = {"member": "EG", "dataset": "service-quality", "month": "2026-08", "product": "parcel",
           "measure": "items_arrived"}  # fmt: skip
    for fields in ({"submission": sent}, {"submission": "0"}, key, {**key, "member": "XX"}):
        for text in ("hm", ""):
            assert abroad.fill("/en/questions", text=text, **fields).status_code == 404
    assert browser("reader").get(f"/en/questions/{asked}").status_code == 403


def test_nobody_asks_about_a_draft(browser, draft):
    analyst = browser("analyst")
    page = analyst.get(VALUE)
    assert page.status_code == 200
    assert 'action="/en/questions"' not in page.text
    assert 'action="/en/questions"' not in browser("uploader").get(f"/en/submissions/{draft}").text
    key = {"member": "EG", "dataset": "service-quality", "month": "2026-08", "product": "parcel",
           "measure": "items_arrived"}  # fmt: skip
    for fields in ({"submission": draft}, key):
        assert analyst.fill("/en/questions", text="hm", **fields).status_code == 404


def test_each_page_in_each_language(browser, asked):
    for part in ("analyst", "uploader"):
        client = browser(part)
        for language in ("ar", "fr", "en"):
            for path in ("", "/questions", f"/questions/{asked}", VALUE.removeprefix("/en")):
                answer = client.get(f"/{language}{path}")
                assert answer.status_code == 200
                assert "Why so many?" in answer.text
