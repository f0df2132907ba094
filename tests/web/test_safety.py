"""Forms from elsewhere, hostile values, headers, statuses."""

import re

from app.storage import submissions
from app.web.api.bodies import KEYS_ONCE
from app.web.api.v1 import ROUTERS
from app.web.deps import PLAIN_COOKIE

HOSTILE = [
    b'{"reason": NaN}',
    b'{"reason": "\\ud800"}',
    b'{"reason": 1e999}',
    b'{"reason": "x", "extra": 1}',
    b"\xff\xfe",
    b"[" * 5000,
    b"",
    b'{"reason": {"a": "' + b"x" * 1000 + b'"}}',
]


def state(house, id):
    with house.sessions() as session:
        return submissions.one(session, id).state.value


ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
]


def test_another_site_does_nothing(browser, house, draft):
    client = browser("uploader")
    for headers in ELSEWHERE:
        assert client.fill(f"/en/submissions/{draft}/submit", headers=headers).status_code == 403, headers
    assert state(house, draft) == "draft"


def test_a_form_without_its_word_does_nothing(browser, house, draft):
    client = browser("uploader")
    for word in ({"reason": "x"}, {"csrf": ""}, {"csrf": "0" * 40}, {"csrf": "é"}):
        assert client.post(f"/en/submissions/{draft}/submit", data=word).status_code == 403
    assert state(house, draft) == "draft"


def test_a_form_with_its_word_does(browser, house, draft):
    answer = browser("uploader").fill(f"/en/submissions/{draft}/submit", headers={"origin": "http://testserver"})
    assert answer.status_code == 303
    assert state(house, draft) == "submitted"


def test_hostile_bodies_are_refused_without_an_echo(browser, draft):
    client, stranger = browser("uploader"), browser()
    headers = {"authorization": f"Bearer {_token(client)}", "content-type": "application/json"}
    for body in HOSTILE:
        answer = stranger.post(f"/api/v1/submissions/{draft}/submit", content=body, headers=headers)
        assert answer.status_code in (400, 404, 422), body
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert "xxx" not in answer.text
        assert "extra" not in answer.text.replace("extra_forbidden", "")


TWICE = [
    (b'{"reason": "one", "reason": "two"}', "reason"),
    (b'{"reason": "one", "\\u0072eason": "two"}', "reason"),
    (b'{"reason": {"inner": 1, "inner": 2}}', "inner"),
    (b'{"reason": "one", "<b>": 1, "<b>": 2}', "?"),
]


