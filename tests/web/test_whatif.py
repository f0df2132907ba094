"""What if, points to be won and comparison: what a person may see of a result may be played with, and nothing more."""

import html
import math
import random
from dataclasses import replace

import pytest
from plain.figures_files import QUARTER
from plain.random_evidence import evidence
from plain.well_formed import faults_of
from sqlalchemy import func, insert, select

from app.domain.editions import Standing
from app.domain.errors import BadRequest
from app.domain.scoring import score
from app.handbook import load
from app.storage import result_keeping
from app.storage.tables import edition
from app.web.typed import number_typed

PAGE = "/en/members/EG/what-if?quarter=2026-Q3"
API = "/api/v1/members/EG"


@pytest.fixture
def computed(house, now, made_up):
    """Working results in which Egypt and Saudi Arabia have whole scores, put in place as a recomputation would."""
    with house.sessions.begin() as session:
        result_keeping.store(session, made_up, basis="working", digest="d" * 64, now=now)


@pytest.fixture
def published(house, now, made_up):
    """The same results in a published edition."""
    with house.sessions.begin() as session:
        id = result_keeping.store(session, made_up, basis="accepted", digest="e" * 64, now=now)
        session.execute(insert(edition).values(
            region="arab", quarter=str(QUARTER), number=1, state="published", result=id, digest="e" * 64, reason="",
            drafted_at=now, previewed_at=now, frozen_at=now, published_at=now,
        ))  # fmt: skip


@pytest.fixture(scope="module")
def made_up():
    whole = score(evidence(random.Random(12), members=30), load(), "arab")
    final = [one for one in whole.members if one.standing is Standing.FINAL][:2]
    named = tuple(
        replace(one, member=code, quarter=str(QUARTER), above=(), ranked=2, rank=place)
        for place, (one, code) in enumerate(zip(final, ("EG", "SA"), strict=True), 1)
    )
    return replace(whole, quarter=str(QUARTER), members=named)


def test_the_form_answers_in_three_languages_with_parts_that_sum(browser, computed):
    client = browser("uploader")
    stored = client.get(f"{API}/results/2026-Q3").json()
    value = next(one for one in stored["indicators"] if one["code"] == "VIS-01")["value"]["value"]
    for language in ("ar", "fr", "en"):
        answer = client.get(f"{PAGE.replace('/en/', f'/{language}/')}&indicator=VIS-01&value=60")
        assert answer.status_code == 200
        assert faults_of(answer.text) == []
    told = client.get(f"{API}/what-if/2026-Q3", params={"change": ["VIS-01:60", "VIS-03:"]}).json()
    assert told["before"]["index"]["value"] != told["after"]["index"]["value"]
    assert told["difference"] == pytest.approx(told["after"]["index"]["value"] - told["before"]["index"]["value"])
    summed = math.fsum(part["value"] + part["coverage"] for part in told["parts"])
    assert summed == pytest.approx(told["difference"], abs=1e-9)
    same = client.get(f"{API}/what-if/2026-Q3", params={"change": f"VIS-01:{value!r}"}).json()
    assert same["difference"] == pytest.approx(0, abs=1e-9)
    assert same["before"]["published"] == stored["line"]["published"]
    assert told["before"]["rank"] is None  # an operator has no rank among what nobody has published


def test_the_office_sees_the_rank_move(browser, computed):
    told = browser("analyst").get(f"{API}/what-if/2026-Q3", params={"change": "VIS-01:60"}).json()
    assert told["before"]["rank"] is not None
    assert "Rank" in browser("analyst").get(f"{PAGE}&indicator=VIS-01&value=60").text


def test_points_to_be_won_stand_on_the_member_page_and_in_the_api(browser, computed):
    client = browser("analyst")
    gains = client.get(f"{API}/to-be-won/2026-Q3").json()
    assert [gain["points"] for gain in gains] == sorted((gain["points"] for gain in gains), reverse=True)
    assert len(gains) > 10
    best = next(gain for gain in gains if gain["points"] > 0.05)
    told = client.get(f"{API}/what-if/2026-Q3", params={"change": f"{best['indicator']}:{best['target']}"}).json()
    assert told["difference"] == pytest.approx(best["points"], abs=1e-9)
    page = client.get("/en/members/EG?quarter=2026-Q3").text
    assert "Points to be won" in page
    assert best["indicator"] in page[page.index("Points to be won") :]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("NOPE-1:5", "bad_request.no_such_indicator"),
        ("VIS-01:many", "bad_request.impossible_value"),
        ("VIS-01:101", "bad_request.impossible_value"),
        ("VIS-01:-1", "bad_request.impossible_value"),
        ("VIS-01:nan", "bad_request.impossible_value"),
        ("VIS-01:1e999", "bad_request.impossible_value"),
    ],
)
def test_what_cannot_be_is_refused_with_the_indicator(browser, computed, change, code):
    client = browser("analyst")
    answer = client.get(f"{API}/what-if/2026-Q3", params={"change": change})
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["type"].endswith(code) or code in str(problem)
    indicator, value = change.split(":")
    page = client.get(PAGE, params={"quarter": "2026-Q3", "indicator": indicator, "value": value})
    assert page.status_code == 400
    assert f'value="{value}"' in page.text
    assert 'role="alert"' in page.text


