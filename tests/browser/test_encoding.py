"""A file in the wrong encoding, in a real browser and in Arabic: its words are seen, one reading is chosen."""

from __future__ import annotations

import pytest
from browser.test_walk import CHROMIUM, Walk, address, chromium, furnished  # noqa: F401  (fixtures, by their names)
from plain.figures_files import figures

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
REMARKS = ("إضراب عمال البريد في الميناء", "تأخر بسبب عطلة العيد", "مطار القاهرة")


def arabic(*remarks: str) -> bytes:
    """Figures with an Arabic remark on each of the first lines, as Excel of an Arabic Windows saves them."""
    head, *rows = figures("EG", "service-quality").decode().splitlines()
    assert head.endswith(",remark")
    rows = [row + remark for row, remark in zip(rows, [*remarks, *[""] * len(rows)], strict=False)]
    return "\r\n".join([head, *rows, ""]).encode("cp1256")


def send(walk, content):
    walk.page.goto(f"{walk.address}/ar/send")
    walk.page.check("input[value=service-quality]")
    walk.page.set_input_files("#file", {"name": "الربع.csv", "mimeType": "text/csv", "buffer": content})
    walk.page.click("main form button")
    walk.page.wait_for_url("**/submissions/*")
    walk.page.wait_for_selector("form[action$='/reading']")


@pytest.mark.parametrize(("database_url", "width"), [("sqlite", 390), ("postgresql", 1280)], indirect=["database_url"])
def test_the_wrong_encoding_is_seen_chosen_and_taken(chromium, address, width):  # noqa: F811
    walk = Walk(chromium, address, viewport={"width": width, "height": 900})
    walk.sign_in("samir@post.example")
    send(walk, arabic(*REMARKS))
    refused = walk.page.url
    assert walk.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert walk.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    seen = walk.page.inner_text("section[aria-labelledby=reading]")
    assert [remark in seen for remark in REMARKS] == [True] * 3
    assert 2 <= walk.page.locator("form[action$='/reading'] button").count() <= 4
    walk.page.locator("form[action$='/reading'] button", has_text="اقرؤوه هكذا").first.click()
    walk.page.wait_for_url(lambda url: "/submissions/" in url and url != refused)
    walk.page.wait_for_selector("form[action$='/submit']")
    assert "windows-1256" in walk.page.inner_text(".receipt")
    assert walk.page.locator("form[action$='/reading']").count() == 0
    walk.page.goto(f"{walk.page.url}/lines/2")
    assert REMARKS[0] in walk.page.inner_text("main")

    send(walk, arabic(REMARKS[2]))
    last = walk.page.locator("form[action$='/reading']").first
    assert last.locator("input[name=encoding]").input_value() == "windows-1256"
    assert "كما في المرة السابقة" in walk.page.inner_text("section[aria-labelledby=reading]")
    walk.stayed_inside()