def test_a_key_given_twice_is_named(browser, house, draft):
    client, stranger = browser("uploader"), browser()
    headers = {"authorization": f"Bearer {_token(client)}", "content-type": "application/json"}
    for body, key in TWICE:
        answer = stranger.post(f"/api/v1/submissions/{draft}/submit", content=body, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json"), body
        assert answer.json()["type"] == "urn:barid:problem:bad_request.key_twice"
        assert f"The key {key} is given twice" in answer.json()["detail"]
    assert state(house, draft) == "draft"
    once = stranger.post(f"/api/v1/submissions/{draft}/submit", content=b'{"reason": "one"}', headers=headers)
    assert once.json() == {"state": "submitted"}


def test_every_door_that_takes_json_looks_at_its_keys():
    taking = [route for router in ROUTERS for route in router.routes if getattr(route, "body_field", None)]
    assert taking
    assert [route.path for route in taking if KEYS_ONCE not in route.dependencies] == []


def _token(client):
    return re.search(r'<p><bdi class="code">([^<]+)</bdi>', client.fill("/en/account/tokens", label="test").text)[1]


STRANGE = [
    "/en/members/EG?quarter=nan",
    "/en/regions/arab?quarter=2026-Q9",
    "/en/submissions/%00",
    "/en/submissions/%ED%A0%80",
    "/en/members/%00?quarter=2026-Q1",
    "/en/reports/99999999999999999999.pdf",
    "/en/reports/1e3.pdf",
    "/en/no-such-page",
    "/xx/members/EG",
    "/en/submissions/1/lines/99999999999999999999",
    "/static/x/..%2f..%2fdeps.py",
    "/static/x/deps.py",
    "/en/datasets/item-events",
    "/en/members/EG/indicators/NONE?quarter=2026-Q1",
    "/en/members/eg",
    "/en/regions/..%2f",
]


def test_strange_addresses_are_not_found(browser):
    client = browser("analyst")
    answers = [(path, client.get(path).status_code) for path in STRANGE]
    assert [one for one in answers if one[1] not in (400, 404, 422)] == []


def test_problems_have_the_shape_of_rfc_9457(browser):
    problem = browser("reader").get("/api/v1/members/XX/results/2026-Q1")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.status_code == 404
    assert {"type", "title", "status", "detail"} <= set(problem.json())


def test_every_answer_carries_the_headers(browser):
    client = browser("analyst")
    for path in ("/en", "/en/no-such-page", "/api/v1/method", "/healthz", "/en/datasets/service-quality/template.csv"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_files_with_a_version_are_kept_by_caches(browser):
    client = browser()
    sheet = client.get("/en/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(sheet).headers["cache-control"]
    assert client.get(sheet.replace("barid.css", "plotly.min.js")).status_code == 200
    assert client.get(sheet.replace("barid.css", "topojson/world_50m.json")).json()["type"] == "Topology"


def test_a_wrong_password_and_a_wrong_address_get_the_same_words(browser, cast):
    assert cast["uploader"].email == "uploader@post.example"
    client = browser()
    answers = [
        client.post("/en/sign-in", data={"email": email, "password": "wrong"})
        for email in ("uploader@post.example", "nobody@post.example")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text.replace("uploader@", "nobody@") == answers[1].text


INSIDE = [
    ("/ar/members/EG?quarter=2026-Q1", "/ar/members/EG?quarter=2026-Q1"),
    ("https://evil.example", "/en"),
    ("//evil.example", "/en"),
    ("/en//evil.example", "/en"),
    ("/en/\\evil.example", "/en"),
    ("", "/en"),
    ("/api/v1/method", "/en"),
]


def test_signing_in_leads_inside(browser, cast):
    form = {"email": cast["uploader"].email, "password": "a plain sentence for tests"}
    for next, to in INSIDE:
        answer = browser().post("/en/sign-in", follow_redirects=False, data=form | {"next": next})
        assert (answer.status_code, answer.headers["location"]) == (303, to), next
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie


def test_a_browser_that_signed_in_before_is_known_again(browser, cast):
    form = {"email": cast["uploader"].email, "password": "a plain sentence for tests"}
    owner, strangers = browser(), browser()
    cookies = owner.post("/en/sign-in", data=form, follow_redirects=False).headers.get_list("set-cookie")
    device = next(cookie for cookie in cookies if cookie.startswith("barid_device="))
    assert "HttpOnly" in device
    assert "SameSite=lax" in device
    assert "Max-Age=15552000" in device
    owner.cookies.set(PLAIN_COOKIE, device.partition("=")[2].partition(";")[0])
    assert owner.get("/en/account", follow_redirects=False).status_code == 303  # the mark opens nothing
    owner.cookies.delete(PLAIN_COOKIE)
    answers = [strangers.post("/en/sign-in", data=form | {"password": "wrong"}) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert browser().post("/en/sign-in", data=form, follow_redirects=False).status_code == 429
    assert owner.post("/en/sign-in", data=form, follow_redirects=False).status_code == 303


def test_signing_out_ends_the_session(browser):
    client = browser("analyst")
    assert client.fill("/en/sign-out").status_code == 303
    assert client.get("/en/account", follow_redirects=False).status_code == 303


def test_the_front_page_speaks_the_language_of_the_browser(browser):
    answer = browser().get("/", headers={"accept-language": "ar-EG,en;q=0.5"}, follow_redirects=False)
    assert answer.headers["location"] == "/ar"
