"""Templates: what they hold, that programs read them as we wrote them, and that they are taken when they come back."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.domain.periods import Quarter
from app.locale import LANGUAGES, say
from ingest import check_file, layouts
from ingest.layouts import LAYOUTS, title
from ingest.template_book import template_book
from ingest.templates import Filling, template_csv, template_name

PARTNERS = ("EG", "MA", "SA")
Q2 = Quarter(2026, 2)
EGYPT = Filling("en", member="EG", quarter=Q2, products=("parcel", "ems"))
KEYS = [["EG", f"2026-0{month}", product] for month in (4, 5, 6) for product in ("parcel", "ems")]
PAYLOAD = '=HYPERLINK("http://x","y")'


def _saved(path: Path, dataset: str, filling: Filling) -> Path:
    path.write_bytes(template_book(dataset, filling, PARTNERS))
    return path


def _filled(path: Path, dataset: str, filling: Filling, *cells: tuple[str, object]) -> Path:
    """The template with cells of its first sheet filled in."""
    book = openpyxl.load_workbook(_saved(path, dataset, filling))
    for place, value in cells:
        book.worksheets[0][place] = value
    book.save(path)
    return path


def _codes(checked, *severities: str) -> list[str]:
    return [finding.code for finding in checked.findings if finding.severity in severities]


def test_a_csv_holds_the_keys_of_what_is_due_and_no_figure() -> None:
    text = template_csv("service-quality", EGYPT).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == [title(column, "en") for column in LAYOUTS["service-quality"].columns]
    assert [row[:3] for row in rows[1:]] == KEYS
    assert {cell for row in rows[1:] for cell in row[3:]} == {""}
    assert template_name("service-quality", EGYPT, "csv") == "service-quality-2026.1-EG-2026-Q2.csv"
    assert template_name("service-quality", Filling("en"), "xlsx") == "service-quality-2026.1.xlsx"


def test_a_checklist_asks_every_item_and_disruptions_ask_nothing() -> None:
    rows = template_csv("preparedness", EGYPT).decode("utf-8-sig").splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [["EG", "2026-Q2", item] for item in layouts.ITEMS]
    assert len(template_csv("disruptions", EGYPT).splitlines()) == 1


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_as_it_was_given_is_read_as_its_first_sheet(dataset, language, tmp_path, situation) -> None:
    checked = check_file(_saved(tmp_path / "t.xlsx", dataset, replace(EGYPT, language=language)), dataset, situation)
    expected = {"disruptions": [], "preparedness": ["SEM_ANSWER_MISSING"] * 19}.get(dataset, ["HDR_NO_ROWS"])
    assert _codes(checked, "error", "refused", "warning") == expected
    assert "HDR_LANGUAGE" in checked.counts or language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_workbook_is_taken_and_untouched_rows_are_left_out(language, tmp_path, situation) -> None:
    before = (("EG", "2026-01", "parcel", "", 7.0), ("EG", "2026-02", "parcel", "", PAYLOAD))
    path = _filled(
        tmp_path / "t.xlsx",
        "service-quality",
        replace(EGYPT, language=language, before=before),
        ("G2", 1200),
        ("G4", 900),
    )
    checked = check_file(path, "service-quality", situation)
    assert checked.outcome == "taken", checked.findings
    rows = checked.table.select(["line", "month", "product", "items_arrived"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [(2, "2026-04", "parcel", 1200), (4, "2026-05", "parcel", 900)]
    assert checked.counts["SEM_ROW_EMPTY"] == 4
    left_out = [(one.line, one.record) for one in checked.findings if one.code == "SEM_ROW_EMPTY"]
    assert left_out == [(3, 2), (5, 4), (6, 5), (7, 6)]


@pytest.mark.parametrize("fast", [False, True])
def test_records_are_counted_in_the_file_also_when_rows_were_left_out(fast, check, sheet) -> None:
    checked = check(sheet({"items_arrived": ""}, {"items_arrived": "9", "items_announced": "8"}), fast=fast)
    assert [(one.code, one.line, one.record) for one in checked.findings if one.code == "SEM_CAPPED"] == [
        ("SEM_CAPPED", 3, 2)
    ]


def test_rows_that_were_left_out_contradict_nothing(check, sheet) -> None:
    """A total that was pre-filled and left empty stands beside rows by partner."""
    checked = check(sheet({"items_arrived": ""}, {"partner": "MA"}, {"partner": "SA"}))
    assert (checked.outcome, checked.table.num_rows) == ("taken", 2)


def test_the_workbook_offers_lists_and_keeps_text_text(tmp_path) -> None:
    filling = replace(EGYPT, before=(("EG", "2026-01", "parcel", "", PAYLOAD),))
    book = openpyxl.load_workbook(_saved(tmp_path / "t.xlsx", "service-quality", filling))
    fill_in, before, about, lists = book.worksheets
    assert [fill_in[f"{at}2"].number_format for at in "ABC"] == ["@", "@", "@"]
    assert fill_in.column_dimensions["B"].number_format == "@"
    offered = {}
    for rule in fill_in.data_validations.dataValidation:
        area = rule.formula1.split("!")[1].replace("$", "")
        offered[str(rule.sqref)] = [row[0].value for row in lists[area]]
    assert offered == {
        "A2:A5000": ["EG"],
        "B2:B5000": ["2026-04", "2026-05", "2026-06"],
        "C2:C5000": ["letter", "parcel", "ems"],
        "D2:D5000": ["MA", "SA"],
    }
    assert (before["E6"].value, before["E6"].data_type) == (PAYLOAD, "s")
    assert "2026-Q1" in before["A3"].value
    assert [about["A4"].value, about["B4"].value] == ["Version of the template", "2026.1"]
    meanings = {row[1]: row for row in about.iter_rows(min_row=9, values_only=True)}
    assert meanings["delivery_days_p50"][3] == "days"
    assert {prop.name: prop.value for prop in book.custom_doc_props.props} == {
        "barid-template": "Barid · service-quality · 2026.1"
    }


def test_answers_and_yes_no_are_lists_too(tmp_path) -> None:
    for dataset, at, choices in (
        ("preparedness", "D", ["yes", "no", "not-applicable"]),
        ("disruptions", "G", ["yes", "no"]),
    ):
        book = openpyxl.load_workbook(_saved(tmp_path / "t.xlsx", dataset, EGYPT))
        fill_in, lists = book.worksheets[0], book.worksheets[3]
        assert f"{at}2:{at}5000" in {str(rule.sqref) for rule in fill_in.data_validations.dataValidation}
        assert [lists.cell(4 + place, "ABCDEFG".index(at) + 1).value for place in range(len(choices))] == choices


def test_a_template_for_a_stranger_is_a_header_with_words(tmp_path) -> None:
    book = openpyxl.load_workbook(_saved(tmp_path / "t.xlsx", "disruptions", Filling("ar")))
    assert book.worksheets[0].max_row == 1
    assert book.worksheets[1]["A3"].value == say("ar", "template.before.stranger")
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    nothing = openpyxl.load_workbook(_saved(tmp_path / "t.xlsx", "disruptions", EGYPT)).worksheets[1]["A3"].value
    assert nothing == say("en", "template.before.none", quarter="2026-Q1")


def test_libreoffice_shows_what_we_wrote_and_nothing_runs(tmp_path) -> None:
    filling = replace(EGYPT, language="ar", before=(("EG", "2026-01", "parcel", "", PAYLOAD),))
    path = _saved(tmp_path / "t.xlsx", "service-quality", filling)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", every_sheet,
         "--outdir", str(tmp_path), str(path)],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    names = [say("ar", f"template.sheet.{name}") for name in ("input", "before")]
    fill_in, before = (
        list(csv.reader(io.StringIO((tmp_path / f"t-{name}.csv").read_text("utf-8-sig")))) for name in names
    )
    assert fill_in[0] == [title(column, "ar") for column in LAYOUTS["service-quality"].columns]
    assert [row[:3] for row in fill_in[1:]] == KEYS
    assert before[5][4] == PAYLOAD


def test_libreoffice_saves_it_so_that_it_is_still_taken(tmp_path, situation) -> None:
    path = _filled(tmp_path / "t.xlsx", "service-quality", replace(EGYPT, language="ar"), ("G2", 1200))
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), str(path)],
        check=True, timeout=120, capture_output=True,
    )  # fmt: skip
    checked = check_file(out / "t.xlsx", "service-quality", situation)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.column("month").to_pylist() == ["2026-04"]
    assert checked.table.column("items_arrived").to_pylist() == [1200.0]


@pytest.fixture
def changed_since(monkeypatch):
    """A layout that had a version before today's, with another name for one column."""
    today = LAYOUTS["preparedness"]
    old = tuple({"answer": "reply"}.get(column.name, column.name) for column in today.columns)
    monkeypatch.setitem(LAYOUTS, "preparedness", replace(today, earlier={"2025.1": old}))
    return old


