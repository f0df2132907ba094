"""Values of a workbook as the same text that a CSV would hold, for the same checks. Runs in the limited child only."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ingest.columns import Casting, cast_plain
from ingest.gathering import Gathered
from ingest.header_names import old_template
from ingest.headers import Header, match_header, titles_of
from ingest.help_sheets import Stamp, read_mark
from ingest.layouts import Layout
from ingest.lexing import Record
from ingest.limits import Limits
from ingest.packages import BROKEN, look_into
from ingest.reading import fill
from ingest.rows import PlainRows
from ingest.sheets import (
    DAY,
    EMPTY,
    FAULT,
    NO_RESULT,
    NUMBER,
    ROUNDED,
    WORDS,
    Book,
    SheetRow,
    Tab,
    Unreadable,
    column_letters,
)
from ingest.situation import Situation
from ingest.spelling import tidy
from ingest.structure import Judge, without_units
from ingest.telling import SILENT, Telling

T = TypeVar("T")
_NUMERIC = re.compile(r"\s*[+-]?[\d.,٫٬\s'’]*\d[\d.,٫٬\s'’]*")
_FIRST_OF_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}-01")


def read_workbook(
    path: Path, layout: Layout, situation: Situation, limits: Limits, found: Gathered, telling: Telling = SILENT
) -> PlainRows | None:
    """Rows of the one sheet that holds the layout; None with findings when it cannot be read or is at fault."""

    def cast(book: Book) -> PlainRows | None:
        tab = choose(book, layout, found)
        if tab is None:
            return None
        found.sheet = tab.title
        return _cast(book, tab, layout, situation, limits, found, telling)

    return opened(path, limits, found, cast)


def opened(path: Path, limits: Limits, found: Gathered, use: Callable[[Book], T | None]) -> T | None:
    """What `use` makes of the workbook; None with a finding when it cannot be read, be it at the first byte or late."""
    kind = look_into(path, limits, found)
    if kind is None:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            if kind == "ods":
                from ingest import ods

                return use(ods.Workbook(archive, limits))
            from ingest import xlsx

            return use(xlsx.Workbook(archive, limits))
    except Unreadable as fault:
        if fault.code == "FIL_CELLS":
            found.add(fault.code, most=limits.max_cells)
        else:
            found.add(fault.code)
    except (*BROKEN, LookupError):
        found.add("XLS_DAMAGED")
    return None


def choose(book: Book, layout: Layout, found: Gathered) -> Tab | None:
    """The visible sheet whose first rows hold our header; None with a finding when that is not clear.

    The sheets that our templates have for reading are left alone.
    """
    for tab in book.tabs:
        if tab.hidden:
            found.add("XLS_HIDDEN_SHEET", value=tab.title)
    seen = [(tab, book.first_rows(tab)) for tab in book.tabs if not tab.hidden]
    for stamp in (_stamp(rows) for _, rows in seen):
        if stamp and stamp.dataset == layout.dataset and stamp.version in layout.earlier:
            old_template(stamp.version, layout, found)
            return None
    shown = [tab for tab, rows in seen if not _stamp(rows)]
    firsts = [rows for _, rows in seen if not _stamp(rows)]
    for names in ({tidy(column.name) for column in layout.columns}, titles_of(layout)):
        good = [tab for tab, rows in zip(shown, firsts, strict=True) if any(_known(row, names) >= 2 for row in rows)]
        if good:
            break
    if len(good) == 1:
        return good[0]
    if not good and len(shown) == 1:
        return shown[0]
    titles = ", ".join(tab.title for tab in shown)[:200]
    if shown and not any(firsts):
        found.add("XLS_SHEET_EMPTY", sheets=titles)
    else:
        found.add("XLS_SHEET_CHOICE", sheets=titles, dataset=layout.dataset)
    return None


def _stamp(rows: list[SheetRow]) -> Stamp | None:
    """Which template of ours the sheet belongs to, if it is one that is there for reading."""
    return read_mark(rows[0].cells[0]) if rows and rows[0].cells else None


def _known(row: SheetRow, names: set[str] | dict[str, str]) -> int:
    return sum(kind == WORDS and tidy(cell) in names for cell, kind in zip(row.cells, row.kinds, strict=True))


def header_row(book: Book, tab: Tab, layout: Layout) -> SheetRow | None:
    """The row that names our columns; else the first if it looks like a header, else the last that was looked at."""
    rows = book.first_rows(tab)
    for names in ({tidy(column.name) for column in layout.columns}, titles_of(layout)):
        for row in rows:
            if _known(row, names) >= 2:
                return row
    if rows and rows[0].line == 1 and sum(map(bool, rows[0].kinds)) > 2:
        return rows[0]
    return rows[-1] if rows else None


def _cast(
    book: Book, tab: Tab, layout: Layout, situation: Situation, limits: Limits, found: Gathered, telling: Telling
) -> PlainRows | None:
    named = header_row(book, tab, layout)
    if named is None:
        found.add("XLS_SHEET_EMPTY", sheets=tab.title[:200])
        return None
    cells = list(named.cells)
    while cells and not cells[-1].strip():
        cells.pop()
    header = match_header(cells, named.line, "\t", layout, found, limits.max_columns, situation.aliases)
    if header is None:
        return None
    leading = next(at for at, cell in enumerate(cells) if cell.strip())
    header = replace(header, leading=leading)
    if header.line > 1 or leading:
        found.add("XLS_OFFSET", header.line, value=f"{column_letters(leading + 1)}{header.line}")
    judge = Judge(header, limits, found, telling)
    reader = _Records(header, layout, found)
    rows = without_units(reader.records(book.rows(tab)), header, found)
    grid = fill(rows, header, judge, limits.max_workbook_rows)
    judge.finish(may_be_empty=layout.may_be_empty)
    _seen(tab, header, found)
    if reader.days and book.since_1904:
        found.add("TYP_DATE_1904")
    if found.stopped:
        return None
    return cast_plain(grid, Casting(layout, header, situation, limits.max_cell_chars, found))


def _seen(tab: Tab, header: Header, found: Gathered) -> None:
    """Findings on what the values alone do not tell."""
    for ref in tab.seen.merged:
        lines = [int(number) for number in re.findall("[0-9]+", ref)]
        if max(lines, default=header.line) >= header.line:
            found.add("XLS_MERGED", lines[0] if lines else None, value=ref)
    if tab.seen.formulas:
        found.add("XLS_FORMULA", formulas=tab.seen.formulas)
    columns = [place for place in header.places.values() if place + 1 in tab.seen.hidden_columns]
    if tab.seen.hidden_rows or columns:
        found.add("XLS_HIDDEN_ROWS", rows=tab.seen.hidden_rows, columns=len(columns))


class _Records:
    """Turns the rows below the header into records, and says what is odd about their cells."""

    def __init__(self, header: Header, layout: Layout, found: Gathered) -> None:
        self.days = False
        self._header, self._found = header, found
        self._names = {place: name for name, place in header.places.items()}
        self._numbers = {header.places[c.name] for c in layout.columns if c.is_number and c.name in header.places}
        self._as_words: set[int] = set()

    def records(self, rows: Iterator[SheetRow]) -> Iterator[Record]:
        width, line = self._header.width, self._header.line
        for row in rows:
            if row.line <= self._header.line:
                continue
            for blank in range(line + 1, row.line):
                yield Record(blank, [""] * width)
            line, cells = row.line, row.cells
            for at, kind in enumerate(row.kinds):
                if kind != NUMBER and kind != EMPTY and (kind != WORDS or at in self._numbers):
                    cells = self._odd(line, at, kind, cells)
            yield Record(line, cells + [""] * (width - len(cells)))

    def _odd(self, line: int, at: int, kind: str, cells: list[str]) -> list[str]:
        name = self._names.get(at)
        if name is None:
            return cells
        text = cells[at]
        if kind == WORDS:
            if _NUMERIC.fullmatch(text):
                self._number_as_words(line, at, name, text)
        elif kind == DAY:
            self.days = True
            if name == "month" and _FIRST_OF_MONTH.fullmatch(text):
                # spreadsheets turn a typed 2026-01 into the first day of that month
                self._say("XLS_DATE_FORMAT", line, at, text)
                return [*cells[:at], text[:7], *cells[at + 1 :]]
        elif kind == FAULT:
            self._say("XLS_ERROR_CELL", line, at, text)
        elif kind == NO_RESULT:
            self._say("XLS_FORMULA_EMPTY", line, at, f"{column_letters(at + 1)}{line}")
        elif kind == ROUNDED and at in self._numbers:
            self._say("XLS_SHOWN_ROUNDED", line, at, text)
        return cells

    def _number_as_words(self, line: int, at: int, name: str, text: str) -> None:
        """Told once of each column, since as a rule it is the whole column."""
        if at in self._as_words:
            self._found.count_more("XLS_TEXT_NUMBER", name, 1)
        else:
            self._as_words.add(at)
            self._say("XLS_TEXT_NUMBER", line, at, text)

    def _say(self, code: str, line: int, at: int, value: str) -> None:
        name = self._names[at]
        if self._found.full(code, name):
            self._found.count_more(code, name, 1)
        else:
            self._found.add(code, line, column=name, column_no=at + 1, value=value)