def test_members_compare_within_one_result_and_the_parts_turn_round(browser, computed):
    client = browser("analyst")
    members = [
        one["member"]
        for one in client.get("/api/v1/regions/arab/results/2026-Q3").json()["members"]
        if one["published"]["value"] is not None
    ]
    assert members == ["EG", "SA"]
    there = client.get(f"{API}/compared/2026-Q3", params={"other": "SA"}).json()
    back = client.get("/api/v1/members/SA/compared/2026-Q3", params={"other": "EG"}).json()
    assert there["difference"] == pytest.approx(-back["difference"], abs=1e-9)
    summed = math.fsum(part["value"] + part["coverage"] for part in there["parts"])
    assert summed == pytest.approx(there["difference"], abs=1e-9)
    assert "compared with Saudi Arabia" in there["sentence"]
    page = client.get(f"{PAGE}&compare=SA")
    assert page.status_code == 200
    assert faults_of(page.text) == []
    assert html.escape(there["sentence"]) in page.text
    for code in ("EG", "KZ", "XX"):
        assert client.get(f"{API}/compared/2026-Q3", params={"other": code}).status_code == 404


@pytest.mark.parametrize("part", ["foreign uploader", "foreign analyst", "reader"])
def test_working_results_of_others_are_missing_ones(browser, computed, part):
    client = browser(part)
    for path in (PAGE, f"{API}/to-be-won/2026-Q3", f"{API}/what-if/2026-Q3?change=VIS-01:5",
                 f"{API}/compared/2026-Q3?other=SA"):  # fmt: skip
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("part", ["uploader", "foreign uploader", "foreign analyst", "reader"])
def test_published_results_may_be_played_with_by_all_who_read_them_and_nothing_is_kept(
    browser, published, made_up, house, part
):
    client = browser(part)
    before = counted(house)
    told = client.get(f"{API}/what-if/2026-Q3", params={"change": "VIS-01:60"}).json()
    own = made_up.members[0]
    assert told["before"]["index"]["value"] == own.index.value
    assert told["before"]["rank"] == own.rank
    for path in (
        PAGE,
        f"{PAGE}&indicator=VIS-01&value=",
        f"{API}/to-be-won/2026-Q3",
        f"{API}/compared/2026-Q3?other=SA",
    ):
        assert client.get(path).status_code == 200
    assert counted(house) == before


def test_an_operator_compares_no_unpublished_member(browser, computed):
    client = browser("uploader")
    assert client.get(PAGE).status_code == 200
    assert client.get(f"{API}/compared/2026-Q3?other=SA").status_code == 404
    assert client.get(f"{PAGE}&compare=SA").status_code == 404


def test_the_parts_of_the_change_and_of_what_is_lost_sum_in_the_api(browser, computed, made_up):
    told = browser("analyst").get(f"{API}/results/2026-Q3").json()
    own, indicators = made_up.members[0], told["indicators"]
    assert math.fsum(one["lost"] for one in indicators) == pytest.approx(100 - own.index.value, abs=1e-9)
    moved = [one for one in indicators if one["change"] is not None]
    assert math.fsum(one["change"] for one in moved) == pytest.approx(told["line"]["change"], abs=1e-9)
    came = math.fsum(one["change_coverage"] for one in moved)
    assert came == pytest.approx(told["nodes"][0]["change_coverage"], abs=1e-9)


def test_the_member_page_begins_with_the_change_and_says_where_points_are_lost(browser, computed, made_up):
    client = browser("analyst")
    sentence = client.get(f"{API}/results/2026-Q3").json()["sentence"]
    own = made_up.members[0]
    dearest = max(own.indicators, key=lambda one: one.lost)
    for language in ("ar", "fr", "en"):
        page = client.get(f"/{language}/members/EG?quarter=2026-Q3").text
        assert faults_of(page) == []
        assert dearest.code in page[page.index('id="lost"') : page.index('id="indicators"')]
    assert html.escape(sentence) in page[: page.index('class="big"')]


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "60.5", 60.5),
        ("fr", "60,5", 60.5),
        ("fr", "60,5 %", 60.5),
        ("ar", "٦٠٫٥", 60.5),
        ("ar", "۶۰.۵٪", 60.5),
        ("en", " .5 ", 0.5),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language, text, number):
    assert number_typed(text, language, "VIS-01") == number


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "1,234"), ("fr", "1.234,5"), ("en", "1_000"), ("en", "1e3"), ("en", "-1"), ("en", "nan"), ("ar", "²")],
)
def test_what_could_be_read_in_two_ways_is_not_guessed(language, text):
    with pytest.raises(BadRequest) as refused:
        number_typed(text, language, "VIS-01")
    assert refused.value.params == {"indicator": "VIS-01"}


def counted(house):
    with house.sessions() as session:
        kept = edition.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in kept}