def test_the_header_of_an_earlier_version_is_told_by_its_versions(changed_since, check) -> None:
    checked = check(",".join(changed_since) + "\nEG,2026-Q1,disaster_plan,yes,,\n", "preparedness")
    assert [(one.code, one.params) for one in checked.findings] == [
        ("TPL_VERSION", {"old": "2025.1", "current": "2026.1", "where": "/datasets/preparedness"})
    ]


def test_a_header_of_today_is_not_taken_for_an_earlier_one(changed_since, check, sheet) -> None:
    row = {"member": "EG", "quarter": "2026-Q1", "item": "disaster_plan", "answer": "yes"}
    assert check(sheet(row, dataset="preparedness"), "preparedness").outcome == "taken"
    assert "HDR_MISSING" in check("member,quarter,item\nEG,2026-Q1,disaster_plan\n", "preparedness").counts


def test_a_workbook_of_an_earlier_version_is_told_by_its_mark(changed_since, tmp_path, situation, monkeypatch) -> None:
    with monkeypatch.context() as then:
        then.setitem(LAYOUTS, "preparedness", replace(LAYOUTS["preparedness"], version="2025.1", earlier={}))
        path = _saved(tmp_path / "t.xlsx", "preparedness", EGYPT)
    assert _codes(check_file(path, "preparedness", situation), "error") == ["TPL_VERSION"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_of_another_dataset_is_told_as_such(language, tmp_path, situation) -> None:
    path = _saved(tmp_path / "t.xlsx", "customs-clearance", replace(EGYPT, language=language))
    checked = check_file(path, "service-quality", situation)
    assert [(one.code, one.params) for one in checked.findings if one.severity == "error"] == [
        ("TPL_KIND", {"dataset": "customs-clearance"})
    ]
