"""The audit log on its page, as a file and in the API: each reader as far as their right goes."""

import csv
import io

import pytest

from app.actions.accept_submission import accept_submission
from app.actions.change_member import change_member
from app.actions.send_back_submission import send_back_submission
from app.actions.submit_submission import submit_submission
from app.domain.deeds import DEEDS
from app.storage import audit


def deeds(client, query=""):
    answer = client.get(f"/api/v1/audit{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["deeds"]


def actions(client, query=""):
    return {one["action"] for one in deeds(client, query)}


def test_a_draft_stays_in_its_house(browser, house, cast, draft, now):
    about = f"submission:{draft}"
    seen = {
        part: {one["action"] for one in deeds(browser(part)) if one["object"] == about}
        for part in ("uploader", "approver", "analyst", "administrator", "foreign uploader", "foreign analyst")
    }
    assert seen == {
        "uploader": {"submission.receive"}, "approver": {"submission.receive", "submission.check"}, "analyst": set(),
        "administrator": set(), "foreign uploader": set(), "foreign analyst": set(),
    }  # fmt: skip
    assert f"/submissions/{draft}" in browser("approver").get("/en/audit").text
    assert draft not in browser("analyst").get("/en/audit").text
    assert draft not in browser("analyst").get("/en/audit.csv").text
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    assert {"submission.receive", "submission.check", "submission.submit"} <= actions(browser("analyst"))
    assert draft not in browser("foreign analyst").get("/en/audit").text
    assert draft not in browser("foreign uploader").get("/en/audit.csv").text


def test_the_words_of_an_approver_stay_inside(browser, house, cast, draft, now):
    change_member(house, person=cast["administrator"], member="EG", needs_approver=True, now=now)
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    send_back_submission(house, person=cast["approver"], submission=draft, reason="CANARY-INSIDE", now=now)
    submit_submission(house, person=cast["approver"], submission=draft, reason="", now=now)
    for path in ("/en/audit", "/en/audit.csv", "/api/v1/audit"):
        assert "CANARY-INSIDE" in browser("approver").get(path).text, path
        assert "CANARY-INSIDE" not in browser("analyst").get(path).text, path
        assert "CANARY-INSIDE" not in browser("uploader").get(path).text, path


def test_it_is_filtered(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    office = browser("analyst")
    assert {"submission.accept", "person.sign_in"} <= actions(office, f"?person={cast['analyst'].id}")
    assert "submission.submit" not in actions(office, f"?person={cast['analyst'].id}")
    assert {one["actor"] for one in deeds(office, "?person=system")} == {None}
    assert actions(office, "?deed=submission.accept") == {"submission.accept"}
    assert {one["member"] for one in deeds(office, "?member=EG")} == {"EG"}
    assert deeds(office, "?member=SA&deed=submission.accept") == []
    assert "submission.accept" in actions(office, "?quarter=2026-Q3")
    assert "person.sign_in" not in actions(office, "?quarter=2026-Q3")
    assert deeds(office, "?quarter=2026-Q1&deed=submission.accept") == []
    page = office.get("/en/audit?deed=submission.accept&member=EG&quarter=2026-Q3").text
    assert "Submission accepted</th>" in page
    assert "Submission sent to the region</th>" not in page
    assert '<option value="submission.accept" selected>' in page
    assert "audit.csv?deed=submission.accept&amp;member=EG&amp;quarter=2026-Q3" in page


def test_nonsense_is_refused(browser):
    office = browser("analyst")
    for query in ("deed=nonsense", "quarter=2026-Q9", "before=0", "before=x", f"before={2**70}", "person=" + "x" * 99,
                  "member=%00"):  # fmt: skip
        assert office.get(f"/en/audit?{query}").status_code in (400, 404, 422), query
        assert office.get(f"/api/v1/audit?{query}").status_code in (400, 404, 422), query


@pytest.fixture
def long_log(house, cast, now):
    with house.sessions.begin() as session:
        for number in range(120):
            audit.write(session, at=now, actor=cast["analyst"], action="flag.set", object=f"flag:{number}",
                        region="arab", reason="=1+1")  # fmt: skip


def test_pages_of_fifty_hold_every_row_once(browser, long_log):
    office, query, found, pages = browser("analyst"), "?deed=flag.set", [], 0
    while True:
        answer = office.get(f"/api/v1/audit{query}").json()
        found += [one["object"] for one in answer["deeds"]]
        pages += 1
        if answer["older"] is None:
            break
        query = f"?deed=flag.set&before={answer['older']}"
    assert found == [f"flag:{number}" for number in reversed(range(120))]
    assert pages == 3
    first = office.get("/en/audit?deed=flag.set").text
    assert first.count("Setting noted</th>") == 50
    assert "Older ones" in first
    assert "Back to the newest" not in first


def test_the_file_holds_all_that_was_chosen_and_no_formula(browser, long_log):
    answer = browser("analyst").get("/en/audit.csv?deed=flag.set")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 120
    assert {row["Words given"] for row in rows} == {"'=1+1"}
    assert len({row["Hash"] for row in rows}) == 120


def test_a_reader_reads_no_log_and_each_language_has_its_words(browser):
    for path in ("/en/audit", "/en/audit.csv", "/api/v1/audit"):
        assert browser("reader").get(path).status_code == 403
    for language in ("ar", "fr", "en"):
        page = browser("approver").get(f"/{language}/audit")
        assert page.status_code == 200
        assert page.text.count("<option") > len(DEEDS)


def test_a_deed_without_words_is_not_written(house, now):
    with house.sessions.begin() as session, pytest.raises(ValueError, match="no_such"):
        audit.write(session, at=now, actor=None, action="no_such.deed", object="x")
