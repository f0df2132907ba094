"""Arabic-Indic digits on the pages of whoever chose them, and nowhere else."""

from __future__ import annotations

import html
import re

import pytest
from plain.figures_files import QUARTER, figures
from plain.well_formed import faults_of

from app.actions.change_digits import change_digits
from app.actions.recompute import recompute
from app.actions.submit_submission import submit_submission
from app.domain.errors import BadRequest
from app.storage import audit, people
from app.storage.tables import audit as audit_rows

CODES = re.compile(r'<bdi class="code[^"]*">.*?</bdi>|<script.*?</script>|<style.*?</style>', re.S)
LATIN = re.compile(r"(?<![#\w+.-])[0-9]+(?![\w-])")


@pytest.fixture
def indic(browser):
    """An analyst who chose Arabic-Indic digits on the page of the account."""
    client = browser("analyst")
    assert client.fill("/ar/account/digits", digits="arabic").headers["location"] == "/ar/account"
    return client


@pytest.fixture
def results(house, cast, draft, now):
    """A quarter in which one member has sent its figures."""
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    recompute(house, regions=["arab"], quarters=[QUARTER], now=now)


def seen(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert faults_of(answer.text) == []
    return answer.text


def texts(page):
    """What is read of a page: no attributes, codes or scripts."""
    bare = re.sub(r"<[^>]*>", "\n", CODES.sub("", page))
    return re.sub("[\u200e\u200f\u061c\u2066-\u2069]", "", html.unescape(bare))


def test_a_person_chooses_digits_and_the_choice_is_kept(browser, house, indic):
    assert '<option value="arabic" selected>' in seen(indic, "/ar/account")
    assert '<option value="latin" selected>' in seen(browser("uploader"), "/ar/account")
    with house.sessions() as session:
        kept = people.by_email(session, indic.person.email)
        deeds = session.scalars(audit_rows.select().with_only_columns(audit_rows.c.action)).all()
        assert audit.problems(session) == []
    assert kept.digits == "arabic"
    assert "person.digits" in deeds
    indic.fill("/en/account/digits", digits="latin")
    assert "٢٠٢٦" not in seen(indic, "/ar/regions/arab")


def test_other_digits_are_no_choice(browser, house, cast, now):
    assert browser("analyst").fill("/en/account/digits", digits="roman").status_code == 400
    with pytest.raises(BadRequest, match=r"bad_request\.digits"):
        change_digits(house, person=cast["analyst"], digits="", now=now)


def test_numbers_of_arabic_pages_follow_the_choice(browser, results, indic):
    for path in ("/ar", "/ar/regions/arab", "/ar/members/EG", "/ar/reporting", "/ar/reports"):
        latin, arabic = texts(seen(browser("administrator"), path)), texts(seen(indic, path))
        assert not re.search("[\u0660-\u0669\u066a-\u066c]", latin.replace("90٪", "")), path
        assert LATIN.findall(re.sub(r"UTC[+-]\d\d:\d\d|CC BY 4\.0|INFORM Risk [^)]*\)", "", arabic)) == [], path
    region = texts(seen(indic, "/ar/regions/arab"))
    assert "الربع الثالث ٢٠٢٦" in region
    assert re.search(r"[٠-٩]+٫[٠-٩]", region)
    method = texts(seen(indic, "/ar/method"))
    assert "خلال ٢٤ ساعة" in method
    assert "SHA-256" in method


def test_other_languages_and_addresses_keep_latin_digits(results, indic):
    for language in ("en", "fr"):
        assert not re.search("[\u0660-\u0669]", texts(seen(indic, f"/{language}/regions/arab")))
    page = seen(indic, "/ar/regions/arab")
    assert not re.search('(?:href|value|action|name|id)="[^"]*[\u0660-\u0669]', page)
    assert "?quarter=2026-Q3" in page


def test_scales_of_charts_are_marked_in_the_digits_of_the_reader(browser, results, indic):
    for client, marks in ((indic, True), (browser("administrator"), False)):
        assert (r"\u0661\u0660\u0660" in seen(client, "/ar/regions/arab")) is marks


def test_files_and_the_api_keep_latin_digits(browser, house, indic, now):
    uploader = browser("uploader")
    uploader.fill("/ar/account/digits", digits="arabic")
    sent = uploader.fill(
        "/ar/send", files={"file": ("f.csv", figures().replace(b"parcel", b"packet", 1))}, dataset="service-quality"
    )
    address = sent.headers["location"]
    assert "السطر ٢" in texts(seen(uploader, address))
    assert not re.search("[\u0660-\u0669]", uploader.get(f"{address}/findings.csv").text)
    token = re.search(r'<p><bdi class="code">([^<]+)</bdi>', uploader.fill("/ar/account/tokens", label="s").text)[1]
    told = browser().get(
        f"/api/v1/submissions/{address.rpartition('/')[2]}", headers={"Authorization": f"Bearer {token}"}
    )
    assert told.status_code == 200
    assert not re.search("[\u0660-\u0669]", told.text)


def test_a_new_person_has_latin_digits(house, cast):
    with house.sessions() as session:
        assert people.one(session, cast["reader"].id).digits == "latin"
