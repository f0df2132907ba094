"""The streaming reader of .xlsx beside openpyxl, a slow second reading of the same files; and what only ours tells."""

from __future__ import annotations

import random
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ingest import Limits, check_file
from ingest.layouts import LAYOUTS
from ingest.number_formats import BUILTIN, Look, look_of
from ingest.sheets import DAY, FAULT, LOGICAL, NO_RESULT, NUMBER, ROUNDED, WORDS, column_letters, day_text, number_text
from ingest.xlsx import Workbook

GALLERY = Path(__file__).parents[1] / "gallery"
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMES = [column.name for column in LAYOUTS["service-quality"].columns]
ROW = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": 12, "delivery_days_p50": 1.5}
FORMATS = [
    "General", "@", "0", "0.00", "#,##0", "#,##0.00", "0.0E+00", "# ?/?", '"day" 0', "[Red]0.0", "0_);(0)", "[$-409]0",
    "yyyy-mm-dd", "mmm-yy", "d/m/yyyy h:mm", "[h]:mm", "[mm]:ss", "h:mm:ss.0", "[$-F800]dddd, mmmm d", "0;yyyy", "\\d0",
]  # fmt: skip


def _ours(path: Path) -> dict[str, dict[tuple[int, int], tuple[str, str]]]:
    with zipfile.ZipFile(path) as archive:
        book = Workbook(archive, Limits())
        return {
            tab.title: {
                (row.line, at + 1): (text, kind)
                for row in book.rows(tab)
                for at, (text, kind) in enumerate(zip(row.cells, row.kinds, strict=True))
                if kind
            }
            for tab in book.tabs
        }


