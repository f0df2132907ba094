"""The rooms of the office, which are the most, stand on one line at the width of an ordinary screen, in French too."""

from __future__ import annotations

import pytest
from browser.test_walk import CHROMIUM, Walk, address, chromium, furnished  # noqa: F401  (fixtures)
from browser.test_walk import PASSWORD as SECRET

from app.actions.seed_person import seed_person
from app.domain.access import Role

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
LINES = "new Set([...document.querySelectorAll('.masthead nav li')].map(it => it.getBoundingClientRect().top)).size"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_the_menu_of_an_administrator_is_one_line_and_no_page_is_wider_than_its_window(
    chromium,  # noqa: F811
    address,  # noqa: F811
    house,
    now,
):
    seed_person(
        house,
        email="omar@office.example",
        name="Omar",
        role=Role.ADMINISTRATOR,
        password=SECRET,
        member=None,
        region="arab",
        language="fr",
        now=now,
    )
    walk = Walk(chromium, address)
    walk.sign_in("omar@office.example")
    seen = {}
    for language in ("fr", "ar", "en"):
        walk.page.goto(f"{address}/{language}/datasets")
        for width in (1280, 1100, 390):
            walk.page.set_viewport_size({"width": width, "height": 600})
            seen[language, width] = (walk.page.evaluate(LINES), walk.page.evaluate(OVERFLOWS))
    assert seen == dict.fromkeys(seen, (1, False))
    assert walk.page.locator(".masthead nav li").count() >= 12
    assert walk.complaints == []
