"""Values of an .xlsx as the same text that a CSV would hold, for the same checks. Runs in the limited child only."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.columns import Casting, cast_plain
from ingest.gathering import Gathered
from ingest.header_words import tidy
from ingest.headers import Header, match_header
from ingest.layouts import Layout
from ingest.lexing import Record
from ingest.limits import Limits
from ingest.packages import look_into
from ingest.reading import fill
from ingest.rows import PlainRows
from ingest.situation import Situation
from ingest.structure import Judge, without_units

_SEARCHED_ROWS = 30
_MERGED = re.compile(rb'<mergeCell\b[^>]*ref="([A-Z0-9:]+)"')
_FORMULA_CELL = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(<v>[^<]+</v>|<v ?/>|<v></v>)?'
)


def read_workbook(
    path: Path, layout: Layout, situation: Situation, limits: Limits, found: Gathered
) -> PlainRows | None:
    """Rows of the one sheet that holds the layout; None with findings when it cannot be read or is at fault."""
    if not look_into(path, limits, found):
        return None
    try:
        return _read(path, layout, situation, limits, found)
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError):
        # openpyxl meets a damaged part with whatever its code trips over; SyntaxError is the XML parser's
        found.add("XLS_DAMAGED")
        return None


def _read(path: Path, layout: Layout, situation: Situation, limits: Limits, found: Gathered) -> PlainRows | None:
    import warnings

    import openpyxl

    with path.open("rb") as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which we do not read
        book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = _choose(book, layout, found)
            if sheet is None:
                return None
            found.sheet = sheet.title
            _raw_findings(path, sheet, found)
            return None if found.stopped else _cast(sheet, layout, situation, limits, found)
        finally:
            book.close()


def _choose(book: Any, layout: Layout, found: Gathered) -> Any:
    """The visible sheet whose first rows hold our header."""
    names = {tidy(column.name) for column in layout.columns}
    fitting, written = [], False
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            found.add("XLS_HIDDEN_SHEET", value=sheet.title)
            continue
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(max_row=_SEARCHED_ROWS, values_only=True))
        best = max((sum(isinstance(v, str) and tidy(v) in names for v in row) for row in rows), default=0)
        fitting.append((best, sheet))
        written = written or any(value is not None for row in rows for value in row)
    good = [sheet for best, sheet in fitting if best >= 2]
    if len(good) == 1:
        return good[0]
    if not good and len(fitting) == 1:
        return fitting[0][1]
    titles = ", ".join(sheet.title for _, sheet in fitting)[:200]
    if fitting and not written:
        found.add("XLS_SHEET_EMPTY", sheets=titles)
    else:
        found.add("XLS_SHEET_CHOICE", sheets=titles, dataset=layout.dataset)
    return None


def _raw_findings(path: Path, sheet: Any, found: Gathered) -> None:
    """Merged cells and formulas, which the library in read-only mode does not tell."""
    with zipfile.ZipFile(path) as package:
        xml = package.read(sheet._worksheet_path.lstrip("/"))
    merged = [ref.decode() for ref in _MERGED.findall(xml)]
    for ref in merged:
        first = re.search("[0-9]+", ref)
        found.add("XLS_MERGED", int(first[0]) if first else None, value=ref)
    formulas = 0
    for letters, row, value in _FORMULA_CELL.findall(xml):
        formulas += 1
        if not value.startswith(b"<v>") or value == b"<v></v>":
            found.add("XLS_FORMULA_EMPTY", int(row), column=letters.decode(), value=f"{letters.decode()}{row.decode()}")
    if formulas:
        found.add("XLS_FORMULA", formulas=formulas)


def _cast(sheet: Any, layout: Layout, situation: Situation, limits: Limits, found: Gathered) -> PlainRows | None:
    source = sheet.iter_rows()
    names = {tidy(column.name) for column in layout.columns}
    line, cells = 0, list[str]()
    for line, row in enumerate(source, 1):  # noqa: B007
        cells = [_text(cell, line, layout, found) for cell in row]
        if sum(tidy(cell) in names for cell in cells) >= 2 or line >= _SEARCHED_ROWS:
            break
        if not any(cells):
            continue
        if line == 1 and len([c for c in cells if c]) > 2:
            break
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        found.add("XLS_SHEET_EMPTY", sheets=sheet.title[:200])
        return None
    header = match_header(cells, line, "\t", layout, found, limits.max_columns)
    if header is None:
        return None
    judge = Judge(header, limits, found)
    rows = without_units(_records(source, line, header, layout, found), header, found)
    grid = fill(rows, header, judge, limits.max_workbook_rows)
    judge.finish(may_be_empty=layout.may_be_empty)
    if found.stopped:
        return None
    return cast_plain(grid, Casting(layout, header, situation, limits.max_cell_chars, found))


def _records(source: Iterator[Any], line: int, header: Header, layout: Layout, found: Gathered) -> Iterator[Record]:
    month = header.places.get("month", -1)
    for row in source:
        line += 1
        cells = [_text(cell, line, layout, found) for cell in row]
        if 0 <= month < len(row) and isinstance(row[month].value, date) and row[month].value.day == 1:
            # spreadsheets turn a typed 2026-01 into the first day of that month
            cells[month] = f"{row[month].value:%Y-%m}"
            found.add(
                "XLS_DATE_FORMAT", line, column="month", column_no=month + 1, value=f"{row[month].value:%Y-%m-%d}"
            )
        while len(cells) > header.width and not cells[-1]:
            cells.pop()
        yield Record(line, cells + [""] * (header.width - len(cells)))


def _text(cell: Any, line: int, layout: Layout, found: Gathered) -> str:
    """A stored value as exact text: numbers without noise, days and moments in ISO form."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if cell.data_type == "e":
        found.add("XLS_ERROR_CELL", line, column=cell.coordinate, value=text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _number(value: float) -> str:
    if abs(value) >= 1e300:
        return repr(value)
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
