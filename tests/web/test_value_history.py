"""The history of a value on its page and in the API, what was known on a day, and who sees nothing of it."""

import re
from datetime import timedelta

import factories
import pytest
from plain.figures_files import figures

from app.actions.accept_submission import accept_submission
from app.actions.submit_submission import submit_submission
from app.storage import submissions

QUERY = "dataset=service-quality&month=2026-08&product=parcel&measure=items_arrived"
PAGE = f"/en/members/EG/history?{QUERY}"
API = f"/api/v1/members/EG/history?{QUERY}"


@pytest.fixture
def twice(house, cast, now):
    """Accepted three weeks ago, corrected a day ago: the ids of both."""
    told = []
    for days, change in ((21, b""), (1, b"\n")):
        at = now - timedelta(days=days)
        made = factories.draft(house, cast["uploader"], "service-quality", at, content=figures() + change)
        submit_submission(house, person=cast["uploader"], submission=made, reason="recounted", now=at)
        told.append(made)
        if days == 21:
            accept_submission(house, person=cast["analyst"], submission=made, now=at + timedelta(hours=1))
    return told


def number(house, id):
    with house.sessions() as session:
        return submissions.one(session, id).number


def test_old_and_new_who_when_and_why(browser, house, twice):
    first, second = (number(house, id) for id in twice)
    for part in ("uploader", "approver", "analyst", "administrator"):
        text = browser(part).get(PAGE).text
        assert f"from submission #{second}" in text
        assert text.count("recounted") == 2
        assert re.search(rf'href="/en/submissions/{twice[1]}/lines/3"', text)
        assert "Accepted" in text
    answer = browser("analyst").get(API).json()
    assert answer["standing"] == second
    assert [one["number"] for one in answer["versions"]] == [second, first]
    newest, oldest = answer["versions"]
    assert newest["old"] == oldest["new"]
    assert oldest["old"] == {"value": None, "answer": None}
    assert (newest["changed"], oldest["changed"]) == (False, True)
    assert (newest["state"], oldest["state"]) == ("submitted", "accepted")


def test_as_known_on_a_day(browser, house, twice, now):
    first = number(house, twice[0])
    for days, standing in ((30, None), (21, first), (2, first), (0, number(house, twice[1]))):
        day = (now - timedelta(days=days)).date()
        told = browser("analyst").get(f"{API}&on={day}").json()
        assert (told["standing"], told["on"]) == (standing, str(day))
        assert len(told["versions"]) == (0 if standing is None else 1 if standing == first else 2)
    page = browser("uploader").get(f"{PAGE}&on={(now - timedelta(days=30)).date()}").text
    assert "No submission with this month counted then" in page
    assert f"#{first}" not in page


def test_the_figures_behind_a_number_as_known_on_a_day(browser, twice, now, computed):
    page = "/en/members/EG/indicators/VIS-02?quarter=2026-Q3"
    client = browser("analyst")
    assert f"/submissions/{twice[1]}/" in client.get(page).text
    before = client.get(f"{page}&on={(now - timedelta(days=2)).date()}").text
    assert f"/submissions/{twice[0]}/" in before
    assert f"/submissions/{twice[1]}/" not in before
    assert "There are no rows" in client.get(f"{page}&on=2026-10-01").text
    link = re.search(r'href="(/en/members/EG/history\?[^"]+)"', before)[1].replace("&amp;", "&")
    assert "Every version, newest first" in client.get(link).text


def test_nothing_for_others(browser, twice):
    missing = PAGE.replace("/EG/", "/XX/")
    for part in ("foreign uploader", "foreign analyst"):
        client = browser(part)
        for path, none in ((PAGE, missing), (API, API.replace("/EG/", "/XX/"))):
            answer, nothing = client.get(path), client.get(none)
            assert answer.status_code == nothing.status_code == 404
            assert answer.text.replace("/EG/", "/XX/") == nothing.text
    assert browser("reader").get(PAGE).status_code == 403


def test_drafts_are_shown_to_their_house_alone(browser, draft):
    assert f"/submissions/{draft}" in browser("approver").get(PAGE).text
    office = browser("analyst").get(PAGE)
    assert office.status_code == 200
    assert draft not in office.text
    assert browser("analyst").get(API).json()["versions"] == []


@pytest.mark.parametrize(
    "wrong", ["measure=nothing", "month=2026-13", "month=2026-08&on=yesterday", "month=2026-08&on=20260801xx",
              "month=2026-08&on=0001-01-01", "month=2026-08&product=%00"],
)  # fmt: skip
def test_what_no_dataset_holds_is_refused_with_words(browser, wrong):
    client = browser("analyst")
    rest = "dataset=service-quality" + ("" if "measure" in wrong else "&measure=items_arrived")
    rest += "" if "month" in wrong else "&month=2026-08"
    for root in ("/en/members/EG", "/api/v1/members/EG"):
        assert client.get(f"{root}/history?{rest}&{wrong}").status_code == 400


def test_an_answer_of_the_checklist_in_three_languages(browser):
    client = browser("analyst")
    for language in ("ar", "fr", "en"):
        page = client.get(f"/{language}/members/EG/history?dataset=preparedness&month=2026-Q3&measure=resdes")
        assert page.status_code == 200
