"""Templates over the web: for strangers the header, for an operator what it is asked for, never another's values."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from factories import submitted

from app.actions.fill_template import fill_template
from app.locale import say
from app.storage import submissions

SHEET = "/{}/datasets/{}/template.{}"


def opened(answer):
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def name_of(answer):
    return answer.headers["content-disposition"].split('"')[1]


def test_a_stranger_gets_the_header(browser):
    stranger = browser()
    answer = stranger.get(SHEET.format("en", "service-quality", "csv"))
    assert name_of(answer) == "service-quality-2026.1.csv"
    assert answer.content.decode("utf-8-sig").startswith("member,month,product,partner,")
    assert len(answer.content.splitlines()) == 1
    book = opened(stranger.get(SHEET.format("fr", "disruptions", "xlsx")))
    assert book.worksheets[0]["A1"].value == say("fr", "column.member")
    assert book.worksheets[0].max_row == 1
    for ending in ("csv", "xlsx"):
        assert stranger.get(SHEET.format("en", "item-events", ending)).status_code == 404


@pytest.mark.parametrize("part", ["analyst", "reader"])
def test_the_office_and_readers_get_the_header(browser, part):
    answer = browser(part).get(SHEET.format("en", "service-quality", "xlsx"))
    assert name_of(answer) == "service-quality-2026.1.xlsx"
    assert opened(answer).worksheets[0].max_row == 1


def test_an_operator_gets_the_months_that_are_due_and_its_own_last_values(browser, house, cast, now):
    submitted(house, cast["uploader"], "service-quality", now, months=("2026-04", "2026-05"), count=77)
    submitted(house, cast["foreign uploader"], "service-quality", now, months=("2026-04",), count=99)
    client = browser("uploader")
    answer = client.get(SHEET.format("ar", "service-quality", "csv"))
    assert name_of(answer) == "service-quality-2026.1-EG-2026-Q3.csv"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == say("ar", "column.member")
    keys = [(f"2026-0{month}", product) for month in (7, 8, 9) for product in ("letter", "parcel", "ems")]
    assert [tuple(row[1:3]) for row in rows[1:]] == keys
    book = opened(client.get(SHEET.format("ar", "service-quality", "xlsx")))
    assert [row[1:3] for row in book.worksheets[0].iter_rows(min_row=2, max_col=3, values_only=True)] == keys
    before = list(book.worksheets[1].iter_rows(min_row=6, values_only=True))
    assert [(row[0], row[1], row[2], row[6]) for row in before] == [
        ("EG", "2026-04", "parcel", 77), ("EG", "2026-05", "parcel", 77)
    ]  # fmt: skip


def test_checklist_and_disruptions_of_before_stand_beside(house, cast, now):
    found = {}
    for dataset in ("preparedness", "disruptions"):
        submitted(house, cast["uploader"], dataset, now)
        made = fill_template(
            house, dataset=dataset, ending="xlsx", language="en", person=cast["uploader"], now=now + timedelta(days=92)
        )
        assert made.name == f"{dataset}-2026.1-EG-2026-Q4.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(made.body))
        found[dataset] = list(book.worksheets[1].iter_rows(min_row=6, values_only=True))
    assert len(found["preparedness"]) == 19
    assert found["preparedness"][0][:4] == ("EG", "2026-Q3", "emsevt_v3", "yes")
    assert [row[3:7] for row in found["disruptions"]] == [("strike", "parcel ems", None, "yes")]
    assert found["disruptions"][0][1] == "2026-07-05T08:00:00+02:00"


def test_once_a_quarter_is_there_the_one_before_it_is_asked_for(browser, house, cast, now):
    client = browser("uploader")
    for quarter in (("2026-07", "2026-08", "2026-09"), ("2026-04", "2026-05", "2026-06")):
        submitted(house, cast["uploader"], "service-quality", now, months=quarter)
        asked = name_of(client.get(SHEET.format("en", "service-quality", "csv")))
        assert asked == f"service-quality-2026.1-EG-2026-{'Q2' if quarter[0] == '2026-07' else 'Q1'}.csv"
    submitted(house, cast["uploader"], "service-quality", now, months=("2026-01", "2026-02", "2026-03"))
    assert "2026-Q3" in name_of(client.get(SHEET.format("en", "service-quality", "csv")))


def test_a_template_filled_in_and_sent_as_it_is_becomes_a_draft(browser, house, cast):
    client = browser("uploader")
    book = opened(client.get(SHEET.format("ar", "service-quality", "xlsx")))
    book.worksheets[0]["G2"] = 12
    out = io.BytesIO()
    book.save(out)
    files = {"file": ("t.xlsx", out.getvalue())}
    sent = client.fill("/ar/send", files=files, dataset="service-quality")
    made = sent.headers["location"].rsplit("/", 1)[1]
    client.app.state.checking.start(made).result(60)
    page = client.get(sent.headers["location"])
    with house.sessions() as session:
        counts = submissions.finding_counts(session, made)
    assert counts == {"HDR_LANGUAGE": 1, "SEM_ROW_EMPTY": 8}
    assert say("ar", "finding.SEM_ROW_EMPTY") in page.text
    assert 'action="/ar/submissions/' in page.text


def test_a_page_offers_both_and_says_the_version(browser):
    page = browser("uploader").get("/en/datasets/service-quality").text
    assert "/en/datasets/service-quality/template.xlsx" in page
    assert "/en/datasets/service-quality/template.csv" in page
    assert say("en", "template.version", version="2026.1") in page
    assert "3rd quarter 2026" in page
