"""Rows of an .ods (LibreOffice, Gnumeric and others), streamed: stored values, never what formulas say."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from ingest.guarded_xml import tell_all, told
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
_BESIDE = frozenset({"annotation", "ruby-text", "note"})
_BETWEEN = {"s": " ", "tab": "\t", "line-break": "\n"}


class Workbook:
    """An .ods as a `Book`."""

    since_1904 = False  # days are stored as days

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive, self._limits = archive, limits
        self.tabs: list[Tab] = []
        self._first: list[list[SheetRow]] = []
        reader = _Reader(limits, None)
        with archive.open(CONTENT) as stream:
            tell_all(stream, reader.start, reader.end, reader.text)
        for number, (title, hidden) in enumerate(reader.titles):
            self.tabs.append(Tab(title, hidden, str(number)))
            self._first.append([row for at, row in reader.rows if at == number])

    def first_rows(self, tab: Tab) -> list[SheetRow]:
        return self._first[int(tab.part)]

    def rows(self, tab: Tab) -> Iterator[SheetRow]:
        reader = _Reader(self._limits, tab)
        with self._archive.open(CONTENT) as stream:
            for _ in told(stream, reader.start, reader.end, reader.text):
                yield from (row for _, row in reader.rows)
                reader.rows.clear()


class _Reader:
    """Makes rows of the calls for a document: all of one tab, or the first of every one."""

    def __init__(self, limits: Limits, tab: Tab | None) -> None:
        self.rows: list[tuple[int, SheetRow]] = []
        self.titles: list[tuple[str, bool]] = []
        self._limits, self._tab = limits, tab
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._open, self._beside = False, 0
        self._line = self._at = self._column = self._count = 0
        self._repeated, self._hidden, self._spans = 1, False, list[str]()
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._cell: Cell | None = None
        self._paragraph = False

    def start(self, name: str, given: dict[str, str]) -> None:
        tag = _KNOWN.get(name)
        if tag in _BESIDE or name.startswith(_DRAWN):
            self._beside += 1
        elif tag is None:
            return
        elif tag in _LINKS:
            raise Unreadable("XLS_EXTERNAL")
        elif tag == "event-listener":
            raise Unreadable("XLS_MACRO")
        elif self._beside:
            return
        elif tag in {"table-cell", "covered-table-cell"} and self._cell is None:
            self._cell = Cell(given) if self._reads else None
        elif self._cell is not None:
            self._within(self._cell, tag, given)
        else:
            self._around(tag, given)

    @property
    def _reads(self) -> bool:
        """Whether the row that is open is one of those that are asked for."""
        if self._tab is None:
            return self._open and self._line < SEARCHED_ROWS
        return self._open and str(len(self.titles) - 1) == self._tab.part

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
        elif tag in {"table-cell", "covered-table-cell"}:
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
            self.titles.append((given.get(_NAME, ""), given.get(_STYLE, "") in self._hidden_styles))
        elif tag == "table-row":
            self._repeated = int(given.get(_ROWS, "1"))
            self._hidden = given.get(_SHOWN, "visible") != "visible"
            self._cells, self._kinds, self._at = [], [], 0
        elif tag == "table-column":
            self._columns(given)

    def _columns(self, given: dict[str, str]) -> None:
        first, number = self._column + 1, int(given.get(_COLUMNS, "1"))
        self._column += number
        if self._tab is not None and self._reads and given.get(_SHOWN, "visible") != "visible":
            self._tab.seen.hidden_columns.update(range(first, min(self._column, self._limits.max_columns) + 1))

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell is None:
            return
        number = int(cell.given.get(_COLUMNS, "1"))
        text, kind = cell.value()
        self._seen(cell)
        if kind:
            missing = self._at - len(self._cells)
            if self._at + number > self._limits.max_columns + 50:
                raise Unreadable("XLS_FAR_CELL")
            self._cells += [""] * missing + [text] * number
            self._kinds += [EMPTY] * missing + [kind] * number
        self._at += number

    def _seen(self, cell: Cell) -> None:
        if self._tab is None:
            return
        self._tab.seen.formulas += cell.is_formula * self._repeated
        down, across = int(cell.given.get(_DOWN, "1")), int(cell.given.get(_ACROSS, "1"))
        if down > 1 or across > 1:
            first = f"{column_letters(self._at + 1)}{self._line + 1}"
            self._tab.seen.merged.append(f"{first}:{column_letters(self._at + across)}{self._line + down}")

    def _end_row(self) -> None:
        first, self._line = self._line + 1, self._line + self._repeated
        if not self._kinds:
            return
        self._count += self._repeated * len(self._cells)
        if self._line > self._limits.max_workbook_rows + 1_000:
            raise Unreadable("XLS_FAR_CELL")
        if self._count > self._limits.max_cells:
            raise Unreadable("FIL_CELLS")
        if self._tab is not None:
            self._tab.seen.hidden_rows += self._hidden * self._repeated
        at = len(self.titles) - 1
        self.rows += [(at, SheetRow(line, self._cells, self._kinds)) for line in range(first, self._line + 1)]
        self._kinds = []