def _theirs(path: Path) -> dict[str, dict[tuple[int, int], tuple[str, str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        found = {
            sheet.title: {
                (cell.row, cell.column): _told(cell)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            }
            for sheet in book.worksheets
        }
        book.close()
    return found


def _told(cell) -> tuple[str, str]:
    value = cell.value
    if cell.data_type == "e":
        return value, FAULT
    if isinstance(value, bool):
        return str(value).upper(), LOGICAL
    if isinstance(value, int | float):
        return number_text(value), NUMBER
    if isinstance(value, date | time | timedelta):
        return day_text(value), DAY
    return value, WORDS


def _plain(found):
    """As openpyxl tells it: formulas without a result are nothing, and what a number shows is not looked at."""
    return {
        title: {
            place: (text, NUMBER if kind == ROUNDED else kind)
            for place, (text, kind) in cells.items()
            if kind != NO_RESULT
        }
        for title, cells in found.items()
    }


@pytest.mark.parametrize("path", sorted(GALLERY.rglob("*.xlsx")), ids=lambda path: path.name)
def test_both_read_the_gallery_alike(path) -> None:
    assert _plain(_ours(path)) == _theirs(path)


@pytest.mark.parametrize("seed", range(6))
def test_both_read_generated_workbooks_alike(seed, tmp_path) -> None:
    draw = random.Random(seed)
    book = openpyxl.Workbook()
    book.iso_dates = seed % 3 == 1
    if seed % 3 == 2:
        book.epoch = CALENDAR_MAC_1904
    for sheet in (book.active, book.create_sheet("another")):
        for _ in range(150):
            cell = sheet.cell(draw.randint(1, 60), draw.randint(1, 40))
            cell.value = _drawn(draw)
            if type(cell.value) in {int, float} and abs(cell.value) < 1e6:  # beyond, durations are all noise
                cell.number_format = draw.choice(FORMATS)
    book.save(tmp_path / "a.xlsx")
    ours, theirs = _plain(_ours(tmp_path / "a.xlsx")), _theirs(tmp_path / "a.xlsx")
    assert {title: sorted(set(cells.items()) ^ set(theirs[title].items())) for title, cells in ours.items()} == {
        "Sheet": [],
        "another": [],
    }


def _drawn(draw: random.Random) -> object:
    moment = datetime.fromisoformat("2026-01-01") + timedelta(seconds=draw.randint(0, 10**8))
    return draw.choice(
        [
            draw.randint(-3, 70), draw.randint(0, 10**17), draw.random(), draw.random() * 10 ** draw.randint(-12, 20),
            1e305, moment, moment.date(), moment.time(), timedelta(seconds=draw.randint(1, 10**6)), True, False,
            "كلمة", " a\n b ", "1,5", "#N/A", "=1+1", "x" * 50, "<&>",
        ]
    )  # fmt: skip


def test_both_tell_days_and_durations_by_their_format() -> None:
    for number, form in BUILTIN_FORMATS.items():
        look = look_of(BUILTIN.get(number, ""))
        assert (look.day, look.span) == (is_date_format(form), is_timedelta_format(form)), form
    for form in FORMATS[1:]:
        assert (look_of(form).day, look_of(form).span) == (is_date_format(form), is_timedelta_format(form)), form


@pytest.mark.parametrize(
    ("form", "look"),
    [
        ("General", Look()), ("", Look()), ("0", Look(decimals=0)), ("#,##0.0#", Look(decimals=2)),
        ("0.00%", Look(percent=True, decimals=2)), ("0.0E+0", Look()), ("0,", Look(decimals=0, scaled=True)),
        ('0.0" days"', Look(decimals=1)), ("_-* #,##0.00_-", Look(decimals=2)), ("yyyy", Look(day=True)),
        ("[h]:mm", Look(day=True, span=True)), ("@", Look()),
    ],
)  # fmt: skip
def test_what_a_format_shows(form, look) -> None:
    assert look_of(form) == look


def _book(path: Path, *rows: dict, change=None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "QoS"
    sheet.append(NAMES)
    for row in rows or (ROW,):
        sheet.append([row.get(name) for name in NAMES])
    if change:
        change(book)
    book.save(path / "a.xlsx")
    return path / "a.xlsx"


def _found(path: Path, situation, limits: Limits | None = None) -> list[tuple[str, int | None, str | None]]:
    checked = check_file(path, "service-quality", situation, limits)
    return [(finding.code, finding.line, finding.value) for finding in checked.findings]


def _cell(number: str, column: str = "delivery_days_p50", value: object = None, row: int = 2):
    def change(book) -> None:
        cell = book.active.cell(row, NAMES.index(column) + 1)
        cell.value = cell.value if value is None else value
        cell.number_format = number

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_cell("0", value=94.51), [("XLS_SHOWN_ROUNDED", 2, "94.51")]),
        (_cell("0.0", value=94.51), [("XLS_SHOWN_ROUNDED", 2, "94.51")]),
        (_cell("0.00", value=94.51), []),
        (_cell("General", value=94.51), []),
        (_cell("0.0", value=0.30000000000000004), []),
        (_cell("0", value=5), []),
        (_cell("0,", value=5.0), [("XLS_SHOWN_ROUNDED", 2, "5")]),
        (_cell("0%", value=0.95), [("TYP_PERCENT", 2, "95%")]),
        (_cell("0%", "items_arrived", 1), [("TYP_PERCENT", 2, "100%")]),
        (_cell("0%", "items_arrived", 0), [("TYP_PERCENT", 2, "0%")]),
        (_cell("0.0", "remark", 1.25), []),
        (_cell("@", "items_arrived", "12"), [("XLS_TEXT_NUMBER", 2, "12")]),
        (lambda book: book.active.row_dimensions.__getitem__(2).__setattr__("hidden", True),
         [("XLS_HIDDEN_ROWS", None, None)]),
        (lambda book: book.active.column_dimensions.__getitem__("B").__setattr__("hidden", True),
         [("XLS_HIDDEN_ROWS", None, None)]),
        (lambda book: book.active.column_dimensions.__getitem__("ZZ").__setattr__("hidden", True), []),
        (lambda book: book.active.column_dimensions.__getitem__("B").__setattr__("width", 40), []),
        (lambda book: book.active.row_dimensions.__getitem__(9).__setattr__("hidden", True), []),
        (lambda book: (book.active.insert_cols(1, 2), book.active.insert_rows(1, 4)), [("XLS_OFFSET", 5, "C5")]),
        (lambda book: (book.active.insert_rows(1), book.active.merge_cells("A1:C1")), [("XLS_OFFSET", 2, "A2")]),
    ],
)  # fmt: skip
def test_what_a_sheet_shows_otherwise_than_it_stores(change, found, tmp_path, situation) -> None:
    assert _found(_book(tmp_path, change=change), situation) == found


def test_a_column_left_of_the_table_that_holds_something_has_no_name(tmp_path, situation) -> None:
    def change(book) -> None:
        book.active.insert_cols(1)
        book.active["A2"] = 1

    found = _found(_book(tmp_path, change=change), situation)
    assert found == [("XLS_OFFSET", 1, "B1"), ("HDR_BLANK", 1, None)]


def test_a_footer_is_found_where_the_table_begins(tmp_path, situation) -> None:
    def change(book) -> None:
        book.active.append(["Total"])
        book.active.insert_cols(1)

    assert ("CSV_FOOTER", 3, "Total") in _found(_book(tmp_path, change=change), situation)


def test_numbers_stored_as_text_are_told_once_of_each_column(tmp_path, situation) -> None:
    rows = [{**ROW, "month": f"2026-0{n}", "items_arrived": str(n), "remark": "7"} for n in range(1, 6)]
    checked = check_file(_book(tmp_path, *rows), "service-quality", situation)
    told = [(finding.code, finding.line, finding.column, finding.more) for finding in checked.findings]
    assert told == [("XLS_TEXT_NUMBER", 2, "items_arrived", 4)]
    assert checked.table.column("items_arrived").to_pylist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_the_date_system_of_1904_is_used_and_told(tmp_path, situation) -> None:
    def change(book) -> None:
        book.epoch = CALENDAR_MAC_1904

    path = _book(tmp_path, {**ROW, "month": date(2026, 3, 1)}, change=change)
    checked = check_file(path, "service-quality", situation)
    assert checked.table.column("month").to_pylist() == ["2026-03"]
    assert checked.counts == {"TYP_DATE_1904": 1, "XLS_DATE_FORMAT": 1}
    assert _found(_book(tmp_path, change=change), situation) == []


def test_errors_beyond_the_listed_are_counted(tmp_path, situation) -> None:
    rows = [{**ROW, "items_arrived": "#N/A"}] * 30
    checked = check_file(_book(tmp_path, *rows), "service-quality", situation)
    assert checked.counts == {"XLS_ERROR_CELL": 30}
    assert (len(checked.findings), checked.findings[-1].more) == (20, 10)


def test_errors_in_columns_that_are_not_read_do_not_matter(tmp_path, situation) -> None:
    def change(book) -> None:
        book.active.cell(1, len(NAMES) + 1, "mine")
        book.active.cell(2, len(NAMES) + 1, "#N/A")

    assert [code for code, _, _ in _found(_book(tmp_path, change=change), situation)] == ["HDR_UNKNOWN"]


def test_a_sheet_named_by_the_titles_of_a_language_is_found_among_others(tmp_path, situation) -> None:
    from ingest.layouts import title

    def change(book) -> None:
        for number, column in enumerate(LAYOUTS["service-quality"].columns, 1):
            book.active.cell(1, number, title(column, "ar"))
        book.create_sheet("notes")["A1"] = "words"

    assert [code for code, _, _ in _found(_book(tmp_path, change=change), situation)] == ["HDR_LANGUAGE"]


def _swapped(source: Path, *swaps: tuple[str, str], part: str = SHEET, add: dict[str, bytes] | None = None) -> Path:
    target = source.with_name("b.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one)
            for before, after in swaps if one.filename == part else ():
                assert re.search(before.encode(), text), text
                text = re.sub(before.encode(), after.encode(), text)
            new.writestr(one.filename, text)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "swap",
    [
        pytest.param(('<row r="2"', '<row r="1"'), id="a row twice"),
        pytest.param(('r="B2"', 'r="A2"'), id="a cell twice"),
        pytest.param(('r="B2"', 'r="B3"'), id="a cell of another row"),
        pytest.param(('r="B2"', 'r="b2"'), id="a place in small letters"),
        pytest.param(('r="B2"', 'r="ZZZZZZZZZZZZZ2"'), id="a place too long"),
        pytest.param(("<v>12</v>", "<v>1_2</v>"), id="a number that only Python reads"),
        pytest.param(("<v>12</v>", f"<v>{'1' * 5_000}.5e</v>"), id="a number without end"),
        pytest.param(('t="n"><v>12</v>', 't="s"><v>x</v>'), id="a text without its number"),
        pytest.param(('t="n"><v>12</v>', 't="d"><v>soon</v>'), id="a day that is none"),
        pytest.param(('t="n"><v>12</v>', 's="99" t="n"><v>12</v>'), id="a style that is not there"),
        pytest.param(('<row r="2"', '<row r="two"'), id="a row that is no number"),
    ],
)
def test_a_sheet_that_says_two_things_is_damaged(swap, tmp_path, situation) -> None:
    path = _swapped(_book(tmp_path, change=_cell("0")), swap)
    assert _found(path, situation) == [("XLS_DAMAGED", None, None)]


@pytest.mark.parametrize(
    ("swap", "text"),
    [
        (('t="n"><v>12</v>', 't="b"><v>1</v>'), "TRUE"),
        (('t="n"><v>12</v>', 't="str"><f>A1</f><v>12 x</v>'), "12 x"),
        (('t="n"><v>12</v>', 't="inlineStr"><v>9</v><is><r><t>a</t></r><rPh><t>B</t></rPh><r><t>c_x0041_</t></r></is>'),
         "acA"),
        (('t="n"><v>12</v>', 't="d"><v>2026-01-01</v>'), "2026-01-01"),
        (('t="n"><v>12</v>', 't="d"><v>08:30:00</v>'), "08:30:00"),
        (('<c r="G2" t="n"><v>12</v>', '<c r="G2" t="e"><v>#REF!</v>'), "#REF!"),
        (("<v>12</v>", "<v>12e999</v>"), "inf"),
        (("<v>12</v>", f"<v>{'9' * 400}</v>"), "9" * 200),
        (("<v>12</v>", "<v>007.50</v>"), "7.5"),
    ],
)  # fmt: skip
def test_a_cell_of_each_type(swap, text, tmp_path) -> None:
    path = _swapped(_book(tmp_path), swap)
    assert _ours(path)["QoS"][2, NAMES.index("items_arrived") + 1][0][:200] == text


def test_rows_and_cells_may_leave_their_places_out(tmp_path) -> None:
    path = _swapped(_book(tmp_path), (r'<row r="[0-9]+"', "<row"), (r'<c r="[A-Z]+[0-9]+"', "<c"))
    assert _ours(path)["QoS"][2, 3] == ("parcel", WORDS)


def test_an_empty_text_of_a_formula_is_a_result(tmp_path, situation) -> None:
    path = _swapped(_book(tmp_path), ('t="n"><v>12</v>', 't="str"><f>A1</f><v></v>'))
    assert _found(path, situation) == [("XLS_FORMULA", None, None)]


def test_texts_that_cells_share_come_without_phonetic_guides(tmp_path) -> None:
    texts = (
        f'<sst xmlns="{MAIN}" uniqueCount="1"><si><r><t>E</t></r><r><t>G_x000D_</t></r>'
        '<rPh sb="0" eb="1"><t>egypt</t></rPh></si></sst>'
    )
    swap = ('t="inlineStr"><is><t>EG</t></is>', 't="s"><v>0</v>')
    path = _swapped(_book(tmp_path), swap, add={"xl/sharedStrings.xml": texts.encode()})
    assert _ours(path)["QoS"][2, 1] == ("EG\n", WORDS)


def test_more_texts_than_cells_are_refused(tmp_path, situation) -> None:
    texts = f'<sst xmlns="{MAIN}">{"<si/>" * 500}</sst>'
    path = _swapped(_book(tmp_path), add={"xl/sharedStrings.xml": texts.encode()})
    assert _found(path, situation, Limits(max_cells=400)) == [("XLS_SHARED_COUNT", None, None)]


def test_a_package_without_styles_is_read(tmp_path, situation) -> None:
    swap = ("styles.xml", "nowhere.xml")
    path = _swapped(_book(tmp_path), swap, part="xl/_rels/workbook.xml.rels")
    assert check_file(path, "service-quality", situation).outcome == "taken"


def test_strict_open_xml_is_read(tmp_path, situation) -> None:
    path = _book(tmp_path)
    for part in ("xl/workbook.xml", SHEET, "xl/styles.xml"):
        path = _swapped(path, (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"), part=part).rename(
            tmp_path / f"{part.count('/')}{len(part)}.xlsx"
        )
    assert check_file(path, "service-quality", situation).outcome == "taken"


@pytest.mark.parametrize(
    ("part", "swap"),
    [
        ("xl/_rels/workbook.xml.rels", ("worksheets/sheet1.xml", "worksheets/sheet9.xml")),
        ("_rels/.rels", ("/officeDocument\"", "/other\"")),
        ("xl/workbook.xml", ('r:id="rId1"', "")),
    ],
)  # fmt: skip
def test_a_package_that_points_nowhere_is_not_read(part, swap, tmp_path, situation) -> None:
    found = _found(_swapped(_book(tmp_path), swap, part=part), situation)
    assert found in ([("XLS_DAMAGED", None, None)], [("XLS_SHEET_CHOICE", None, None)])


@pytest.mark.parametrize(
    ("name", "code", "value"),
    [
        ("xl/embeddings/oleObject1.bin", "XLS_EMBEDDED", None),
        ("xl/activeX/activeX1.xml", "XLS_EMBEDDED", None),
        ("xl/connections.xml", "XLS_EXTERNAL", None),
        ("word/document.xml", "FIL_TYPE", "DOCX"),
        ("Index/Document.iwa", "FIL_TYPE", "Numbers"),
        ("xl/workbook.bin", "FIL_TYPE", "XLSB"),
    ],
)
def test_parts_that_tell_what_a_package_is(name, code, value, tmp_path, situation) -> None:
    checked = check_file(_swapped(_book(tmp_path), add={name: b"<x/>"}), "service-quality", situation)
    assert [(finding.code, finding.params.get("kind")) for finding in checked.findings] == [(code, value)]


def test_cells_far_away_are_refused_and_empty_ones_are_not_looked_at(tmp_path, situation) -> None:
    far = _cell("0", "member", row=201_500)
    assert _found(_book(tmp_path, change=far), situation) == []
    path = _book(tmp_path, change=lambda book: book.active.__setitem__("A201500", "x"))
    assert ("XLS_FAR_CELL", None, None) in _found(path, situation)


def test_too_many_cells_are_refused_even_when_they_are_empty(tmp_path, situation) -> None:
    path = _swapped(_book(tmp_path), ("</row></sheetData>", f"</row><row>{'<c/>' * 300}</row></sheetData>"))
    assert _found(path, situation) == []
    checked = check_file(path, "service-quality", situation, Limits(max_cells=200))
    assert [(finding.code, finding.params) for finding in checked.findings] == [("FIL_CELLS", {"most": 200})]


def test_a_day_out_of_range_is_an_error(tmp_path, situation) -> None:
    change = _cell("yyyy-mm-dd", "items_arrived", 99_999_999)
    assert _found(_book(tmp_path, change=change), situation) == [("XLS_ERROR_CELL", 2, "#VALUE!")]


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_letters_of_columns(number, letters) -> None:
    assert column_letters(number) == letters


@pytest.mark.parametrize("dataset", ["service-quality", "disruptions"])
def test_a_sheet_that_ends_where_an_old_format_ends_may_have_been_cut(dataset, tmp_path, situation) -> None:
    rows = 65_535 if dataset == "service-quality" else 65_534
    lines = [",".join(column.name for column in LAYOUTS["service-quality"].columns)]
    lines += ["EG,2026-01,parcel,,5" + "," * (len(NAMES) - 5)] * rows
    (tmp_path / "a.csv").write_text("\n".join(lines))
    checked = check_file(tmp_path / "a.csv", "service-quality", situation)
    assert checked.counts.get("FIL_FORMAT_LIMIT", 0) == (dataset == "service-quality")
