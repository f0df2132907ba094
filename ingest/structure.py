"""Is every record whole? Column counts, blank lines, footers, quotes: before any cell is looked at."""

from __future__ import annotations

import re

from ingest.gathering import Gathered
from ingest.headers import DELIMITERS, Header
from ingest.lexing import Record, scan
from ingest.limits import Limits

FOOTERS = "total|totals|sum|source|sources|note|notes|remark:|somme|المجموع|إجمالي|الإجمالي|المصدر|ملاحظة"
_FOOTER = re.compile(rf'\s*"?({FOOTERS})\b', re.I)


def may_be_no_row(first_cell: str | None) -> bool:
    """Whether a line that begins with this cell has to be looked at whole: it may be blank or a footer."""
    return first_cell is None or not first_cell.strip(" \t") or _FOOTER.match(first_cell) is not None


class Judge:
    """Judges records one by one, in the order of lines, and counts them."""

    def __init__(self, header: Header, limits: Limits, found: Gathered) -> None:
        self.header = header
        self.limits = limits
        self.found = found
        self.rows = 0
        self.blank_filled: set[int] = set()

    def admit(self, record: Record) -> list[str] | None:
        """The cells of a whole record, as many as the header has; None for a blank or faulty one."""
        cells, line = record.cells, record.line
        if record.fault:
            self.rows += 1
            self.found.add(record.fault, line, record=self.rows, value=record.text[:64])
            return None
        if all(not cell.strip(" \t") for cell in cells):
            self.found.add("CSV_BLANK_LINE", line)
            return None
        self.rows += 1
        if _FOOTER.match(cells[0]):
            self.found.add("CSV_FOOTER", line, record=self.rows, value=cells[0])
            return None
        width = self.header.width
        if len(cells) > width and all(not cell.strip(" \t") for cell in cells[width:]):
            self.found.add("CSV_TRAILING_EMPTY", line)
            cells = cells[:width]
        if len(cells) != width:
            self._wrong_count(record)
            return None
        for place in self.header.blank:
            if cells[place]:
                self.blank_filled.add(place)
        return cells

    def _wrong_count(self, record: Record) -> None:
        for mark in DELIMITERS:
            if mark != self.header.delimiter and len(scan(record.text, mark)[0]) == self.header.width:
                self.found.add("CSV_DELIMITER_MIXED", record.line, record=self.rows, value=mark)
                return
        self.found.add(
            "CSV_COLUMN_COUNT", record.line, record=self.rows, values=len(record.cells), columns=self.header.width
        )

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
        for place in self.header.blank:
            if place in self.blank_filled:
                self.found.add("HDR_BLANK", self.header.line, column_no=place + 1)
            else:
                self.found.add("CSV_TRAILING_EMPTY", self.header.line, column_no=place + 1)
        if self.rows == 0 and not may_be_empty:
            self.found.add("HDR_NO_ROWS", self.header.line)
