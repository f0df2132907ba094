"""Deadlines on a page and in a feed: by the member's own calendar, behind a secret address that can be replaced."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import factories
import icalendar
import pytest

from app.storage import regions

LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def address(client, language="en"):
    """The path of a new address, as the page shows it."""
    page = client.fill(f"/{language}/calendar")
    assert page.status_code == 200
    return re.search(r"http://testserver(/calendar/[A-Za-z0-9_-]{32}\.ics\?lang=..)", page.text)[1]


def events(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


@LANGUAGES
def test_a_feed_has_every_quarter_of_the_cycle_in_the_language_asked_for(browser, language):
    path = address(browser("uploader"), language)
    stranger = browser()
    found = events(stranger, path)
    assert len(found) == 16 * 4
    assert len({event["uid"] for event in found}) == 16 * 4
    due = next(event for event in found if event["uid"] == "EG-2026-Q3-figures@barid")
    # 31 October 2026 is a Saturday; clocks in Cairo went back two days before.
    assert due["dtstart"].dt == datetime(2026, 10, 31, 21, 59, tzinfo=UTC)
    rings = [(due["dtstart"].dt + alarm["trigger"].dt).isoformat() for alarm in due.walk("VALARM")]
    assert rings == [f"2026-10-{day}T{hour}:00:00+00:00" for day, hour in
                     (("17", "06"), ("27", "06"), ("29", "06"), ("31", "07"))]  # fmt: skip
    grace = next(event for event in found if event["uid"] == "EG-2026-Q3-grace@barid")
    assert grace["dtstart"].dt == datetime(2026, 11, 15, 21, 59, tzinfo=UTC)
    words = {"ar": "الربع الثالث 2026", "fr": "3e trimestre 2026", "en": "3rd quarter 2026"}
    assert words[language] in due["summary"]
    assert due["summary"].params["LANGUAGE"] == language
    content = stranger.get(path).content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert content == stranger.get(path).content


def test_the_language_of_the_feed_is_a_choice(browser):
    path = address(browser("uploader")).partition("?")[0]
    assert "trimestre" in browser().get(f"{path}?lang=fr").text
    assert "quarter" in browser().get(f"{path}?lang=xx").text


def test_a_new_address_ends_the_one_before_and_no_other_word_opens_anything(browser, house):
    client, stranger = browser("uploader"), browser()
    first = address(client)
    foreign = address(browser("foreign uploader"))
    second = address(client)
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == stranger.get(foreign).status_code == 200
    assert "EG-" in stranger.get(second).text
    assert "SA-" in stranger.get(foreign).text
    for word in ("nonsense", "a" * 5000, "%D9%85", "..%2F", "EG", second.split("/")[2][:31], "%00"):
        assert stranger.get(f"/calendar/{word}.ics").status_code == 404, word
    word = second.split("/")[2].partition(".")[0]
    page = client.get("/en/calendar").text
    assert word not in page
    assert "cannot be shown again" in page
    with house.sessions() as session:
        kept = session.connection().exec_driver_sql("SELECT word_hash FROM calendar_word").all()
    assert word not in str(kept)


def test_a_changed_member_changes_the_sequence_and_no_name_of_an_event(browser, house, cast, now):
    path = address(browser("uploader"))
    before = events(browser(), path)
    [number] = {event["sequence"] for event in before}
    answer = browser("administrator").fill("/en/members/EG/reporting", **{"product-ems": "yes"})
    assert answer.status_code == 303
    after = events(browser(), path)
    assert {event["sequence"] for event in after} == {number + 1}
    assert {event["dtstamp"].dt for event in after} == {now}
    assert [event["uid"] for event in after] == [event["uid"] for event in before]


@pytest.mark.parametrize("part", ["analyst", "administrator", "reader"])
def test_only_an_operator_makes_an_address(browser, part):
    client = browser(part)
    assert client.fill("/en/calendar").status_code == 403


def test_making_an_address_is_in_the_log(browser):
    address(browser("uploader"))
    assert "New calendar address" in browser("administrator").get("/en/audit").text


@pytest.fixture
def october(app):
    app.state.now = lambda: datetime(2026, 10, 27, 9, tzinfo=UTC)
    return app.state.now()


def moved(house, code, **values):
    with house.sessions.begin() as session:
        regions.declare_member(session, replace(regions.member(session, code), **values), change=True)


def test_an_operator_sees_its_own_days(october, browser, house):
    page = browser("uploader").get("/en/calendar").text
    assert "31 October 2026, 23:59 (‎UTC+02:00‎)" in page
    assert "4 days" in page
    assert "3 working days, today included" in page
    assert "Not a working day" in page
    assert "Saturday 17 October 2026, Tuesday 27 October 2026, Thursday 29 October 2026, Saturday 31" in page
    # Three quarters are over and one is running; of the next one nothing is owed yet.
    assert page.count("All datasets") == 4
    assert "1st quarter 2027" in page
    assert "All sent" not in page
    moved(house, "EG", holidays=(date(2026, 10, 28), date(2026, 1, 25)), weekend=(5,))
    page = browser("uploader").get("/en/calendar").text
    assert "3 working days, today included" in page
    assert "Wednesday 28 October 2026" in page
    assert "25 January" not in page


def test_the_office_sees_every_member_of_its_region_by_each_ones_calendar(october, browser, house):
    moved(house, "TN", holidays=(date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)))
    page = browser("analyst").get("/en/calendar").text
    rows = dict(re.findall(r'<tr><th scope="row"><a href="/en/members/(\w+)">(.*?)</tr>', page))
    assert len(rows) == 22
    assert "1 working day, today included" in rows["TN"]
    assert "Due soon" in rows["EG"]
    assert "KZ" not in rows
    assert "Kazakhstan" in browser("foreign analyst").get("/en/calendar").text
    past = browser("analyst").get("/en/calendar?quarter=2026-Q1").text
    assert "days ago" in past
    assert "Silent" in past
    assert browser("analyst").get("/en/calendar?quarter=2031-Q1").status_code == 404
    assert browser("analyst").get("/en/calendar?quarter=x").status_code == 404


def test_what_is_missing_is_named_once_a_part_is_there(october, browser, house, cast):
    factories.submitted(house, cast["uploader"], "service-quality", october, months=("2026-07", "2026-08"))
    for part in ("uploader", "analyst"):
        page = browser(part).get("/en/calendar").text
        assert "Service quality: 1 month missing<br>Customs clearance<br>" in page


def test_a_reader_has_no_calendar(browser):
    assert browser("reader").get("/en/calendar").status_code == 403
