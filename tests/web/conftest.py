"""A house with people of each role, and a browser without a browser for each."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace

import pytest
from plain.figures_files import QUARTER, figures
from web.connections import one_at_a_time

from app.actions import issue_reports
from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.actions.recompute import recompute
from app.actions.seed_person import seed_person
from app.actions.sign_in import sign_in
from app.domain.access import Role
from app.settings import load
from app.storage import people
from app.web.api import receipts
from app.web.deps import PLAIN_COOKIE
from app.web.main import create_app
from ingest.checking import check_file

with warnings.catch_warnings():  # the client asks for a successor of httpx that few have yet
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

PASSWORD = "a plain sentence for tests"
CAST = {
    "uploader": (Role.UPLOADER, "EG", "arab"),
    "approver": (Role.APPROVER, "EG", "arab"),
    "foreign uploader": (Role.UPLOADER, "SA", "arab"),
    "analyst": (Role.ANALYST, None, "arab"),
    "administrator": (Role.ADMINISTRATOR, None, "arab"),
    "foreign analyst": (Role.ANALYST, None, "central-asia"),
    "reader": (Role.READER, None, None),
}


class Browser(TestClient):
    """A client that keeps its session and knows the word of its forms."""

    person = None

    def word(self, path: str = "/en/account") -> str:
        return re.search(r'name="csrf" value="([0-9a-f]*)"', self.get(path).text)[1]

    def fill(self, path: str, files=None, headers=None, **fields: str):
        return self.post(
            path, data={"csrf": self.word(), **fields}, files=files, headers=headers, follow_redirects=False
        )


@pytest.fixture
def app(house, now, monkeypatch):
    # How long a check takes is not what is tested: a program's answer waits for it.
    monkeypatch.setattr(receipts, "PATIENCE_SECONDS", 300)
    settings = replace(load({}), data=house.data, public=False, https=False, base_address="http://testserver")
    made = create_app(settings, house=house, now=lambda: now)
    # What these tests are about is not how fast the machine is.
    made.state.checking.patience = 60.0
    with one_at_a_time(house.sessions.engine):
        yield made
    made.state.checking.close()


class Cast(dict):
    """The people, by their part; each is enrolled when a test first asks for it."""

    def __init__(self, house, now):
        self.house, self.now = house, now

    def __missing__(self, part):
        role, member, region = CAST[part]
        email = f"{part.replace(' ', '.')}@post.example"
        id = seed_person(
            self.house,
            email=email,
            name=part.title(),
            role=role,
            password=PASSWORD,
            member=member,
            region=region,
            language="en",
            now=self.now,
        )
        with self.house.sessions() as session:
            self[part] = people.one(session, id)
        return self[part]


@pytest.fixture
def cast(house, now):
    return Cast(house, now)


@pytest.fixture
def browser(app, house, cast, now):
    """`browser("analyst")` is signed in, `browser()` is a stranger."""
    opened = []

    def make(part: str | None = None) -> Browser:
        client = Browser(app, raise_server_exceptions=False)
        if part is not None:
            token = sign_in(house, email=cast[part].email, password=PASSWORD, now=now, address="test")
            client.cookies.set(PLAIN_COOKIE, token)
            client.person = cast[part]
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def draft(house, cast, now):
    """A clean draft of EG; gives its id."""
    return send(house, cast["uploader"], figures(), now)


def send(house, person, content: bytes, now, dataset: str = "service-quality") -> str:
    submission = receive_file(
        house,
        person=person,
        dataset=dataset,
        member=person.member,
        name="figures.csv",
        source=io.BytesIO(content),
        now=now,
        language="en",
    )
    # In this process: that a limited child finds the same is tested where it is made.
    check_submission(house, submission=submission, now=now, check=check_file)
    return submission


@pytest.fixture
def computed(house, now):
    """Working results of the quarter."""
    return recompute(house, regions=["arab"], quarters=[QUARTER], now=now)


@pytest.fixture
def one_language(monkeypatch):
    """Editions issue their reports in Arabic alone: for tests that are not about the reports, which cost most."""
    monkeypatch.setattr(issue_reports, "LANGUAGES", ("ar",))
