"""Each page as its readers see it, in three languages, and the way of a file through them."""

import json
import re

import pytest
from plain.figures_files import figures
from plain.well_formed import faults_of

from app.actions.accept_submission import accept_submission
from app.actions.open_submission import open_submission
from app.actions.submit_submission import submit_submission
from app.web import checking

EVERYBODY = [
    "/sign-in",
    "/method",
    "/credits",
    "/datasets",
    "/datasets/service-quality",
    "/datasets/preparedness",
    "/datasets/disruptions",
    "/invitations/word",
]
SIGNED_IN = [
    "/regions",
    "/regions/arab",
    "/regions/central-asia",
    "/members/EG",
    "/members/KZ",
    "/reports",
    "/account",
    "/method",
]
BY_PART = {
    "uploader": ["", "/send", "/submissions", "/calendar"],
    "approver": ["", "/send", "/submissions", "/calendar"],
    "analyst": ["", "/submissions", "/reporting", "/letters", "/calendar"],
    "administrator": ["", "/submissions", "/people", "/reporting", "/letters", "/calendar", "/members/EG/reporting"],
    "reader": [],
}
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def seen(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    faults = faults_of(answer.text)
    assert faults == [], (path, faults)
    assert not re.search(r">\s*web\.[a-z_]+", answer.text), path
    return answer.text


@LANGUAGES
def test_pages_for_everybody(browser, language):
    client = browser()
    for path in EVERYBODY:
        if path == "/sign-in" or "invitations" in path:
            client.cookies.clear()
        html = seen(client, f"/{language}{path}")
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html


@pytest.mark.parametrize("part", list(BY_PART))
def test_pages_of_each_role(browser, house, cast, draft, computed, now, part):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    client = browser(part)
    paths = [*SIGNED_IN, *BY_PART[part]]
    if part != "reader":
        paths += [
            f"/submissions/{draft}",
            f"/submissions/{draft}/lines/2",
            "/members/EG/indicators/VIS-02?quarter=2026-Q3",
            "/members/EG/indicators/MOR-01?quarter=2026-Q3",
        ]
    for language in ("ar", "fr", "en"):
        for path in paths:
            seen(client, f"/{language}{path}")


def test_the_other_languages_are_the_same_page(browser, computed):
    html = seen(browser("analyst"), "/en/members/EG?quarter=2026-Q3")
    assert 'href="/ar/members/EG?quarter=2026-Q3"' in html
    assert 'href="/fr/members/EG?quarter=2026-Q3"' in html


def test_a_file_with_a_fault_is_shown_what_to_mend(browser, house, app):
    client = browser("uploader")
    content = figures().replace(b"parcel", b"packet", 1)
    answer = client.fill("/en/send", files={"file": ("q3.csv", content)}, dataset="service-quality")
    assert answer.status_code == 303
    html = seen(client, answer.headers["location"])
    assert "Action needed: 1 error" in html
    assert "packet" in html
    assert "Line 2" in html
    assert "Refused" in html
    sheet = client.get(answer.headers["location"] + "/findings.csv")
    assert "packet" in sheet.text
    assert sheet.headers["content-disposition"].startswith("attachment")


def test_a_clean_file_gets_a_receipt_and_can_be_followed_to_its_line(browser, house, cast, now):
    client = browser("uploader")
    answer = client.fill("/en/send", files={"file": ("q3.csv", figures())}, dataset="service-quality")
    address = answer.headers["location"]
    assert "The file is in order" in seen(client, address)
    assert client.fill(f"{address}/submit").status_code == 303
    html = seen(client, address)
    assert "Submitted" in html
    assert "SHA-256" in html
    assert "UTC+0" in html
    analyst = browser("analyst")
    number = seen(analyst, "/en/members/EG/indicators/VIS-02?quarter=2026-Q3")
    line = re.search(r'href="(/en/submissions/[^"]+/lines/2)"', number)[1]
    raw = seen(analyst, line)
    assert "items_arrived" in raw
    assert "2026-07" in raw
    assert analyst.get(f"{address}/file").content == figures()


def test_the_same_bytes_again_give_the_same_receipt(browser):
    client = browser("uploader")
    addresses = {
        client.fill("/en/send", files={"file": ("a.csv", figures())}, dataset="service-quality").headers["location"]
        for _ in range(2)
    }
    assert len(addresses) == 1


def test_a_page_of_an_unchecked_file_refreshes_itself_without_scripts(browser, monkeypatch, app):
    monkeypatch.setattr(checking, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(app.state.checking, "start_and_wait", lambda submission: False)
    monkeypatch.setattr(app.state.checking, "start", lambda submission: None)
    client = browser("uploader")
    answer = client.fill("/en/send", files={"file": ("q3.csv", figures())}, dataset="service-quality")
    html = seen(client, answer.headers["location"])
    assert '<meta http-equiv="refresh"' in html
    assert "being checked" in html


@pytest.mark.parametrize(
    ("dataset", "files"),
    [
        ("nonsense", {"file": ("a.csv", b"x")}),
        ("service-quality", None),
        ("service-quality", {"file": ("", b"x")}),
    ],
)
def test_a_form_without_dataset_or_file_is_asked_again(browser, dataset, files):
    answer = browser("uploader").fill("/en/send", files=files, dataset=dataset)
    assert answer.status_code == 400


def test_two_files_are_not_one(browser):
    client = browser("uploader")
    answer = client.post(
        "/en/send",
        data={"csrf": client.word(), "dataset": "service-quality"},
        files=[("file", ("a.csv", b"x")), ("file", ("b.csv", b"y"))],
    )
    assert answer.status_code == 400


def test_charts_stand_beside_their_tables(browser, computed):
    html = seen(browser("analyst"), "/en/regions/arab?quarter=2026-Q3")
    specs = [json.loads(found) for found in re.findall(r'data-chart="[^"]+">(.*?)</script>', html, re.S)]
    assert len(specs) == 2
    assert all(spec["data"] is not None for spec in specs)
    assert html.count("<table") >= 2


def test_the_analyst_accepts_and_the_administrator_publishes(browser, house, cast, draft, now, computed):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    assert browser("analyst").fill(f"/en/submissions/{draft}/accept").status_code == 303
    client = browser("administrator")
    for deed in ("draft", "preview", "freeze", "publish"):
        answer = client.fill(f"/en/regions/arab/editions/2026-Q3/{deed}")
        assert answer.status_code == 303, (deed, answer.text[:300])
    reader = browser("reader")
    assert "edition 1" in seen(reader, "/en/regions/arab?quarter=2026-Q3")
    assert "2026" in seen(reader, "/en/reports")
    number = seen(reader, "/en/members/EG/indicators/VIS-02?quarter=2026-Q3")
    assert "/lines/" not in number
    assert "figures.csv" not in number
    sheet = reader.get("/en/regions/arab/ranking.csv?quarter=2026-Q3")
    assert sheet.status_code == 200
    assert "EG" in sheet.text


@pytest.mark.usefixtures("one_language")
def test_a_published_edition_is_corrected_by_a_new_one_with_its_reason(browser, house, cast, draft, now, computed):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    office, path = browser("administrator"), "/en/regions/arab/editions/2026-Q3"
    for deed in ("draft", "preview", "freeze", "publish"):
        assert office.fill(f"{path}/{deed}").status_code == 303
    operator = browser("uploader")
    sent = operator.fill("/en/send", files={"file": ("again.csv", figures(size=1200))}, dataset="service-quality")
    corrected = sent.headers["location"].rpartition("/")[2]
    submit_submission(house, person=cast["uploader"], submission=corrected, reason="Late scans.", now=now)
    open_submission(house, person=cast["analyst"], submission=corrected, reason="Scans came late.", now=now)
    accept_submission(house, person=cast["analyst"], submission=corrected, reason="", now=now)
    assert "What is corrected, and why" in seen(office, "/en/regions/arab?quarter=2026-Q3")
    assert office.fill(f"{path}/correct").status_code == 400
    assert office.fill(f"{path}/correct", reason="Late scans of Egypt.").status_code == 303
    for deed in ("preview", "freeze", "publish"):
        assert office.fill(f"{path}/{deed}").status_code == 303
    page = seen(browser("reader"), "/en/reports")
    assert "Correction: Late scans of Egypt." in page
    assert "Edition 1" in page
    assert "Edition 2" in page


def test_published_pages_are_open_where_the_setting_says_so(browser, app):
    from dataclasses import replace

    assert browser().get("/en/regions", follow_redirects=False).status_code == 303
    app.state.settings = replace(app.state.settings, public=True)
    assert seen(browser(), "/en/regions/arab")
    assert browser().get("/en/send", follow_redirects=False).status_code == 303


def test_an_invitation_opens_an_account(browser):
    html = (
        browser("administrator")
        .fill("/en/people", email="new@post.example", role="uploader", member="EG", language="fr")
        .text
    )
    link = re.search(r"http://testserver(/fr/invitations/[^<]+)<", html)[1]
    stranger = browser()
    assert stranger.post(link, data={"name": "Nour", "password": "short"}).status_code == 400
    opened = stranger.post(link, data={"name": "Nour", "password": "une phrase simple"}, follow_redirects=False)
    assert opened.status_code == 303
    signed = stranger.post("/fr/sign-in", data={"email": "new@post.example", "password": "une phrase simple"})
    assert signed.status_code == 200
    assert "Nour" in signed.text
    assert browser().post(link, data={"name": "Twice", "password": "une phrase simple"}).status_code == 400


def test_the_language_of_an_account_is_kept(browser):
    client = browser("analyst")
    assert client.fill("/en/account/language", language="ar").headers["location"] == "/ar/account"
    assert client.get("/", follow_redirects=False).headers["location"] == "/ar"


def test_a_correction_asks_for_its_reason(browser, house, cast, draft, now):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    client = browser("uploader")
    answer = client.fill("/en/send", files={"file": ("again.csv", figures(size=1200))}, dataset="service-quality")
    address = answer.headers["location"]
    assert "Reason for the correction" in seen(client, address)
    assert client.fill(f"{address}/submit").status_code == 400
    assert client.fill(f"{address}/submit", reason="Late scans added.").status_code == 303
