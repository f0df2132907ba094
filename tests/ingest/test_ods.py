"""Workbooks of LibreOffice and Gnumeric: stored values as figures, and what a package or a sheet may hide."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import Limits, check_file
from ingest.layouts import LAYOUTS
from tests.open_documents import cell, row, table, write, xml_cell

NAMES = [column.name for column in LAYOUTS["service-quality"].columns]
BASE = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": 12, "delivery_days_p50": 1.5}


def _row(**cells: object) -> str:
    return row([{**BASE, **cells}.get(name) for name in NAMES])


def _book(path: Path, *rows: str, **more: object) -> Path:
    return write(path / "a.ods", [table([row(NAMES), *rows])], **more)  # type: ignore[arg-type]


def _codes(path: Path, situation, limits: Limits | None = None) -> list[tuple[str, int | None, str | None]]:
    checked = check_file(path, "service-quality", situation, limits)
    return [(finding.code, finding.line, finding.value) for finding in checked.findings]


def test_stored_values_are_taken(tmp_path, situation) -> None:
    remark = xml_cell(
        "<office:annotation><text:p>a note</text:p></office:annotation><draw:frame><text:p>drawn</text:p></draw:frame>"
        "<text:p>two<text:s text:c='2'/>words<text:line-break/>and<text:tab/>\n"
        "<text:span>more</text:span></text:p><text:p>end</text:p>",
        {"office:value-type": "string"},
    )
    path = _book(tmp_path, _row(remark=remark), _row(month="2026-02", items_arrived="١٢"))
    checked = check_file(path, "service-quality", situation)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.column("items_arrived").to_pylist() == [12.0, 12.0]
    assert checked.table.column("delivery_days_p50").to_pylist() == [1.5, 1.5]
    assert checked.table.column("remark").to_pylist() == ["two  words\nand\t more\nend", None]
    assert checked.counts == {"CSV_NEWLINE_IN_TEXT": 1, "TYP_DIGITS_ARABIC": 1, "XLS_TEXT_NUMBER": 1}
    assert {finding.sheet for finding in checked.findings} == {"QoS"}


@pytest.mark.parametrize(
    ("column", "given", "shown", "found"),
    [
        ("items_arrived", {"office:value-type": "currency", "office:value": "12"}, "12 €", []),
        ("items_arrived", {"office:value-type": "float", "office:value": "1.2E1"}, "12", []),
        ("items_arrived", {"office:value-type": "percentage", "office:value": "0.95"}, "95%", [("TYP_PERCENT", "95%")]),
        ("items_arrived", {"office:value-type": "float", "office:value": "0.9499999999999999999"}, "95٪",
         [("TYP_PERCENT", "95%")]),
        ("items_arrived", {"office:value-type": "percentage", "office:value": "0"}, "0%", [("TYP_PERCENT", "0%")]),
        ("items_arrived", {"office:value-type": "boolean", "office:boolean-value": "false"}, "FALSE",
         [("TYP_BOOL", "FALSE")]),
        ("items_arrived", {"office:value-type": "time", "office:time-value": "PT08H30M00S"}, "8:30",
         [("TYP_NUMBER", "08:30:00")]),
        ("items_arrived", {"office:value-type": "time", "office:time-value": "PT26H00M00S"}, "26:00",
         [("TYP_UNIT", "1 day, 2:00:00")]),
        ("items_arrived", {"office:value-type": "time", "office:time-value": "-PT1H"}, "-1:00",
         [("TYP_UNIT", "-1 day, 23:00:00")]),
        ("items_arrived", {"office:value-type": "date", "office:date-value": "2026-02-03T04:05:00"}, "3 Feb",
         [("TYP_EXCEL_DATE_CODE", "2026-02-03T04:05")]),
        ("items_arrived", {"office:value-type": "date", "office:date-value": "2026-02-03T04:05:07"}, "3 Feb",
         [("TYP_EXCEL_DATE_CODE", "2026-02-03T04:05:07")]),
        ("month", {"office:value-type": "date", "office:date-value": "2026-02-01"}, "Feb 26",
         [("XLS_DATE_FORMAT", "2026-02-01")]),
        ("month", {"office:value-type": "date", "office:date-value": "2026-02-03"}, "Feb 26",
         [("TYP_PERIOD_FORMAT", "2026-02-03")]),
        ("delivery_days_p50", {"office:value-type": "float", "office:value": "94.51"}, "95",
         [("XLS_SHOWN_ROUNDED", "94.51")]),
        ("delivery_days_p50", {"office:value-type": "float", "office:value": "0.05"}, "0,1",
         [("XLS_SHOWN_ROUNDED", "0.05")]),
        ("delivery_days_p50", {"office:value-type": "float", "office:value": "34.5"}, "٣٤٫٥٠", []),
        ("delivery_days_p50", {"office:value-type": "float", "office:value": "34.5"}, "###", []),
        ("delivery_days_p50", {"office:value-type": "float", "office:value": "0.30000000000000004"}, "0.3", []),
        ("items_arrived", {"table:formula": "of:=6+6", "office:value-type": "float", "office:value": "12"}, "12",
         [("XLS_FORMULA", None)]),
        ("items_arrived", {"table:formula": "of:=6+6"}, "", [("XLS_FORMULA_EMPTY", "G2"), ("XLS_FORMULA", None)]),
        ("items_arrived", {"table:formula": 'of:=""', "office:value-type": "string", "office:string-value": ""}, "",
         [("XLS_FORMULA", None)]),
        ("items_arrived", {"table:formula": "of:=1/0", "office:value-type": "string", "calcext:value-type": "error"},
         "#DIV/0!", [("XLS_ERROR_CELL", "#DIV/0!"), ("XLS_FORMULA", None)]),
        ("items_arrived", {"table:formula": "of:=1/0", "office:value-type": "string", "office:string-value": "#N/A"},
         "", [("XLS_ERROR_CELL", "#N/A"), ("XLS_FORMULA", None)]),
        ("items_arrived", {"office:value-type": "string", "calcext:value-type": "error"}, "",
         [("XLS_ERROR_CELL", "#VALUE!")]),
    ],
)  # fmt: skip
def test_a_cell_of_each_kind(column, given, shown, found, tmp_path, situation) -> None:
    content = f"<text:p>{shown}</text:p>" if shown else ""
    path = _book(tmp_path, _row(**{column: xml_cell(content, given)}))
    assert sorted((code, value) for code, _, value in _codes(path, situation)) == sorted(found)


@pytest.mark.parametrize(
    "given",
    [
        {"office:value-type": "float"},
        {"office:value-type": "float", "office:value": "NaN"},
        {"office:value-type": "float", "office:value": "1_0"},
        {"office:value-type": "date", "office:date-value": "yesterday"},
        {"office:value-type": "time", "office:time-value": "8 o'clock"},
        {"office:value-type": "float", "office:value": "1", "table:number-columns-repeated": "many"},
    ],
)
def test_a_cell_that_is_not_what_it_says_is_a_damaged_file(given, tmp_path, situation) -> None:
    path = _book(tmp_path, _row(items_arrived=xml_cell("<text:p>1</text:p>", given)))
    assert [code for code, _, _ in _codes(path, situation)] == ["XLS_DAMAGED"]


def test_repeated_rows_and_cells_are_as_many_as_they_say(tmp_path, situation) -> None:
    cells = [cell("EG"), cell("2026-01"), cell("parcel"), cell(), cell(7, table__number_columns_repeated=3)]
    path = _book(
        tmp_path,
        row([cell()], table__number_rows_repeated=2),
        row([*cells, cell(table__number_columns_repeated=16_000)], table__number_rows_repeated=2),
        row([cell(table__number_columns_repeated=16_384)], table__number_rows_repeated=1_048_000),
    )
    checked = check_file(path, "service-quality", situation)
    assert checked.counts == {"CSV_BLANK_LINE": 2, "SEM_DUP_SAME": 1}
    assert checked.table.select(["line", *NAMES[4:8]]).to_pylist() == [
        {"line": 4, "items_announced": 7.0, "items_emc": 7.0, "items_arrived": 7.0, "arrivals_transmitted_24h": None}
    ]
    assert checked.rows == 2


@pytest.mark.parametrize(
    ("rows", "limits", "found"),
    [
        ([row([cell("x", table__number_columns_repeated=2**30)])], Limits(), "XLS_FAR_CELL"),
        ([row([cell(table__number_columns_repeated=2**30), cell("x")])], Limits(), "XLS_FAR_CELL"),
        ([row(["x"], table__number_rows_repeated=2**30)], Limits(), "XLS_FAR_CELL"),
        ([row([cell()], table__number_rows_repeated=2**30), row(["x"])], Limits(), "XLS_FAR_CELL"),
        ([row(["x"] * 30, table__number_rows_repeated=200)], Limits(max_cells=5_000), "FIL_CELLS"),
        ([_row()] * 3, Limits(max_workbook_rows=2), "FIL_ROWS"),
    ],
)
def test_a_bomb_of_repetitions_is_refused(rows, limits, found, tmp_path, situation) -> None:
    assert [code for code, _, _ in _codes(_book(tmp_path, *rows), situation, limits)][-1] == found


def test_what_a_sheet_may_hide_is_told(tmp_path, situation) -> None:
    columns = '<table:table-column table:number-columns-repeated="6"/><table:table-column table:visibility="collapse"/>'
    merged = row([cell("EG", table__number_rows_spanned=2, table__number_columns_spanned=1), "2026-03", "ems"])
    covered = row(["<table:covered-table-cell><text:p>EG</text:p></table:covered-table-cell>", "2026-04", "ems"])
    rows = [row(NAMES), row(["EG", "2026-02", "ems"], table__visibility="filter"), merged, covered]
    other = table([row([1])], name="lists", style="out")
    path = write(tmp_path / "a.ods", [other, table(rows, style="in", before=columns)])
    assert _codes(path, situation) == [
        ("XLS_HIDDEN_ROWS", None, None), ("XLS_HIDDEN_SHEET", None, "lists"), ("XLS_MERGED", 3, "A3:A4"),
    ]  # fmt: skip
    hidden = check_file(path, "service-quality", situation).findings[0]
    assert hidden.params == {"rows": 1, "columns": 1}


def test_the_sheet_with_our_header_is_read(tmp_path, situation) -> None:
    tables = [table([row(["a", "b"])], name="notes"), table([row([]), row([cell(), *NAMES]), row([None, *_values()])])]
    assert _codes(write(tmp_path / "a.ods", tables), situation) == [("XLS_OFFSET", 2, "B2")]
    assert _codes(write(tmp_path / "b.ods", [tables[1], tables[1]]), situation)[0][0] == "XLS_SHEET_CHOICE"
    assert _codes(write(tmp_path / "c.ods", [table([])]), situation) == [("XLS_SHEET_EMPTY", None, None)]


def _values() -> list[object]:
    return [BASE.get(name) for name in NAMES]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"parts": {"Basic/Standard/Module1.xml": "<x/>"}}, "XLS_MACRO"),
        ({"parts": {"Scripts/python/a.py": "x"}}, "XLS_MACRO"),
        ({"body": "<script:event-listener/>"}, "XLS_MACRO"),
        ({"body": "<table:table table:name='x'><table:table-source/></table:table>"}, "XLS_EXTERNAL"),
        ({"body": "<table:dde-links><table:dde-link><office:dde-source/></table:dde-link></table:dde-links>"},
         "XLS_EXTERNAL"),
        ({"listed": "<e media-type='application/vnd.sun.star.oleobject'/>"}, "XLS_EMBEDDED"),
        ({"listed": "<encryption-data/>"}, "XLS_PASSWORD"),
        ({"parts": {"content.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}}, "XML_ENTITIES"),
        ({"parts": {"content.xml": "<office:unbound/>"}}, "XLS_DAMAGED"),
        ({"body": "<table:table><table:table/></table:table>"}, "XLS_DAMAGED"),
        ({"body": "<table:table><table:table-row><table:table-cell><table:table/></table:table-cell></table:table-row>"
                  "</table:table>"}, "XLS_DAMAGED"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "FIL_TYPE"),
        ({"body": "<table:table/>" * 100}, "FIL_SHEETS"),
        ({"mimetype": "application/epub+zip"}, "FIL_TYPE"),
        ({"parts": {"inner.ods": "PK"}}, "ZIP_NESTED"),
    ],
)  # fmt: skip
def test_a_package_that_is_not_a_plain_workbook_is_refused(more, code, tmp_path, situation) -> None:
    assert [found for found, _, _ in _codes(_book(tmp_path, _row(), **more), situation)] == [code]


def test_entities_in_another_encoding_are_refused_as_well(tmp_path, situation) -> None:
    content = "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".encode("utf-16")
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    assert _codes(tmp_path / "a.ods", situation) == [("XML_ENTITIES", None, None)]


def test_a_package_without_its_content_is_damaged(tmp_path, situation) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert _codes(tmp_path / "a.ods", situation) == [("XLS_DAMAGED", None, None)]


@pytest.mark.parametrize(("more", "found"), [(1, []), (-1, ["ZIP_RATIO"])])
def test_an_ods_may_be_three_times_the_size_of_an_xlsx_before_it_is_packed(more, found, tmp_path, situation) -> None:
    path = _book(tmp_path, _row())
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("content.xml").file_size
    assert [code for code, _, _ in _codes(path, situation, Limits(max_part_bytes=size // 3 + more))] == found


def test_drawings_notes_and_inner_tables_are_no_cells(tmp_path, situation) -> None:
    inner = (
        "<draw:frame><draw:text-box><text:p>x</text:p><table:table><table:table-row><table:table-cell/>"
        "</table:table-row></table:table></draw:text-box></draw:frame>"
    )
    ruby = "<text:p><text:ruby>EG<text:ruby-text>phonetic</text:ruby-text></text:ruby></text:p>"
    member = xml_cell(ruby, {"office:value-type": "string"})
    shapes = f"<table:shapes>{inner}</table:shapes>"
    path = write(tmp_path / "a.ods", [table([row(NAMES), _row(member=member)], before=shapes)])
    checked = check_file(path, "service-quality", situation)
    assert (checked.outcome, checked.rows, checked.counts) == ("taken", 1, {})
