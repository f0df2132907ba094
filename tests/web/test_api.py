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
            good = [status for status in one["responses"] if status.startswith("2")]
            assert good, (path, method)
            for status, answer in one["responses"].items():
                if status == "204":  # nothing but headers
                    assert "content" not in answer, (path, method)
                    continue
                kind = "application/json" if status in good else "application/problem+json"
                if (path, status) != ("/api/v1/health", "422"):  # the framework's own word for what cannot be invalid
                    assert list(answer["content"]) == [kind], (path, method, status)
                assert all(one["schema"] for one in answer["content"].values()), (path, method, status)


def test_rules_are_open(browser):
    client = browser()
    assert len(client.get("/api/v1/method").json()["indicators"]) >= 35
    assert "EG" in {one["code"] for one in client.get("/api/v1/members").json()}
    cycle = client.get("/api/v1/regions/arab/cycle").json()
    assert cycle["quarters"][0] == {"quarter": "2026-Q1", "due": "2026-04-30", "grace_ends": "2026-05-15"}


def test_a_system_sends_reads_and_submits(browser, bearer):
    head, client = bearer("uploader"), browser()
    sent = client.put("/api/v1/submissions/service-quality?name=q3.csv", content=figures(), headers=head)
    assert sent.status_code == 201, sent.text
    body = sent.json()["submission"]
    assert client.get(sent.headers["location"], headers=head).json() == sent.json()
    assert body["checked"]
    assert body["outcome"] == "taken"
    assert body["state"] == "draft"
    assert body["file_name"] == "q3.csv"
    again = client.put("/api/v1/submissions/service-quality?name=q3.csv", content=figures(), headers=head)
    assert (again.status_code, again.json()) == (200, sent.json())
    done = client.post(f"/api/v1/submissions/{body['id']}/submit", json={"reason": ""}, headers=head)
    assert done.json() == {"state": "submitted"}
    twice = client.post(f"/api/v1/submissions/{body['id']}/submit", json={"reason": ""}, headers=head)
    assert twice.status_code == 409
    assert twice.json()["type"].startswith("urn:barid:problem:conflict")


def test_findings_come_in_the_language_asked_for(browser, bearer):
    head = bearer("uploader") | {"accept-language": "fr"}
    content = figures().replace(b"parcel", b"packet", 1)
    client = browser()
    answer = client.put("/api/v1/submissions/service-quality?name=q3.csv", content=content, headers=head)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert (problem["type"], problem["status"]) == ("urn:barid:problem:file-refused", 422)
    assert problem["title"] == "Fichier refusé"
    assert problem["detail"] == "1 erreur dans q3.csv\u00a0: rien n’en est pris."
    assert problem["instance"] == answer.headers["location"] == f"/api/v1/submissions/{problem['submission']['id']}"
    finding = problem["errors"][0]
    place = {name: finding[name] for name in ("code", "severity", "scope", "line", "column", "value", "pointer")}
    assert place == {
        "code": "TYP_CHOICE", "severity": "error", "scope": "cell", "line": 2, "column": "product", "value": "packet",
        "pointer": "#cell=2,3",
    }  # fmt: skip
    kept = client.get(problem["instance"], headers=head)
    assert (kept.status_code, kept.json()["submission"]) == (200, problem["submission"])
    assert kept.json()["findings"] == problem["errors"]
    arabic = client.get(problem["instance"], headers=head | {"accept-language": "ar"}).json()["findings"][0]
    assert arabic["sentence"] != finding["sentence"]
    own = {name: value for name, value in head.items() if name != "accept-language"}
    assert client.get(problem["instance"], headers=own).json()["findings"][0]["hint"] != finding["hint"]


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
