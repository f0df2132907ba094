"""An administrator keeps the holidays of its members; nobody else does, and every change is in the log."""

import json
import re
from datetime import date

import pytest
from plain.well_formed import faults_of
from sqlalchemy import select

from app.storage import audit, regions
from app.storage.tables import audit as audit_rows

PATH = "/en/members/EG/holidays"


def holidays(house, member="EG"):
    with house.sessions() as session:
        return regions.member(session, member).holidays


def deeds(house):
    with house.sessions() as session:
        assert audit.problems(session) == []
        rows = session.execute(select(audit_rows).where(audit_rows.c.action.like("holiday.%"))).all()
    return [(row.action, row.member, json.loads(row.details)["days"]) for row in rows]


def test_days_are_added_listed_and_removed_with_their_audit_rows(browser, house):
    client = browser("administrator")
    assert client.fill(PATH, first="2026-10-28", last="2026-10-30").status_code == 303
    assert client.fill(PATH, first="2026-10-29").status_code == 303
    assert holidays(house) == (date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30))
    page = client.get(PATH)
    assert faults_of(page.text) == []
    assert re.findall(r'name="day" value="([^"]*)"', page.text) == ["2026-10-28", "2026-10-29", "2026-10-30"]
    assert page.text.count("weekend anyway") == 1
    for _ in range(2):
        assert client.fill(f"{PATH}/remove", day="2026-10-29").status_code == 303
    assert holidays(house) == (date(2026, 10, 28), date(2026, 10, 30))
    assert holidays(house, "MA") == ()
    assert deeds(house) == [
        ("holiday.add", "EG", ["2026-10-28", "2026-10-29", "2026-10-30"]),
        ("holiday.remove", "EG", ["2026-10-29"]),
    ]
    assert "Holidays added" in client.get("/en/audit").text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_speaks_three_languages_and_is_found_from_the_member(browser, house, language):
    client = browser("administrator")
    path = f"/{language}/members/EG/holidays"
    assert path in client.get(f"/{language}/members/EG/reporting").text
    client.fill(path, first="2026-10-28")
    page = client.get(path).text
    assert faults_of(page) == []
    assert {"ar": "أكتوبر", "fr": "octobre", "en": "October"}[language] in page
    assert not re.search(r">\s*holidays\.[a-z_]+", page)


@pytest.mark.parametrize(
    "typed",
    [
        {"first": ""}, {"first": "soon"}, {"first": "2026-02-30"}, {"first": "2026-10-28", "last": "2026-10-27"},
        {"first": "2026-10-28", "last": "2027-10-27"}, {"first": "0001-01-01"}, {"first": "2026-10-28", "last": "x"},
    ],
)  # fmt: skip
def test_what_is_no_day_is_said_on_the_page_and_changes_nothing(browser, house, typed):
    answer = browser("administrator").fill(PATH, **typed)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert f'value="{typed["first"]}"' in answer.text
    assert (holidays(house), deeds(house)) == ((), [])


def test_nobody_else_comes_near_and_a_foreign_member_is_a_missing_one(browser, house):
    for part in ("uploader", "approver", "analyst", "reader"):
        client = browser(part)
        assert client.get(PATH).status_code == 403, part
        assert client.fill(PATH, first="2026-10-28").status_code == 403, part
        assert client.fill(f"{PATH}/remove", day="2026-10-28").status_code == 403, part
    client = browser("administrator")
    for code in ("KZ", "XX"):
        path = PATH.replace("EG", code)
        assert client.get(path).status_code == 404, code
        assert client.fill(path, first="2026-10-28").status_code == 404, code
        assert client.fill(f"{path}/remove", day="2026-10-28").status_code == 404, code
    assert client.fill(f"{PATH}/remove", day="never").status_code == 400
    assert (holidays(house), holidays(house, "KZ"), deeds(house)) == ((), (), [])


def test_an_operator_sees_them_among_its_days(browser, house, now):
    coming = date(now.year + 1, 1, 7)
    browser("administrator").fill(PATH, first=coming.isoformat())
    assert str(coming.year) in browser("uploader").get("/en/calendar").text
    assert f"7 January {coming.year}" in browser("uploader").get("/en/calendar").text
