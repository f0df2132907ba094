"""The office sees which letters failed and why, and has them sent again; their words it does not see."""

from datetime import timedelta

import pytest
from plain.well_formed import faults_of

from app.domain.letters import Letter
from app.storage import letters

SECRET = "words for their reader alone"


@pytest.fixture
def failed(house, cast, now):
    """A letter to EG's uploader that was refused for good; gives its id."""
    reader = cast["uploader"]
    with house.sessions.begin() as session:
        letters.add(
            session, [Letter("k", reader.id, reader.email, "remind", SECRET, SECRET, "en")], now=now - timedelta(days=1)
        )
        [(id, _)] = letters.due(session, now, 9)
        letters.take(session, id, now=now, until=now)
        letters.failed(session, id, error="550 <b>no such mailbox</b>", next_try_at=None)
    return id


def state(house):
    with house.sessions() as session:
        [row] = letters.of_region(session, "arab", 9)
    return row.state


@pytest.mark.parametrize("part", ["analyst", "administrator"])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_office_sees_what_failed_on_its_home_page_and_why_on_another(browser, failed, part, language):
    client = browser(part)
    home, page = client.get(f"/{language}").text, client.get(f"/{language}/letters").text
    assert f'href="/{language}/letters">' in home.split("<main")[1]
    assert "550 &lt;b&gt;no such mailbox" in page
    assert "uploader@post.example" in page
    assert SECRET not in page
    assert faults_of(page) == []
    assert f'action="/{language}/letters/{failed}/again"' in page


def test_send_again_makes_it_due_and_says_so_and_is_in_the_log(browser, failed, house, now):
    client = browser("analyst")
    answer = client.fill(f"/en/letters/{failed}/again")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/letters?asked=yes")
    with house.sessions() as session:
        assert [id for id, _ in letters.due(session, now, 9)] == [failed]
    assert "usually within a minute" in client.get(answer.headers["location"]).text
    assert "Letter sent again" in browser("administrator").get("/en/audit").text
    with house.sessions.begin() as session:
        letters.sent(session, failed, now)
    assert state(house) == "sent"
    assert client.fill(f"/en/letters/{failed}/again").status_code == 409
    assert "/letters" not in client.get("/en").text.split("<main")[1]


def test_a_foreign_letter_is_a_missing_one(browser, failed, house):
    client = browser("foreign analyst")
    answers = {id: client.fill(f"/en/letters/{id}/again") for id in (failed, failed + 1, "nonsense", "9" * 30)}
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({answer.text.replace(f"/letters/{id}/", "/letters/ID/") for id, answer in answers.items()}) == 1
    assert "uploader@post.example" not in client.get("/en/letters").text
    assert state(house) == "stopped"
    for part in ("uploader", "reader"):
        assert browser(part).fill(f"/en/letters/{failed}/again").status_code == 403
    assert "/letters" not in browser("uploader").get("/en").text
