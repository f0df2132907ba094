"""The office's queue: most moved first, with what changed, warnings and their reasons, and the deeds."""

import re
from datetime import timedelta

import factories
import pytest
from plain.figures_files import QUARTER
from sqlalchemy import event

from app.actions.ask_question import ask_question
from app.actions.follow_submission import follow_submission
from app.actions.preview_submission import preview_submission
from app.actions.recompute import recompute


@pytest.fixture
def waiting(house, cast, now):
    """First figures of EG, then a small correction, and figures of SA that nobody followed yet."""
    early, late = now - timedelta(days=40), now - timedelta(days=3)
    made = []
    for dataset in ("customs-clearance", "data-exchange", "preparedness", "disruptions"):
        factories.accepted(house, cast["uploader"], cast["analyst"], dataset, early)
    recompute(house, regions=["arab"], quarters=[QUARTER], now=early)
    for at, count in ((early, 1000), (late, 990)):
        sent = factories.draft(house, cast["uploader"], "service-quality", at, count=count)
        preview_submission(house, submission=sent, now=at)
        factories.submit(house, cast["uploader"], sent, at)
        follow_submission(house, submission=sent, now=at)
        made.append(sent)
    return [*made, factories.submitted(house, cast["foreign uploader"], "data-exchange", now)]


@pytest.fixture
def plain(house, cast, now):
    """Three that nobody followed yet, the oldest first."""
    datasets = ("service-quality", "data-exchange", "preparedness")
    return [
        factories.submitted(house, cast["uploader"], dataset, now - timedelta(days=9 - day))
        for day, dataset in enumerate(datasets)
    ]


def shown(html):
    return re.findall(r'<h2 id="s\d+"><a href="/en/submissions/([^"]+)"', html)


def test_most_moved_first_with_what_changed_and_why(browser, waiting, house, cast, now):
    ask_question(house, person=cast["analyst"], about=waiting[1], text="Why?", now=now)
    html = browser("analyst").get("/en/queue").text
    assert set(shown(html)) == set(waiting)
    assert shown(html)[0] == waiting[0]
    assert "waiting 39 days" in html
    assert "waiting 2 days" in html
    assert "since today" in html
    assert "Index – → " in html
    assert re.search(r"\d+ values changed · [1-9]\d* the same", html)
    assert "nothing was reported for these periods before" in html
    assert "Not known yet" in html
    assert html.count("because") == 3
    assert "1 open" in html
    # SA's figures of July to September came in November.
    assert html.count('class="mark late"') == 1


def test_decided_from_there_and_back_again(browser, plain):
    assert shown(browser("analyst").get("/en/queue").text) == plain
    analyst = browser("analyst")
    answer = analyst.fill(f"/en/submissions/{plain[2]}/accept", back="queue")
    assert answer.headers["location"] == "/en/queue"
    answer = analyst.fill(f"/en/submissions/{plain[1]}/send-back", back="queue", reason="Months are missing.")
    assert answer.headers["location"] == "/en/queue"
    assert shown(analyst.get("/en/queue").text) == [plain[0]]
    refused = analyst.fill(f"/en/submissions/{plain[0]}/send-back", back="queue")
    assert refused.status_code == 400
    assert analyst.fill(f"/en/submissions/{plain[0]}/accept", back="//evil.example").headers["location"] == (
        f"/en/submissions/{plain[0]}"
    )
    assert shown(analyst.get("/en/queue").text) == []


def test_for_the_office_of_the_region_alone(browser, plain):
    assert shown(browser("foreign analyst").get("/en/queue").text) == []
    for part in ("uploader", "approver", "reader"):
        assert browser(part).get("/en/queue").status_code == 403
    for language in ("ar", "fr"):
        assert browser("administrator").get(f"/{language}/queue").status_code == 200


def test_as_many_questions_for_three_as_for_two(browser, house, cast, now):
    for dataset in ("service-quality", "data-exchange"):
        factories.submitted(house, cast["uploader"], dataset, now)
    analyst, counts, asked = browser("analyst"), [], []
    event.listen(house.sessions.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for dataset in ("customs-clearance", "preparedness"):
        asked.clear()
        analyst.get("/en/queue")
        counts.append(len([text for text in asked if text.lstrip().startswith("SELECT")]))
        factories.submitted(house, cast["uploader"], dataset, now)
    assert counts[0] == counts[1]
