"""Two versions of the method on pages, in the API and in the report."""

import json
import re

import pytest
from versions import LATER, Q3, Q4, lived, publish

from app.actions.issue_report import issue_report
from app.actions.revise_published import revise_published
from app.storage import editions, results, revised

CHART = re.compile(r'<script type="application/json" data-chart="chart-series">(.*?)</script>', re.DOTALL)


@pytest.fixture
def now():
    return LATER


@pytest.fixture
def house(house):
    """A house with a quarter published by each version, the older one measured by the newer as well."""
    later, cast, _ = lived(house)
    publish(later, cast, Q4, LATER)
    assert len(revise_published(later, now=LATER)) == 1
    return later


@pytest.fixture
def egypt(house):
    """What is kept of Egypt: as published by v1, the same by v2, and the next quarter by v2."""
    with house.sessions() as session:
        first, second = (editions.newest_published(session, "arab", quarter) for quarter in (Q3, Q4))
        made = revised.known(session, second.method_hash)[first.result]
        return [results.member_of(session, one, "EG").member for one in (first.result, made, second.result)]


def test_a_member_is_shown_as_published_and_by_the_method_of_today(browser, egypt):
    then, again, now = (one.published.value for one in egypt)
    text = browser("reader").get("/en/members/EG").text
    assert "As published, and by today’s method" in text
    data = json.loads(CHART.search(text)[1])["data"]
    assert [trace["y"] for trace in data] == [[then, now], [again, now]]
    assert then != again
    assert [trace["name"] for trace in data] == ["As published", "By today’s method"]
    assert f"From {then:.1f}, published for the 3rd quarter 2026 in edition 1 by method v1, to {now:.1f}" in text
    assert "Another method" in text
    for language in ("ar", "fr"):
        page = browser("reader").get(f"/{language}/members/EG")
        assert page.status_code == 200
        assert CHART.search(page.text)


def test_a_region_is_shown_both_ways_in_the_quarter_of_the_older_method_alone(browser, egypt):
    reader = browser("reader")
    data = json.loads(CHART.search(reader.get("/en/regions/arab?quarter=2026-Q3").text)[1])["data"]
    assert [trace["x"][0] for trace in data[1:]] == [one.published.value for one in egypt[:2]]
    assert len(data[1]["x"]) == 22
    assert CHART.search(reader.get("/en/regions/arab?quarter=2026-Q4").text) is None


def test_the_api_gives_both_series_and_the_bridge(browser, egypt):
    reader = browser("reader")
    then, again, now = (one.published.value for one in egypt)
    series = reader.get("/api/v1/members/EG/series").json()
    assert [(one["quarter"], one["method_version"], one["published"], one["revised"]) for one in series] == [
        ("2026-Q3", "v1", then, again), ("2026-Q4", "v2", now, now),
    ]  # fmt: skip
    region = reader.get("/api/v1/regions/arab/series?quarter=2026-Q3").json()
    assert len(region) == 22
    assert next(one for one in region if one["member"] == "EG") == series[0]
    bridge = reader.get("/api/v1/members/EG/results/2026-Q4").json()["bridge"]
    effects = sum(bridge[name] for name in ("value", "coverage", "revision", "method", "rounding"))
    assert effects == pytest.approx(egypt[2].index.value - egypt[0].index.value, abs=1e-9)
    assert bridge["method"] == pytest.approx(egypt[1].index.value - egypt[0].index.value, abs=1e-9)
    assert reader.get("/api/v1/method").json()["version"] == "v2"


def test_the_report_of_the_first_quarter_by_the_new_method_is_made(house):
    assert issue_report(house, member="EG", quarter=Q4, language="ar", now=LATER).startswith(b"%PDF")
