"""No link is built from a Host header that nobody vouches for."""

import re
from dataclasses import replace

import pytest

from app.settings import load


def invited(client, host, **headers):
    answer = client.fill("/en/people", email="new@post.example", role="uploader", member="EG", language="fr",
                         headers={"host": host, **headers})  # fmt: skip
    assert answer.status_code == 200, answer.text[:300]
    return re.search(r'<bdi class="code">([^<]*/invitations/[^<]+)</bdi>', answer.text)[1], answer.text


def test_with_an_address_every_link_begins_with_it(browser, app):
    for host in ("testserver", "localhost:8000"):
        link, page = invited(browser("administrator"), host)
        assert link.startswith("http://testserver/fr/invitations/")
        assert "BARID_BASE_ADDRESS" not in page
    answer = browser("administrator").get("/en/people", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    ("host", "before"),
    [("127.0.0.1:8000", "http://127.0.0.1:8000"), ("evil.example", ""), ("localhost.evil.example:80", "")],
)
def test_without_an_address_only_this_machine_is_named(browser, app, host, before):
    office = browser("administrator")
    middleware = app.user_middleware[0].kwargs
    middleware["base"] = None
    app.middleware_stack = None
    app.state.settings = replace(app.state.settings, base_address=None)
    link, page = invited(office, host)
    assert link.startswith(f"{before}/fr/invitations/")
    assert ("BARID_BASE_ADDRESS" in page) is (before == "")
    assert "evil.example" not in link


def test_a_form_from_the_address_is_taken_and_another_is_not(browser):
    office = browser("administrator")
    assert invited(office, "localhost:8000", origin="http://testserver")
    answer = office.fill("/en/people", email="x@post.example", headers={"host": "localhost", "origin": "http://evil"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "text", ["barid.example.org", "ftp://x", "https://a/b", "https://u@h", "https://h?x", "https://"]
)
def test_an_address_that_is_none_is_named(text):
    with pytest.raises(ValueError, match="BARID_BASE_ADDRESS"):
        load({"BARID_BASE_ADDRESS": text})


def test_an_address_is_read_plainly():
    assert load({"BARID_BASE_ADDRESS": "https://Barid.example.org/"}).base_address == "https://barid.example.org"
    assert load({}).base_address is None
