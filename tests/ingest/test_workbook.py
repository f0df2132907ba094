"""Workbooks: values as text, and every trick refused before a library sees it."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ingest import Limits, check_file
from ingest.layouts import LAYOUTS

NAMES = [column.name for column in LAYOUTS["service-quality"].columns]
ROW = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": 12, "delivery_days_p50": 1.5}


def _book(path: Path, *rows: dict, change=None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "QoS"
    sheet.append(NAMES)
    for row in rows:
        sheet.append([row.get(name) for name in NAMES])
    if change:
        change(book)
    book.save(path)
    return path


def _codes(path: Path, situation, limits: Limits | None = None) -> list[tuple[str, int | None]]:
    checked = check_file(path, "service-quality", situation, limits)
    return [(finding.code, finding.line) for finding in checked.findings]


def test_values_of_a_workbook_are_taken_as_they_are_stored(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW, {**ROW, "month": "2026-02", "items_arrived": "١٢"})
    checked = check_file(path, "service-quality", situation)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.column("items_arrived").to_pylist() == [12.0, 12.0]
    assert checked.table.column("delivery_days_p50").to_pylist() == [1.5, 1.5]
    assert checked.findings[0].sheet == "QoS"


def test_a_fault_is_named_with_the_row_of_the_sheet(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW, {**ROW, "month": date(2026, 2, 2)}, {**ROW, "items_arrived": "x"})
    assert _codes(path, situation) == [("TYP_PERIOD_FORMAT", 3), ("TYP_NUMBER", 4)]


def test_a_month_that_the_spreadsheet_made_a_day_is_read(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", {**ROW, "month": date(2026, 2, 1)})
    checked = check_file(path, "service-quality", situation)
    assert checked.table.column("month").to_pylist() == ["2026-02"]
    assert checked.counts["XLS_DATE_FORMAT"] == 1


def test_a_table_that_starts_lower_is_found(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW, change=lambda book: book.active.insert_rows(1, 3))
    assert check_file(path, "service-quality", situation).outcome == "taken"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda book: book.active.merge_cells("A2:A3"), "XLS_MERGED"),
        (lambda book: book.active.__setitem__("E2", "=1+1"), "XLS_FORMULA_EMPTY"),
        (lambda book: book.active.__setitem__("E2", "#DIV/0!"), "XLS_ERROR_CELL"),
        (lambda book: book.copy_worksheet(book.active), "XLS_SHEET_CHOICE"),
        (lambda book: setattr(book.copy_worksheet(book.active), "sheet_state", "hidden"), "XLS_HIDDEN_SHEET"),
        (lambda book: book.active.__setitem__("XFD1048576", "x"), "XLS_FAR_CELL"),
    ],
)
def test_what_a_sheet_may_hide_is_told(change, code, tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW, change=change)
    assert code in [found for found, _ in _codes(path, situation)]


def _repacked(source: Path, target: Path, *, add: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, content)
        for name, content in add.items():
            new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("add", "code"),
    [
        ({"xl/vbaProject.bin": b"x"}, "XLS_MACRO"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "XLS_EXTERNAL"),
        ({"inner.zip": b"PK"}, "ZIP_NESTED"),
        ({f"xl/p{n}.xml": b"" for n in range(300)}, "ZIP_NESTED"),
        ({"xl/media/a.bin": b"0" * (30 * 2**20)}, "ZIP_RATIO"),
        ({"XL/Workbook.xml": b"<x/>"}, "ZIP_DUPLICATE"),
        ({"xl/sharedStrings2.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}, "XML_ENTITIES"),
    ],
)
def test_a_package_that_is_not_a_plain_workbook_is_refused(add, code, tmp_path, situation) -> None:
    path = _repacked(_book(tmp_path / "a.xlsx", ROW), tmp_path / "b.xlsx", add=add)
    assert [found for found, _ in _codes(path, situation)] == [code]


def test_a_count_of_strings_that_lies_is_refused(tmp_path, situation) -> None:
    add = {"xl/sharedStrings.xml": b'<sst uniqueCount="4000000000"/>'}
    path = _repacked(_book(tmp_path / "a.xlsx", ROW), tmp_path / "b.xlsx", add=add)
    assert _codes(path, situation) == [("XLS_SHARED_COUNT", None)]


def test_other_kinds_of_files_are_refused_by_content(tmp_path, situation) -> None:
    old, locked, cut, other = (tmp_path / name for name in ("old.xlsx", "locked.xlsx", "cut.xlsx", "other.csv"))
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    locked.write_bytes(old.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    whole = _book(tmp_path / "a.xlsx", ROW)
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 8 // 10])
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("content.xml", "<x/>")
    renamed = tmp_path / "renamed.csv"
    shutil.copy(whole, renamed)
    assert _codes(old, situation) == [("XLS_OLD", None)]
    assert _codes(locked, situation) == [("XLS_PASSWORD", None)]
    assert _codes(cut, situation) == [("XLS_DAMAGED", None)]
    assert _codes(other, situation) == [("FIL_TYPE", None)]
    assert check_file(renamed, "service-quality", situation).outcome == "taken"
    assert _codes(whole, situation, Limits(max_workbook_bytes=100)) == [("FIL_TOO_BIG", None)]
    assert _codes(whole, situation, Limits(max_cells=3)) == [("FIL_CELLS", None)]
