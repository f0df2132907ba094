"""What if, points to be won and comparison: what a person may see of a result may be played with, and nothing more."""

import math
import random
from dataclasses import replace

import pytest
from plain.figures_files import QUARTER
from plain.random_evidence import evidence
from plain.well_formed import faults_of

from app.domain.editions import Standing
from app.domain.scoring import score
from app.handbook import load
from app.storage import result_keeping

PAGE = "/en/members/EG/what-if?quarter=2026-Q3"
API = "/api/v1/members/EG"


@pytest.fixture
def computed(house, now):
    """Working results in which Egypt and Saudi Arabia have whole scores, put in place as a recomputation would."""
    whole = score(evidence(random.Random(12), members=30), load(), "arab")
    final = [one for one in whole.members if one.standing is Standing.FINAL][:2]
    named = tuple(
        replace(one, member=code, quarter=str(QUARTER), above=(), ranked=2, rank=place)
        for place, (one, code) in enumerate(zip(final, ("EG", "SA"), strict=True), 1)
    )
    with house.sessions.begin() as session:
        result_keeping.store(
            session, replace(whole, quarter=str(QUARTER), members=named), basis="working", digest="d" * 64, now=now
        )


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
    assert client.get(f"{PAGE}&compare=SA").status_code == 200
    for code in ("EG", "KZ", "XX"):
        assert client.get(f"{API}/compared/2026-Q3", params={"other": code}).status_code == 404


@pytest.mark.parametrize("part", ["foreign uploader", "foreign analyst", "reader"])
def test_working_results_of_others_are_missing_ones(browser, computed, part):
    client = browser(part)
    for path in (PAGE, f"{API}/to-be-won/2026-Q3", f"{API}/what-if/2026-Q3?change=VIS-01:5",
                 f"{API}/compared/2026-Q3?other=SA"):  # fmt: skip
        assert client.get(path).status_code == 404
