"""Every door is guarded, and by the right policy: our own list of pages is walked."""

import re

import pytest
from fastapi import APIRouter

from app.domain.access import GRANTS, Permission
from app.web.doors import policies
from app.web.main import PAGES, must_be_guarded, takes_file

OPEN_PATHS = {
    "/",
    "/healthz",
    "/calendar/{word}.ics",
    "/static/{edition}/{name:path}",
    "/api/v1/openapi.json",
    "/api/v1/regions",
    "/api/v1/members",
    "/api/v1/method",
    "/api/v1/regions/{code}/cycle",
    "/{language:language}",
    "/{language:language}/sign-in",
    "/{language:language}/sign-out",
    "/{language:language}/invitations/{token}",
    "/{language:language}/method",
    "/{language:language}/credits",
    "/{language:language}/datasets",
    "/{language:language}/rules",
    "/{language:language}/datasets/{dataset}",
    "/{language:language}/datasets/{dataset}/template.csv",
    "/{language:language}/datasets/{dataset}/template.xlsx",
    "/{language:language}/datasets/{dataset}/schema.json",
}
FILLED = {
    "language:language": "en",
    "code": "EG",
    "submission": "0",
    "quarter": "2026-Q3",
    "deed": "submit",
    "line": "2",
    "indicator": "VIS-02",
    "report": "1",
    "leaver": "0",
    "token": "x",
    "upload": "0",
    "edition": "0",
    "name:path": "x",
    "name": "x",
    "dataset": "service-quality",
    "letter": "0",
    "word": "0",
    "question": "0",
}
DOORS = [door for router in PAGES for door in policies(router)]
GUARDED = [door for door in DOORS if door[2] != "open"]


def filled(path):
    path = path.replace("/regions/{code}", "/regions/arab")
    path = re.sub(r"\{([^}]+)\}", lambda found: FILLED[found[1]], path)
    return f"{path}?quarter=2026-Q3&member=EG"


def test_there_are_doors_and_each_has_a_policy():
    assert len(DOORS) >= 50
    assert [door for door in DOORS if door[2] is None] == []
    must_be_guarded(PAGES)


def test_an_unguarded_door_stops_the_application():
    router = APIRouter()
    router.add_api_route("/forgotten", lambda: None)
    with pytest.raises(RuntimeError, match="/forgotten"):
        must_be_guarded((router,))


def test_open_doors_are_those_we_know():
    assert {path for _, path, policy in DOORS if policy == "open"} == OPEN_PATHS


def test_strangers_stay_outside(browser):
    stranger = browser()
    through = []
    for method, path, _ in GUARDED:
        answer = stranger.request(method, filled(path), follow_redirects=False)
        to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/en/sign-in?next=")
        if not (to_sign_in or answer.status_code == 401):
            through.append((method, path, answer.status_code))
    assert len(GUARDED) > 30
    assert through == []


@pytest.mark.parametrize("part", ["uploader", "approver", "analyst", "administrator", "reader"])
def test_a_role_goes_no_further_than_its_rights(browser, cast, part):
    client = browser(part)
    wrong, tried = [], 0
    for method, path, policy in GUARDED:
        if policy not in {each.value for each in Permission} or Permission(policy) in GRANTS[cast[part].role]:
            continue
        tried += 1
        answer = client.request(method, filled(path), follow_redirects=False)
        if answer.status_code != 403:
            wrong.append((method, path, answer.status_code))
    assert wrong == []
    assert tried > 0


def test_files_are_taken_at_four_addresses_alone():
    taking = [(method, path) for method, path, _ in DOORS if takes_file(method, filled(path).split("?")[0])]
    assert taking == [
        ("POST", "/{language:language}/send"),
        ("POST", "/{language:language}/members/{code}/backfill"),
        ("POST", "/{language:language}/profiles/sample"),
        ("PUT", "/api/v1/submissions/{dataset}"),
        ("PATCH", "/api/v1/uploads/{dataset}/{upload}"),
    ]
