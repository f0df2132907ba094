"""The main job in a real browser: send, mend, send, watch the ranking, follow a number to its row, take the PDF."""

from __future__ import annotations

import io
import shutil
import threading
import time
from dataclasses import replace

import pytest
import uvicorn
from plain.figures_files import QUARTER, figures

from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.actions.recompute import recompute
from app.actions.seed_person import seed_person
from app.actions.submit_submission import submit_submission
from app.domain.access import Role
from app.settings import load
from app.storage import people
from app.web.main import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "a plain sentence for tests"
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


@pytest.fixture
def furnished(house, now):
    """Two operators and an analyst; one operator has sent the quarter, the other nothing yet."""

    def person(email, role, member=None, region=None):
        id = seed_person(
            house,
            email=email,
            name=email.split("@")[0].title(),
            role=role,
            password=PASSWORD,
            member=member,
            region=region,
            language="en",
            now=now,
        )
        with house.sessions() as session:
            return people.one(session, id)

    person("samir@post.example", Role.UPLOADER, "EG", "arab")
    person("amal@office.example", Role.ANALYST, None, "arab")
    other = person("leila@post.example", Role.UPLOADER, "MA", "arab")
    for dataset in ("service-quality", "customs-clearance", "data-exchange"):
        sent = receive_file(
            house,
            person=other,
            dataset=dataset,
            member="MA",
            name=f"{dataset}.csv",
            source=io.BytesIO(figures("MA", dataset)),
            now=now,
        )
        check_submission(house, submission=sent, now=now)
        submit_submission(house, person=other, submission=sent, reason="As counted.", now=now)
    recompute(house, regions=["arab"], quarters=[QUARTER], now=now)
    return house


@pytest.fixture
def address(furnished, now):
    app = create_app(replace(load({}), data=furnished.data), house=furnished, now=lambda: now)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        opened.close()


class Walk:
    """A page that remembers every address asked for and every complaint of the browser."""

    def __init__(self, chromium, address, **context):
        self.page = chromium.new_context(**context).new_page()
        self.address, self.asked, self.complaints = address, [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, email):
        self.page.goto(f"{self.address}/en/sign-in")
        self.page.fill("#email", email)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url("**/en")

    def send(self, dataset, name, content):
        self.page.goto(f"{self.address}/en/send")
        self.page.check(f"input[value={dataset}]")
        self.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
        self.page.click("main form button")
        self.page.wait_for_url("**/submissions/*")
        self.page.wait_for_selector(".notice:not([role=status])")

    def stayed_inside(self):
        outside = [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]
        assert outside == []
        assert len(self.asked) > 5
        assert self.complaints == []


def faulty(content: bytes) -> bytes:
    """The same file with three faults: an unknown product, a word for a number, a month that is none."""
    return content.replace(b"parcel", b"packet", 1).replace(b"2026-09", b"2026-19", 1).replace(b",1000,", b",many,", 1)


def test_the_main_job(chromium, address, furnished):
    operator = Walk(chromium, address)
    operator.sign_in("samir@post.example")
    content = figures("EG", "service-quality")
    operator.send("service-quality", "q3.csv", faulty(content))
    assert "Action needed: 3 errors" in operator.page.inner_text("main")
    for dataset in ("service-quality", "customs-clearance", "data-exchange"):
        operator.send(dataset, f"{dataset}.csv", figures("EG", dataset))
        if operator.page.locator("#reason-submit").count():
            operator.page.fill("#reason-submit", "As counted.")
        operator.page.click("form[action$='/submit'] button")
        operator.page.wait_for_selector(".mark.submitted")
    assert "SHA-256" in operator.page.inner_text(".receipt")
    assert "Samir" in operator.page.inner_text(".receipt")
    operator.stayed_inside()

    analyst = Walk(chromium, address, accept_downloads=True)
    analyst.sign_in("amal@office.example")
    analyst.page.goto(f"{address}/en/regions/arab?quarter={QUARTER}")
    row = analyst.page.locator("tr", has_text="Egypt").first
    assert "Nothing was reported" not in row.inner_text()
    analyst.page.wait_for_selector("#chart-map[data-ready] .choroplethlayer path", state="attached")
    analyst.page.wait_for_selector("#chart-ranking[data-ready]")
    row.locator("a").first.click()
    analyst.page.click("a[lang=ar]")
    analyst.page.wait_for_selector("#chart-pillars[data-ready]")
    assert analyst.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert analyst.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    analyst.page.click("a[href*='/indicators/VIS-02']")
    analyst.page.locator("a[href*='/lines/2']").first.click()
    assert "items_announced" in analyst.page.inner_text("main")
    analyst.page.goto(f"{address}/ar/members/EG?quarter={QUARTER}")
    with analyst.page.expect_download() as waiting:
        analyst.page.locator("a[href*='.pdf']").first.click()
    with open(waiting.value.path(), "rb") as paper:
        assert paper.read(5) == b"%PDF-"
    analyst.stayed_inside()


def test_without_scripts_the_tables_stay_and_files_can_be_sent(chromium, address):
    walk = Walk(chromium, address, java_script_enabled=False)
    walk.sign_in("samir@post.example")
    walk.send("service-quality", "q3.csv", figures("EG", "service-quality"))
    assert walk.page.locator(".receipt").count() == 1
    walk.page.goto(f"{address}/en/members/EG?quarter={QUARTER}")
    assert walk.page.locator("table").count() >= 3
    assert walk.page.locator(".switch button").first.is_visible()
    walk.stayed_inside()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # where things stand asks no database
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_off_the_side(chromium, address, width):
    walk = Walk(chromium, address, viewport={"width": width, "height": 800})
    walk.sign_in("amal@office.example")
    for language in ("ar", "en"):
        for path in (
            "",
            "/submissions",
            "/regions/arab",
            "/members/MA",
            "/method",
            "/datasets/service-quality",
            "/account",
        ):
            walk.page.goto(f"{address}/{language}{path}")
            wide = walk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (language, path, wide)
    walk.stayed_inside()
