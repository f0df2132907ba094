"""Workbooks: values as text, and every trick refused before a library sees it."""

from __future__ import annotations

import shutil
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ingest import Limits, check_file
from ingest.layouts import LAYOUTS

NAMES = [column.name for column in LAYOUTS["service-quality"].columns]
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SST = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SHEET = "xl/worksheets/sheet1.xml"
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
    path = _book(tmp_path / "a.xlsx", ROW, {**ROW, "items_arrived": "x"}, change=lambda b: b.active.insert_rows(1, 3))
    assert _codes(path, situation) == [("XLS_OFFSET", 4), ("TYP_NUMBER", 6)]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([], [("XLS_SHEET_EMPTY", None)]),
        ([["EG", "2026-01", "parcel", "", 12]], [("HDR_NONE", 1)]),
        ([["a", "b"], ["c"]], [("HDR_NONE", 2)]),
        ([["a"]] * 40, [("HDR_NONE", 30)]),
        ([["a", "b", "c"]], [("HDR_MISSING", 1)]),
    ],
)
def test_a_sheet_without_our_header_says_where_it_was_looked_for(cells, found, tmp_path, situation) -> None:
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert _codes(tmp_path / "a.xlsx", situation)[:1] == found


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("items_arrived", True, ("TYP_BOOL", "TRUE")),
        ("items_arrived", False, ("TYP_BOOL", "FALSE")),
        ("items_arrived", 1e305, ("TYP_SCIENTIFIC", "1e+305")),
        ("items_arrived", datetime.fromisoformat("2026-02-03T04:05"), ("TYP_EXCEL_DATE_CODE", "2026-02-03T04:05")),
        ("month", date(2026, 2, 3), ("TYP_PERIOD_FORMAT", "2026-02-03")),
    ],
)
@pytest.mark.parametrize("iso", [False, True])
def test_a_value_of_another_kind_is_told_as_it_is_stored(column, value, found, iso, tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", {**ROW, column: value}, change=lambda book: setattr(book, "iso_dates", iso))
    checked = check_file(path, "service-quality", situation)
    assert [(f.code, f.value) for f in checked.findings] == [found]


def test_cells_beyond_the_header_count_only_when_they_hold_something(tmp_path, situation) -> None:
    def put(book, value) -> None:
        book.active.cell(2, len(NAMES) + 1).number_format = "0.00"
        book.active.cell(2, len(NAMES) + 2).value = value

    empty = _book(tmp_path / "a.xlsx", ROW, change=lambda book: put(book, None))
    filled = _book(tmp_path / "b.xlsx", ROW, change=lambda book: put(book, "x"))
    assert _codes(empty, situation) == []
    assert _codes(filled, situation) == [("CSV_COLUMN_COUNT", 2)]


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


def _repacked(source: Path, target: Path, *, add: dict[str, bytes], swap: tuple[bytes, bytes] = (b"<", b"<")) -> Path:
    """The package with further parts, and with some bytes of its first sheet exchanged."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == SHEET:
                assert swap[0] in content
                content = content.replace(*swap)
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


def test_a_formula_whose_value_is_stored_is_read_and_told(tmp_path, situation) -> None:
    swap = (b"<v>12</v>", b"<f>6+6</f><v>12</v>")
    path = _repacked(_book(tmp_path / "a.xlsx", ROW), tmp_path / "b.xlsx", add={}, swap=swap)
    checked = check_file(path, "service-quality", situation)
    assert checked.counts == {"XLS_FORMULA": 1}
    assert checked.findings[0].params == {"formulas": 1}
    assert checked.table.column("items_arrived").to_pylist() == [12.0]


@pytest.mark.parametrize(
    "swap",
    [
        pytest.param((b"<v>12</v>", b"<v>NaN</v>"), id="a number that is none"),
        pytest.param((b"</sheetData>", b""), id="an element that does not end"),
    ],
)
def test_a_part_that_the_library_cannot_read_is_a_damaged_file(swap, tmp_path, situation) -> None:
    path = _repacked(_book(tmp_path / "a.xlsx", ROW), tmp_path / "b.xlsx", add={}, swap=swap)
    assert _codes(path, situation) == [("XLS_DAMAGED", None)]


def test_limits_on_the_unpacked_size_hold_before_anything_is_unpacked(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW)
    for limits in (Limits(max_unpacked_bytes=1_000), Limits(max_part_bytes=1_000)):
        assert _codes(path, situation, limits) == [("ZIP_RATIO", None)]


def test_a_workbook_that_names_itself_one_with_macros_is_refused(tmp_path, situation) -> None:
    whole = _book(tmp_path / "a.xlsx", ROW)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"))
    assert _codes(tmp_path / "b.xlsx", situation) == [("XLS_MACRO", None)]


def _patched(path: Path, target: Path, name: bytes, offset: int, value: int) -> Path:
    """The package with four bytes of the directory's entry for `name` set to another number."""
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(name))
    struct.pack_into("<I", content, entry + offset, value)
    target.write_bytes(content)
    return target


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [
        pytest.param(24, 10, "XLS_DAMAGED", id="a size smaller than what the stream gives"),
        pytest.param(20, 2**20, "ZIP_LIES", id="a packed size that runs into the next part"),
        pytest.param(16, 0, "XLS_DAMAGED", id="a checksum of something else"),
    ],
)
def test_a_directory_that_contradicts_the_package_is_refused(offset, value, code, tmp_path, situation) -> None:
    whole = _book(tmp_path / "a.xlsx", ROW)
    path = _patched(whole, tmp_path / "b.xlsx", SHEET.encode(), offset, value)
    assert _codes(path, situation) == [(code, None)]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_broken_stream_is_a_damaged_file(packing, tmp_path, situation) -> None:
    broken = tmp_path / "b.xlsx"
    with zipfile.ZipFile(_book(tmp_path / "a.xlsx", ROW)) as old, zipfile.ZipFile(broken, "w", packing) as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part))
        at = new.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content = bytearray(broken.read_bytes())
    content[at : at + 40] = b"\xff" * 40
    broken.write_bytes(content)
    assert _codes(broken, situation) == [("XLS_DAMAGED", None)]


def test_pictures_beside_the_sheet_do_not_matter(tmp_path, situation) -> None:
    path = _repacked(
        _book(tmp_path / "a.xlsx", ROW), tmp_path / "b.xlsx", add={"xl/media/image1.png": b"\x89PNG<!DOCTYPE"}
    )
    assert check_file(path, "service-quality", situation).outcome == "taken"


def test_empty_cells_after_the_header_do_not_make_columns(tmp_path, situation) -> None:
    path = _book(tmp_path / "a.xlsx", ROW, change=lambda book: book.active.cell(1, len(NAMES) + 1, " "))
    assert _codes(path, situation) == []


@pytest.mark.parametrize(("number", "codes"), [(0, []), (1, [("XLS_DAMAGED", None)])])
def test_texts_that_cells_share_are_read_where_they_are(number, codes, tmp_path, situation) -> None:
    """As Excel writes them; the library that made the file here writes each text into its cell."""
    path = tmp_path / "b.xlsx"
    exchanged = {
        SHEET: (b't="inlineStr"><is><t>EG</t></is>', b't="s"><v>%d</v>' % number),
        "[Content_Types].xml": (
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % SST,
        ),
    }
    with zipfile.ZipFile(_book(tmp_path / "a.xlsx", ROW)) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(*exchanged.get(part.filename, (b"\0", b""))))
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}" uniqueCount="1"><si><t>EG</t></si></sst>')
    assert _codes(path, situation) == codes
