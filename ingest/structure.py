"""Is every record whole? Column counts, blank lines, footers, quotes: before any cell is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.measures import MEASURES
from ingest.gathering import Gathered
from ingest.headers import DELIMITERS, Header
from ingest.layouts import MISSING_WORDS
from ingest.lexing import Record, scan
from ingest.limits import Limits
from ingest.spelling import tidy
from ingest.telling import SILENT, Telling

FOOTERS = "total|totals|sum|source|sources|note|notes|remark:|somme|المجموع|إجمالي|الإجمالي|المصدر|ملاحظة"
FORMAT_ENDS = (65_536, 1_048_576)
"""Rows of a sheet in the old and in the new format of workbooks: a file that ends there may have been cut."""
_FOOTER = re.compile(rf'\s*"?({FOOTERS})\b', re.I)


_OTHER_MARKS = "،؛|"
_SEPARATORS = frozenset(";\t|")
_PERIODS = ("month", "quarter", "start")
_NO_UNITS = frozenset((*MISSING_WORDS, "n/a", "na", "nil", "none", "null", "nd"))


def may_be_no_row(first_cell: str | None, header: Header) -> bool:
    """Whether a line that begins with this cell has to be looked at whole: blank, a footer, a note, a second header."""
    if first_cell is None or not first_cell.strip(" \t") or _FOOTER.match(first_cell):
        return True
    return _is_long(first_cell, header) or tidy(first_cell) == header.names[0]


def _is_long(first_cell: str, header: Header) -> bool:
    """Whether words stand where the code of a member belongs."""
    return header.places.get("member") == header.leading and len(first_cell.strip()) > 3


def is_row_of_units(cells: list[str], header: Header) -> bool:
    """Whether the line under the header explains the columns, with units or names, instead of holding figures."""
    said = {name: cells[place].strip() for name, place in header.places.items() if place < len(cells)}
    period = next((said[name] for name in _PERIODS if name in said), "0")
    if any(c.isdecimal() for c in period) or len(said.get("member", "")) == 2:
        return False
    words = [name for name, text in said.items() if re.search(r"[^\W\d_]", text) and text.lower() not in _NO_UNITS]
    return len(words) >= 3 and sum(name in MEASURES for name in words) >= min(2, sum(name in MEASURES for name in said))


def without_units(rows: Iterator[Record], header: Header, found: Gathered) -> Iterator[Record]:
    """The records without a second row of the header, which is told."""
    for place, record in enumerate(rows):
        if place == 0 and is_row_of_units(record.cells, header):
            found.add("HDR_TWO_ROWS", record.line, value=_shown(record))
        else:
            yield record


class Judge:
    """Judges records one by one, in the order of lines, and counts them."""

    def __init__(self, header: Header, limits: Limits, found: Gathered, telling: Telling = SILENT) -> None:
        self.header = header
        self.limits = limits
        self.found = found
        self.telling = telling
        self.rows = 0
        self.blank_filled: set[int] = set()

    def admit(self, record: Record) -> list[str] | None:
        """The cells of a whole record, as many as the header has; None for a blank or faulty one."""
        cells, line = record.cells, record.line
        if record.fault:
            self.rows += 1
            if not self._other_mark(record):
                self.found.add(record.fault, line, record=self.rows, value=record.text[:64])
            return None
        if all(not cell.strip(" \t") for cell in cells):
            self.found.add("CSV_BLANK_LINE", line)
            return None
        self.rows += 1
        if self._repeats_header(cells):
            self.found.add("HDR_TWO_ROWS", line, record=self.rows, value=_shown(record))
            return None
        if _FOOTER.match(cells[self.header.leading]) or self._is_note(cells):
            self.found.add("CSV_FOOTER", line, record=self.rows, value=cells[self.header.leading])
            return None
        width = self.header.width
        if len(cells) > width and all(not cell.strip(" \t") for cell in cells[width:]) and not _may_be_shifted(cells):
            self.found.add("CSV_TRAILING_EMPTY", line)
            cells = cells[:width]
        if len(cells) != width:
            self._wrong_count(record)
            return None
        for place in self.header.blank:
            if cells[place]:
                self.blank_filled.add(place)
        return cells

    def _is_note(self, cells: list[str]) -> bool:
        """Whether words stand in the first cell and nothing in the others."""
        place = self.header.leading
        said = cells[place]
        if any(map(str.strip, cells[place + 1 :])) or not _is_long(said, self.header) or set(said) & _SEPARATORS:
            return False
        return all(len(said.split(mark)) < self.header.width for mark in DELIMITERS + _OTHER_MARKS)

    def _repeats_header(self, cells: list[str]) -> bool:
        names = self.header.names
        return tidy(cells[0]) == names[0] and [tidy(cell) for cell in cells[: len(names)]] == list(names)

    def _wrong_count(self, record: Record) -> None:
        if self._other_mark(record):
            return
        self.found.add(
            "CSV_COLUMN_COUNT", record.line, record=self.rows, values=len(record.cells), columns=self.header.width
        )

    def _other_mark(self, record: Record) -> bool:
        """Whether the line is whole when another mark separates its cells, which is told."""
        for mark in DELIMITERS + _OTHER_MARKS:
            cells, fault = scan(record.text, mark)
            if mark != self.header.delimiter and fault is None and len(cells) == self.header.width:
                self.found.add("CSV_DELIMITER_MIXED", record.line, record=self.rows, value=mark)
                return True
        return False

    def within_limits(self, most_rows: int) -> bool:
        """Whether the file still fits; adds the finding when it does not."""
        if self.rows > most_rows:
            self.found.add("FIL_ROWS", most=most_rows)
        elif self.rows * self.header.width > self.limits.max_cells:
            self.found.add("FIL_CELLS", most=self.limits.max_cells)
        else:
            return True
        return False

    def finish(self, *, may_be_empty: bool = False) -> None:
        """What can be said only at the end. `may_be_empty`: a header without rows says something as well."""
        self.telling.at("rules", self.rows)
        for place in self.header.blank:
            if place in self.blank_filled:
                self.found.add("HDR_BLANK", self.header.line, column_no=place + 1)
            elif place >= self.header.leading:
                self.found.add("CSV_TRAILING_EMPTY", self.header.line, column_no=place + 1)
        if self.header.line + self.rows in FORMAT_ENDS:
            self.found.add("FIL_FORMAT_LIMIT", rows=self.header.line + self.rows)
        if self.rows == 0 and not may_be_empty:
            self.found.add("HDR_NO_ROWS", self.header.line)


def _shown(record: Record) -> str:
    """The beginning of the line; of a workbook that of its cells."""
    return (record.text or " ".join(filter(None, record.cells)))[:64]


def _may_be_shifted(cells: list[str]) -> bool:
    """Whether two neighbours may be one number that was cut at its comma, which moved all after it by one column."""
    return any(a.isdecimal() and b.isdecimal() for a, b in zip(cells, cells[1:], strict=False))
