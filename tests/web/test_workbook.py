"""The workbook of all figures: for the office alone, numbers as numbers, never a formula."""

from __future__ import annotations

import io

import openpyxl
import pytest

from app.actions.accept_submission import accept_submission
from app.actions.submit_submission import submit_submission


def opened(answer):
    assert answer.status_code == 200, answer.text[:300]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_all_figures_of_a_region_as_a_workbook(browser, house, cast, draft, now, computed):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    book = opened(browser("analyst").get("/fr/regions/arab/figures.xlsx?quarter=2026-Q3"))
    assert book.sheetnames[0] == "about"
    assert book["about"]["B2"].value == "2026-Q3"
    sheet = book["service-quality"]
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert row["member"].value == "EG"
    assert row["items_arrived"].data_type == "n"
    assert row["items_arrived"].value > 0
    cells = [cell for one in book for line in one.iter_rows() for cell in line]
    assert len(cells) > 50
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.usefixtures("one_language")
def test_the_page_offers_the_edition_that_is_published(browser, house, cast, draft, now, computed):
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    accept_submission(house, person=cast["analyst"], submission=draft, reason="", now=now)
    page, office = "/en/regions/arab?quarter=2026-Q3", browser("administrator")
    assert "All figures of edition" not in office.get(page).text
    for deed in ("draft", "preview", "freeze", "publish"):
        assert office.fill(f"/en/regions/arab/editions/2026-Q3/{deed}").status_code == 303
    assert "All figures of edition 1 (Excel)" in office.get(page).text
    assert "All figures of edition" not in browser("reader").get(page).text
    address = "/en/regions/arab/figures.xlsx?quarter=2026-Q3&edition="
    book = opened(office.get(f"{address}1"))
    assert "Edition 1" in book["about"]["B3"].value
    assert "edition-1.xlsx" in office.get(f"{address}1").headers["content-disposition"]
    assert [office.get(address + one).status_code for one in ("2", "0", "x", "9" * 30)] == [404, 422, 422, 422]


def test_nobody_else_gets_it(browser, computed):
    for who in ("uploader", "reader"):
        assert browser(who).get("/en/regions/arab/figures.xlsx?quarter=2026-Q3").status_code == 403
    other = browser("analyst").get("/en/regions/central-asia/figures.xlsx?quarter=2026-Q3")
    missing = browser("analyst").get("/en/regions/atlantis/figures.xlsx?quarter=2026-Q3")
    assert other.status_code == missing.status_code == 404
