"""A foreign record answers exactly like a missing one; drafts are the operator's own."""

import uuid
from dataclasses import replace

import pypdfium2
import pytest
from plain.figures_files import QUARTER

from app.actions.recompute import recompute
from app.actions.submit_submission import submit_submission
from app.actions.withdraw_submission import withdraw_submission
from app.storage import results, submissions

PATHS = [
    "/en/submissions/{id}",
    "/en/submissions/{id}/findings.csv",
    "/en/submissions/{id}/findings.xlsx",
    "/en/submissions/{id}/file",
    "/en/submissions/{id}/receipt.pdf",
    "/en/submissions/{id}/lines/2",
    "/api/v1/submissions/{id}",
]


def same(left, right, ids):
    """Status, body and headers, whatever the id was."""
    texts = []
    for answer, id in zip((left, right), ids, strict=True):
        headers = {name: value for name, value in answer.headers.items() if name not in ("date", "content-length")}
        texts.append((answer.status_code, answer.text.replace(id, "ID"), headers))
    return texts[0] == texts[1]


@pytest.mark.parametrize("part", ["foreign uploader", "foreign analyst", "analyst", "administrator"])
def test_a_foreign_draft_is_a_missing_one(browser, draft, part):
    client, missing = browser(part), str(uuid.uuid4())
    for path in PATHS:
        answers = client.get(path.format(id=draft)), client.get(path.format(id=missing))
        assert answers[0].status_code == 404, path
        assert same(*answers, (draft, missing)), path


@pytest.mark.parametrize("part", ["uploader", "approver"])
def test_the_operator_sees_its_own_draft(browser, draft, part):
    client = browser(part)
    assert [path for path in PATHS if client.get(path.format(id=draft)).status_code != 200] == []


@pytest.mark.parametrize("part", ["foreign uploader", "foreign analyst", "analyst"])
def test_nobody_else_does_anything_with_a_draft(browser, draft, house, part):
    client, missing = browser(part), str(uuid.uuid4())
    for deed in ("submit", "approve", "withdraw", "accept", "send-back", "nonsense"):
        answers = [client.fill(f"/en/submissions/{id}/{deed}", reason="why") for id in (draft, missing)]
        assert answers[0].status_code == 404, deed
        assert same(*answers, (draft, missing)), deed
    with house.sessions() as session:
        assert submissions.one(session, draft).state.value == "draft"


def test_a_draft_withdrawn_before_it_left_the_house_stays_its_own(browser, house, cast, draft, now):
    withdraw_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    for part, status in (("uploader", 200), ("analyst", 404), ("administrator", 404), ("foreign uploader", 404)):
        client = browser(part)
        assert [path for path in PATHS if client.get(path.format(id=draft)).status_code != status] == []


def test_the_office_sees_what_was_submitted_in_its_region_alone(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    for part, status in (("analyst", 200), ("foreign analyst", 404), ("foreign uploader", 404)):
        client = browser(part)
        assert [path for path in PATHS if client.get(path.format(id=draft)).status_code != status] == []


def test_lists_hold_nothing_foreign(browser, draft):
    for part, sees in (("uploader", True), ("foreign uploader", False), ("analyst", False), ("foreign analyst", False)):
        client = browser(part)
        for path in ("/en/submissions", "/en", "/api/v1/submissions"):
            assert (draft in client.get(path).text) is sees, (path, part)


def test_working_results_are_for_the_member_and_its_office(browser, house, cast, draft, now, computed):
    paths = ["/en/members/EG?quarter=2026-Q3", "/api/v1/members/EG/results/2026-Q3"]
    for path in paths:
        inside = [browser(part).get(path) for part in ("uploader", "approver", "analyst", "administrator")]
        assert all(answer.status_code == 200 and "2026-Q3" in answer.text for answer in inside)
    for part in ("foreign uploader", "foreign analyst", "reader"):
        client = browser(part)
        assert client.get("/api/v1/members/EG/results/2026-Q3").status_code == 404
        assert client.get("/api/v1/regions/arab/results/2026-Q3").status_code == 404
        assert "indicators/VIS-02" not in client.get(paths[0]).text
        assert client.get("/en/members/EG/indicators/VIS-02?quarter=2026-Q3").status_code == 404
        assert client.get("/en/members/EG/report.pdf?quarter=2026-Q3").status_code == 404


def test_an_administrator_touches_no_other_region(browser):
    client = browser("administrator")
    assert client.fill("/en/regions/central-asia/editions/2026-Q3/draft").status_code == 404


def test_rights_end_at_once(browser, cast):
    client = browser("uploader")
    assert client.get("/en/send").status_code == 200
    gone = browser("administrator").fill(f"/en/people/{cast['uploader'].id}/end")
    assert gone.status_code == 303
    assert client.get("/en/send", follow_redirects=False).status_code == 303


def test_no_rank_among_unpublished_figures_for_an_operator(browser, house, cast, draft, now, monkeypatch):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    recompute(house, regions=["arab"], quarters=[QUARTER], now=now)
    read = results.member_from_json
    monkeypatch.setattr(results, "member_from_json", lambda text: replace(read(text), rank=31, ranked=47))
    page, api = "/en/members/EG?quarter=2026-Q3", "/api/v1/members/EG/results/2026-Q3"
    office, operator = browser("analyst"), browser("uploader")
    assert "31 of 47" in office.get(page).text
    assert office.get(api).json()["line"]["rank"] == 31
    own = operator.get(page)
    assert own.status_code == 200
    assert "of 47" not in own.text
    line = operator.get(api).json()["line"]
    assert (line["rank"], line["ranked"]) == (None, 0)
    report = operator.get("/en/members/EG/report.pdf?quarter=2026-Q3")
    assert report.status_code == 200
    assert "of 47" not in words_of(report.content)


def words_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
