"""Rows of an .ods (LibreOffice, Gnumeric and others), streamed: stored values, never what formulas say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from ingest.guarded_xml import tell_all
from ingest.limits import Limits
from ingest.ods_cells import Cell
from ingest.sheets import EMPTY, SEARCHED_ROWS, SheetRow, Tab, Unreadable, column_letters

CONTENT = "content.xml"
_SPACES = {
    "office": ("annotation", "dde-source"),
    "style": ("style", "table-properties"),
    "table": (
        *("table", "table-row", "table-cell", "covered-table-cell", "table-column"),
        *("table-source", "cell-range-source", "dde-link"),
    ),
    "text": ("p", "s", "tab", "line-break", "ruby-text", "note"),
    "script": ("event-listener",),
}
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_KNOWN = {f"{_URN}:{space}:1.0 {tag}": tag for space, tags in _SPACES.items() for tag in tags}
_DRAWN = f"{_URN}:drawing:1.0 "
_TABLE = f"{_URN}:table:1.0 "
_NAME, _STYLE, _SHOWN, _DISPLAY = (
    f"{_TABLE}name", f"{_TABLE}style-name", f"{_TABLE}visibility", f"{_TABLE}display",
)  # fmt: skip
_ROWS, _COLUMNS = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_DOWN, _ACROSS = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_LINKS = frozenset({"table-source", "cell-range-source", "dde-link", "dde-source"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BESIDE = frozenset({"annotation", "ruby-text", "note"})
_BETWEEN = {"s": " ", "tab": "\t", "line-break": "\n"}


class Workbook:
    """An .ods as a `Book`. Its one part is read once, and the rows of what people see are kept."""

    since_1904 = False  # days are stored as days

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        reader = _Reader(limits)
        with archive.open(CONTENT) as stream:
            tell_all(stream, reader.start, reader.end, reader.text)
        self.tabs, self._rows = reader.tabs, reader.rows

    def first_rows(self, tab: Tab) -> list[SheetRow]:
        return [row for row in self._rows[int(tab.part)][:SEARCHED_ROWS] if row.line <= SEARCHED_ROWS]

    def rows(self, tab: Tab) -> Iterator[SheetRow]:
        return iter(self._rows[int(tab.part)])


class _Reader:
    """Makes tabs and their rows of the calls for a document."""

    def __init__(self, limits: Limits) -> None:
        self.tabs: list[Tab] = []
        self.rows: list[list[SheetRow]] = []
        self._limits = limits
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._open, self._beside = False, 0
        self._line = self._at = self._column = self._count = 0
        self._repeated, self._hidden = 1, False
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._cell: Cell | None = None
        self._paragraph = False

    def start(self, name: str, given: dict[str, str]) -> None:
        tag = _KNOWN.get(name)
        if tag in _CELLS and self._reads:
            self._cell = Cell(given)
        elif tag in _BESIDE or name.startswith(_DRAWN):
            self._beside += 1
        elif tag is None:
            return
        elif tag in _LINKS:
            raise Unreadable("XLS_EXTERNAL")
        elif tag == "event-listener":
            raise Unreadable("XLS_MACRO")
        elif self._beside:
            return
        elif self._cell is not None:
            self._within(self._cell, tag, given)
        else:
            self._around(tag, given)

    @property
    def _reads(self) -> bool:
        """Whether a cell that begins is one of a sheet that people see."""
        return self._open and not self._beside and self._cell is None and not self.tabs[-1].hidden

    def text(self, text: str) -> None:
        if self._paragraph and not self._beside and self._cell is not None:
            self._cell.add(text)

    def end(self, name: str) -> None:
        tag = _KNOWN.get(name)
        if tag in _BESIDE or name.startswith(_DRAWN):
            self._beside -= 1
        elif tag is None or self._beside:
            return
        elif tag == "p":
            self._paragraph = False
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "table-row":
            self._end_row()
        elif tag == "table":
            self._open = False

    def _within(self, cell: Cell, tag: str, given: dict[str, str]) -> None:
        if tag == "p":
            cell.begin_paragraph()
            self._paragraph = True
        elif tag in _BETWEEN:
            count = min(int(given.get(f"{_URN}:text:1.0 c", "1")), self._limits.max_cell_chars)
            cell.add(_BETWEEN[tag] * count, exact=True)
        else:  # a table within a cell: nobody could say which of them is meant
            raise Unreadable("XLS_DAMAGED")

    def _around(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self._style = given.get(f"{_URN}:style:1.0 name", "")
        elif tag == "table-properties":
            if given.get(_DISPLAY) == "false":
                self._hidden_styles.add(self._style)
        elif tag == "table":
            if self._open:
                raise Unreadable("XLS_DAMAGED")
            self._open, self._line, self._column = True, 0, 0
            hidden = given.get(_STYLE, "") in self._hidden_styles
            self.tabs.append(Tab(given.get(_NAME, ""), hidden, str(len(self.tabs))))
            self.rows.append([])
            if len(self.tabs) > self._limits.max_sheets:
                raise Unreadable("FIL_SHEETS")
        elif tag == "table-row":
            self._repeated = int(given.get(_ROWS, "1"))
            self._hidden = given.get(_SHOWN, "visible") != "visible"
            self._cells, self._kinds, self._at = [], [], 0
        elif tag == "table-column" and self._open:
            self._columns(given)

    def _columns(self, given: dict[str, str]) -> None:
        first, number = self._column + 1, int(given.get(_COLUMNS, "1"))
        self._column += number
        if given.get(_SHOWN, "visible") != "visible":
            self.tabs[-1].seen.hidden_columns.update(range(first, min(self._column, self._limits.max_columns) + 1))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            return
        given = cell.given
        number = int(given[_COLUMNS]) if _COLUMNS in given else 1
        text, kind = cell.value()
        if cell.is_formula or _DOWN in given or _ACROSS in given:
            self._seen(cell)
        if kind:
            missing = self._at - len(self._cells)
            if self._at + number > self._limits.max_columns + 50:
                raise Unreadable("XLS_FAR_CELL")
            self._cells += [""] * missing + [text] * number
            self._kinds += [EMPTY] * missing + [kind] * number
        self._at += number

    def _seen(self, cell: Cell) -> None:
        seen = self.tabs[-1].seen
        seen.formulas += cell.is_formula * self._repeated
        down, across = int(cell.given.get(_DOWN, "1")), int(cell.given.get(_ACROSS, "1"))
        if down > 1 or across > 1:
            first = f"{column_letters(self._at + 1)}{self._line + 1}"
            seen.merged.append(f"{first}:{column_letters(self._at + across)}{self._line + down}")

    def _end_row(self) -> None:
        first, self._line = self._line + 1, self._line + self._repeated
        if not self._kinds:
            return
        self._count += self._repeated * len(self._cells)
        if self._line > self._limits.max_workbook_rows + 1_000:
            raise Unreadable("XLS_FAR_CELL")
        if self._count > self._limits.max_cells:
            raise Unreadable("FIL_CELLS")
        self.tabs[-1].seen.hidden_rows += self._hidden * self._repeated
        self.rows[-1] += [SheetRow(line, self._cells, self._kinds) for line in range(first, self._line + 1)]
        self._kinds = []
