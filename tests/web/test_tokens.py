"""API tokens: what each may, until when, when it was last used, and how it ends."""

import re
from datetime import timedelta

import pytest

from app.actions import note_token_use as noting
from app.actions.make_token import make_token
from app.actions.sign_in import sign_in
from app.storage import enrolling, people
from app.web.deps import PLAIN_COOKIE

PASSWORD = "a plain sentence for tests"


@pytest.fixture
def token(house, cast, now):
    def make(part="uploader", scope="send", days=365, name="system"):
        return make_token(house, person=cast[part], name=name, scope=scope, days=days, now=now)

    return make


def head(token):
    return {"authorization": f"Bearer {token}"}


def row(house, cast, part="uploader"):
    with house.sessions() as session:
        return people.tokens_of(session, cast[part].id)[0]


def test_me_is_the_person_and_the_token(browser, house, cast, token, now):
    client = browser()
    told = client.get("/api/v1/me", headers=head(token(days=30))).json()
    assert (told["email"], told["role"], told["member"], told["language"]) == (
        "uploader@post.example",
        "uploader",
        "EG",
        "en",
    )
    assert told["token"]["scope"] == "send"
    assert told["token"]["expires_at"] == (now + timedelta(days=30)).isoformat().replace("+00:00", "Z")
    assert browser("analyst").get("/api/v1/me").json()["token"] is None
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/submissions", "/api/v1/members"])
def test_a_token_that_is_over_or_none_is_told_so_even_where_strangers_pass(browser, app, token, now, path):
    client, word = browser(), token(days=30)
    assert client.get(path, headers=head(word)).status_code == 200
    app.state.now = lambda: now + timedelta(days=30)
    for bad in (word, "barid_nonsense", "", "é"):
        answer = client.get(path, headers={"authorization": f"Bearer {bad}".encode()})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="barid", error="invalid_token"'
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:barid:problem:sign_in_needed.token"
    bare = client.get("/api/v1/submissions")
    assert (bare.status_code, bare.headers["www-authenticate"]) == (401, 'Bearer realm="barid"')


def test_the_last_use_is_written_at_most_once_a_minute(browser, app, house, cast, token, now, monkeypatch):
    client, word = browser(), token()
    assert row(house, cast).used_at is None
    written = []
    use = enrolling.use_token
    monkeypatch.setattr(noting.enrolling, "use_token", lambda *args: (written.append(args[2]), use(*args)))
    for seconds in (0, 1, 59, 60, 61):
        app.state.now = lambda at=now + timedelta(seconds=seconds): at
        assert client.get("/api/v1/me", headers=head(word)).status_code == 200
    assert written == [now, now + timedelta(seconds=60)]
    assert row(house, cast).used_at == now + timedelta(seconds=60)


def test_the_page_lists_scope_end_and_last_use_and_revokes(browser, house, cast, token, now):
    word = token(scope="read", days=90, name="<b>nightly</b>")
    client = browser("uploader")
    page = client.get("/en/account").text
    assert "&lt;b&gt;nightly&lt;/b&gt;" in page
    assert "read only" in page
    assert "Ends on 22 February 2027" in page
    assert "Never used" in page
    assert browser().get("/api/v1/me", headers=head(word)).json()["token"]["scope"] == "read"
    assert "Last used: 24 November 2026, 09:00" in client.get("/en/account").text
    client.fill(f"/en/account/tokens/{row(house, cast).id}/revoke")
    assert "nightly" not in client.get("/en/account").text
    assert browser().get("/api/v1/me", headers=head(word)).status_code == 401


def test_a_person_revokes_no_other_persons_token(browser, house, cast, token):
    word = token()
    assert browser("foreign uploader").fill(f"/en/account/tokens/{row(house, cast).id}/revoke").status_code == 404
    assert browser().get("/api/v1/me", headers=head(word)).status_code == 200


@pytest.mark.parametrize(
    ("days", "told"), [(0, "opens nothing any more"), (1, "in 1 day."), (14, "in 14 days."), (15, None)]
)
def test_the_page_warns_two_weeks_before_the_end(browser, app, token, now, days, told):
    token(days=30)
    app.state.now = lambda: now + timedelta(days=30 - days)
    page, later = browser("uploader"), app.state.now()
    word = sign_in(app.state.house, email=page.person.email, password=PASSWORD, now=later, address="t")
    page.cookies.set(PLAIN_COOKIE, word)
    text = page.get("/en/account").text
    assert (told in text) if told else ("notice watch" not in text)


def test_scope_and_life_are_chosen_and_nobody_chooses_more_than_they_may(browser, house, cast, now):
    client = browser("uploader")
    made = client.fill("/en/account/tokens", label="x", scope="read", days="30").text
    assert re.search(r'<p><bdi class="code">barid_', made)
    found = row(house, cast)
    assert (found.scope, found.expires_at) == ("read", now + timedelta(days=30))
    for wrong in ({"days": "9999"}, {"days": "x"}, {"scope": "everything"}):
        assert client.fill("/en/account/tokens", label="y", **wrong).status_code == 400
    reader = browser("analyst")
    assert 'value="send"' not in reader.get("/en/account").text
    assert reader.fill("/en/account/tokens", label="y", scope="send").status_code == 403
