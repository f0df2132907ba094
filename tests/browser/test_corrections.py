"""First sending by keyboard alone in Arabic; a correction after acceptance and of what is published; a late file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from browser.test_walk import CHROMIUM, PASSWORD, Walk, address, chromium, furnished  # noqa: F401  (fixtures)
from plain.figures_files import QUARTER, figures

from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.seed_person import seed_person
from app.domain.access import Role
from app.storage import people

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]


def tab_to(page, selector):
    """Press Tab until the element has the focus; how many presses it took."""
    for presses in range(1, 60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return presses
    raise AssertionError(f"{selector} is not reached by the keyboard")


def test_a_first_file_is_sent_by_keyboard_alone_in_arabic(chromium, address):  # noqa: F811
    walk = Walk(chromium, address, locale="ar")
    page = walk.page
    page.goto(f"{address}/ar/sign-in")
    tab_to(page, "#email")
    page.keyboard.type("samir@post.example")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(f"{address}/ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    tab_to(page, "a[href$='/ar/send']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/send")
    tab_to(page, "input[name=dataset]")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == "service-quality"
    tab_to(page, "#file")
    # The dialog that Enter opens now is the system's; its keys are not the page's.
    content = figures("EG", "service-quality")
    page.set_input_files("#file", {"name": "الربع الثالث.csv", "mimeType": "text/csv", "buffer": content})
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submissions/*")
    page.wait_for_selector("form[action$='/submit']")
    page.wait_for_selector("#preview")
    tab_to(page, "form[action$='/submit'] textarea, form[action$='/submit'] button")
    if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
        page.keyboard.type("كما أُحصي")
        tab_to(page, "form[action$='/submit'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt .facts")
    page.wait_for_selector(".mark.submitted")
    with page.expect_download() as saved:
        tab_to(page, "a[href$='/receipt.pdf']")
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.endswith("-ar.pdf")
    walk.stayed_inside()


def _send_and_submit(walk, content, reason):
    walk.send("service-quality", "third.csv", content)
    walk.page.wait_for_selector("#preview")
    if walk.page.locator("form[action$='/submit'] textarea").count():
        walk.page.fill("form[action$='/submit'] textarea", reason)
    walk.page.click("form[action$='/submit'] button")
    walk.page.wait_for_selector(".mark.submitted")
    return walk.page.url


def test_a_correction_after_acceptance_and_one_of_what_is_published(chromium, address, furnished, now):  # noqa: F811
    operator, office = Walk(chromium, address), Walk(chromium, address)
    operator.sign_in("samir@post.example")
    office.sign_in("amal@office.example")
    sent = _send_and_submit(operator, figures("EG", "service-quality"), "As counted.")
    office.page.goto(sent)
    office.page.click("form[action$='/accept'] button")
    office.page.wait_for_selector(".mark.accepted")

    changed = figures("EG", "service-quality").replace(b",1000,", b",999,", 1)
    correction = _send_and_submit(operator, changed, "One item was counted twice.")
    told = operator.page.inner_text("section[aria-labelledby=preview]")
    assert "1 value changed" in told
    assert "One item was counted twice." in operator.page.inner_text(".receipt")
    office.page.goto(correction)
    office.page.click("form[action$='/accept'] button")
    office.page.wait_for_selector(".mark.accepted")
    operator.page.goto(sent)
    operator.page.wait_for_selector(".mark.superseded")

    _publish(furnished, now)
    changed = changed.replace(b",999,", b",998,", 1)
    operator.send("service-quality", "again.csv", changed)
    operator.page.wait_for_selector("#preview")
    assert "is locked" in operator.page.inner_text("main")
    operator.page.fill("form[action$='/submit'] textarea", "Another one was.")
    operator.page.click("form[action$='/submit'] button")
    operator.page.wait_for_selector(".mark.submitted")
    request = operator.page.url
    office.page.goto(request)
    assert office.page.locator("form[action$='/accept']").count() == 0
    office.page.fill("form[action$='/open'] textarea", "The error is real.")
    office.page.click("form[action$='/open'] button")
    office.page.wait_for_selector("form[action$='/accept']")
    operator.stayed_inside()
    office.stayed_inside()


def _publish(house, now):
    id = seed_person(
        house, email="head@office.example", name="Head", role=Role.ADMINISTRATOR, password=PASSWORD, region="arab",
        now=now,
    )  # fmt: skip
    with house.sessions() as session:
        head = people.one(session, id)
    edition = draft_edition(house, person=head, region="arab", quarter=QUARTER, now=now)
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=head, edition=edition, now=now + timedelta(days=2))


def test_a_late_file_is_taken_marked_and_told(chromium, address):  # noqa: F811
    walk = Walk(chromium, address)
    walk.sign_in("samir@post.example")
    walk.send("service-quality", "late.csv", figures("EG", "service-quality"))
    assert "The deadline has passed" in walk.page.inner_text("main")
    if walk.page.locator("form[action$='/submit'] textarea").count():
        walk.page.fill("form[action$='/submit'] textarea", "Late.")
    walk.page.click("form[action$='/submit'] button")
    walk.page.wait_for_selector(".mark.submitted")
    assert "No, late" in walk.page.inner_text(".receipt")
    walk.page.goto(f"{address}/en/submissions")
    assert "late" in walk.page.inner_text("main").lower()
    walk.stayed_inside()
