"""Item events sent by page and by system: a profile by name, and a page that says what became of the rows."""

import re
from dataclasses import replace

import pytest
from plain.figures_files import figures

from app.settings import load
from app.web.main import room

HEAD = "item_id,event,time_local,destination,origin,product,standard_days\n"
GOOD = "".join(
    f"RR473124829EG,{event},2026-07-{day:02}T08:{minute:02}+03:00,EG,SA,letter,5\n"
    for event, day, minute in [("EMD", 5, 0), ("EDB", 5, 1), ("EDC", 6, 0), ("EMH", 7, 0), ("EMI", 8, 0)]
)
BAD = "RR473124829EG,EMI,never,EG,SA,letter,5\n"


def post(client, content, **fields):
    file = {"file": ("scans.csv", content.encode())}
    return client.fill("/en/send", files=file, **{"dataset": "item-events", "profile": "barid", **fields})


def test_the_page_says_what_was_read_used_set_aside_and_derived(browser, app):
    client = browser("uploader")
    assert "ips: export of IPS" in client.get("/en/send").text
    sent = post(client, HEAD + GOOD + BAD)
    assert sent.status_code == 303
    address = sent.headers["location"]
    app.state.checking.start(address.rsplit("/", 1)[1]).result(60)
    page = client.get(address).text
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(?:<bdi[^>]*>)?([^<]+)", page))
    assert (facts["Rows read"], facts["Rows used"], facts["Rows set aside"]) == ("6", "5", "1")
    assert facts["Months with figures"] == "July 2026"
    causes = re.search(r"Set aside by cause</caption>.*?</table>", page, re.S)[0]
    assert re.search(r"EVT_TIME_UNREADABLE</bdi></th><td[^>]*>1</td>", causes)
    assert "What the item events gave" not in client.get("/en/send").text


def test_a_quantile_says_whether_it_is_of_the_items_or_a_mean_of_months(browser, app):
    client = browser("uploader")
    address = post(client, HEAD + GOOD).headers["location"]
    app.state.checking.start(address.rsplit("/", 1)[1]).result(60)
    assert client.fill(f"{address}/submit").status_code == 303
    number = "/en/members/EG/indicators/CUS-03?quarter=2026-Q3"
    assert "Exact: computed from all items of the quarter" in client.get(number).text
    sent = client.fill(
        "/en/send", files={"file": ("q.csv", figures(dataset="customs-clearance"))}, dataset="customs-clearance"
    )
    assert client.fill(f"{sent.headers['location']}/submit").status_code == 303
    assert "Approximate: mean of reported months" in client.get(number).text


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_profiles_are_explained_in_each_language(browser, language):
    page = browser("uploader").get(f"/{language}/send").text
    assert re.findall(r'<option value="(\w+)"', page).count("scms") == 1
    assert "web.profile" not in page


def test_a_profile_that_is_a_path_is_refused_by_page(browser):
    sent = post(browser("uploader"), HEAD + GOOD, profile="../../etc/x")
    assert sent.status_code == 400
    assert "barid, ips, olist or scms" in sent.text


def test_the_form_of_figures_has_a_profile_that_means_nothing(browser):
    file = {"file": ("q.csv", figures())}
    sent = browser("uploader").fill("/en/send", files=file, dataset="service-quality", profile="barid")
    assert sent.status_code == 303


def test_a_system_sends_events_with_a_profile(browser):
    client = browser("uploader")
    token = re.search(r'<p><bdi class="code">([^<]+)</bdi>', client.fill("/en/account/tokens", label="s").text)[1]
    head, system = {"authorization": f"Bearer {token}"}, browser()
    sent = system.put("/api/v1/submissions/item-events?profile=ips", content=(HEAD + GOOD).encode(), headers=head)
    assert sent.status_code == 422, sent.text
    assert sent.json()["submission"]["dataset"] == "item-events"
    assert {one["code"] for one in sent.json()["errors"]} == {"EVT_COLUMN_MISSING"}
    own = system.put("/api/v1/submissions/item-events?profile=barid", content=(HEAD + GOOD).encode(), headers=head)
    assert own.status_code == 201, own.text
    bad = system.put("/api/v1/submissions/item-events?profile=/etc/passwd", content=b"x", headers=head)
    assert (bad.status_code, bad.json()["type"]) == (400, "urn:barid:problem:bad_request.profile")


def test_item_events_may_be_bigger_than_figures_and_only_they():
    settings = replace(load({}), max_csv_bytes=10, max_workbook_bytes=20, max_events_bytes=3000)
    around = 64 * 1024
    assert room(settings, "POST", "/en/send") == 3000 + around
    assert room(settings, "PUT", "/api/v1/submissions/item-events") == 3000 + around
    assert room(settings, "PUT", "/api/v1/submissions/service-quality") == 20 + around
    assert room(settings, "POST", "/en/submissions/x/submit") is None


def test_a_page_takes_no_more_events_than_the_setting_says(browser, app):
    app.state.settings = replace(app.state.settings, max_events_bytes=100)
    assert post(browser("uploader"), HEAD + GOOD).status_code == 413
