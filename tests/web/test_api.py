"""The API: shapes, description, and an operator's own system."""

import re

import pytest
from plain.figures_files import figures

from app.web.api.v1 import description
from app.web.doors import policies
from app.web.main import PAGES


@pytest.fixture
def bearer(browser):
    def of(part):
        page = browser(part).fill("/en/account/tokens", label="system").text
        return {"authorization": "Bearer " + re.search(r'<p><bdi class="code">([^<]+)</bdi>', page)[1]}

    return of


def test_the_description_is_openapi_31_and_holds_every_door(browser):
    made = browser().get("/api/v1/openapi.json").json()
    assert made["openapi"].startswith("3.1")
    assert made == description()
    doors = {path for router in PAGES for _, path, _ in policies(router) if path.startswith("/api/v1/")}
    assert set(made["paths"]) == doors - {"/api/v1/openapi.json"}
    for path, methods in made["paths"].items():
        for method, one in methods.items():
            content = one["responses"]["200"]["content"]["application/json"]["schema"]
            assert content, (path, method)


def test_rules_are_open(browser):
    client = browser()
    assert len(client.get("/api/v1/method").json()["indicators"]) >= 35
    assert "EG" in {one["code"] for one in client.get("/api/v1/members").json()}
    cycle = client.get("/api/v1/regions/arab/cycle").json()
    assert cycle["quarters"][0] == {"quarter": "2026-Q1", "due": "2026-04-30", "grace_ends": "2026-05-15"}


def test_a_system_sends_reads_and_submits(browser, bearer):
    head, client = bearer("uploader"), browser()
    sent = client.put("/api/v1/submissions/service-quality?name=q3.csv", content=figures(), headers=head)
    assert sent.status_code == 200, sent.text
    body = sent.json()["submission"]
    assert body["checked"]
    assert body["outcome"] == "taken"
    assert body["state"] == "draft"
    assert body["file_name"] == "q3.csv"
    again = client.put("/api/v1/submissions/service-quality?name=q3.csv", content=figures(), headers=head)
    assert again.json()["submission"]["id"] == body["id"]
    done = client.post(f"/api/v1/submissions/{body['id']}/submit", json={"reason": ""}, headers=head)
    assert done.json() == {"state": "submitted"}
    twice = client.post(f"/api/v1/submissions/{body['id']}/submit", json={"reason": ""}, headers=head)
    assert twice.status_code == 409
    assert twice.json()["type"].startswith("urn:barid:problem:conflict")


def test_findings_come_in_the_language_asked_for(browser, bearer):
    head = bearer("uploader") | {"accept-language": "fr"}
    content = figures().replace(b"parcel", b"packet", 1)
    answer = browser().put("/api/v1/submissions/service-quality", content=content, headers=head).json()
    assert answer["submission"]["outcome"] == "refused"
    finding = answer["findings"][0]
    assert finding["line"] == 2
    assert finding["column"] == "product"
    assert finding["value"] == "packet"
    assert finding["sentence"]


def test_a_cookie_sends_nothing_and_a_token_of_a_reader_neither(browser, bearer):
    path = "/api/v1/submissions/service-quality"
    assert browser("uploader").put(path, content=figures()).status_code == 401
    assert browser().put(path, content=figures(), headers=bearer("analyst")).status_code == 403
    assert browser().put(path, content=figures(), headers={"authorization": "Bearer nonsense"}).status_code == 401


def test_a_revoked_token_is_none(browser, bearer):
    head = bearer("uploader")
    client = browser("uploader")
    token = re.search(r"/account/tokens/([^/]+)/revoke", client.get("/en/account").text)[1]
    assert browser().get("/api/v1/submissions", headers=head).status_code == 200
    client.fill(f"/en/account/tokens/{token}/revoke")
    assert browser().get("/api/v1/submissions", headers=head).status_code == 401


def test_a_token_opens_no_pages(browser, bearer):
    assert browser().get("/en/submissions", headers=bearer("uploader"), follow_redirects=False).status_code == 303


def test_results_have_numbers_or_reasons(browser, computed):
    client = browser("analyst")
    region = client.get("/api/v1/regions/arab/results/2026-Q3").json()
    assert len(region["members"]) == 22
    assert region["source"]["edition"] is None
    for line in region["members"]:
        assert (line["published"]["value"] is None) != (line["published"]["reason"] is None)
    member = client.get("/api/v1/members/EG/results/2026-Q3").json()
    assert len(member["indicators"]) >= 30
    assert member["line"]["member"] == "EG"


def test_health_is_bare_for_strangers_and_whole_for_administrators(browser):
    assert browser().get("/healthz").json() == {"healthy": True}
    assert {"last_tick", "journal", "revision"} <= set(browser("administrator").get("/api/v1/health").json())
    assert browser("analyst").get("/api/v1/health").status_code == 403
