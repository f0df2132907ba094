"""A received file back as a workbook: its faulty cells coloured, with a comment in each, and a sheet that lists all.

Runs in the limited child only. Nothing in the workbook is a formula: those of the sender come back as their values.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ingest.gathering import Gathered
from ingest.grids import NO_ALIASES, Line, is_workbook, places_in, read_tab, text_lines, text_of
from ingest.layouts import LAYOUTS, Layout
from ingest.limits import Limits
from ingest.packages import look_into
from ingest.sheets import column_letters

MOST_ROWS, MOST_CELLS = 20_000, 300_000
"""Beyond these a workbook with styles takes more time and memory than a page may."""
_ROW, _CELL = re.compile(rb"<row\b"), re.compile(rb"<c\b")
_CELL_NAME = re.compile(r"([A-Z]{1,3})[0-9]*")
_LOOKED_AT = 60
_FILLS = {"error": "FFF4C7C3", "warning": "FFFFE3A3"}
_LONGEST_NOTE, _LONGEST_CELL = 2_000, 32_000
_WIDTHS = (30, 64, 64, 18, 26)
_RISKY = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True)
class Note:
    """What is said at one place. `severity`: `error` or `warning`."""

    line: int
    column: str | None
    column_no: int | None
    severity: str
    text: str


@dataclass(frozen=True)
class Marking:
    """All that a marked workbook says, in the reader's words."""

    notes: tuple[Note, ...]
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right_to_left: bool


Noted = Mapping[int, Mapping[int, Sequence[Note]]]
"""Notes by line and column, both from 1."""


def mark(
    path: Path,
    dataset: str,
    marking: Marking,
    limits: Limits,
    target: Path,
    encoding: str | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> str | None:
    """Write the marked workbook to `target`; `big` or `damaged` where there is none to write.

    Of an .xlsx it is the sender's own with every sheet; of anything else a new one. `encoding`: the code page that a
    person chose for a text. `aliases`: tidied names that the member uses for our columns.
    """
    layout = LAYOUTS[dataset]
    if not is_workbook(path):
        lines = text_lines(text_of(path, encoding), layout, limits)
        return _new(list(islice(lines, MOST_ROWS + _LOOKED_AT)), layout, marking, target, aliases)
    kind = look_into(path, limits, Gathered())
    # Of an .xlsx the header is all that is needed here; the library reads the rest.
    most = _LOOKED_AT if kind == "xlsx" else MOST_ROWS + _LOOKED_AT
    read = read_tab(path, layout, limits, lambda title, rows: (title, list(islice(rows, most))))
    if read is None:
        return "damaged"
    title, head = read
    if kind == "xlsx":
        return _own(path, title, head, layout, marking, target, aliases)
    return _new(head, layout, marking, target, aliases)


def _own(
    path: Path, title: str, head: list[Line], layout: Layout, marking: Marking, target: Path, aliases: Mapping[str, str]
) -> str | None:
    """The sender's own workbook, every sheet of it."""
    import openpyxl

    if _is_big(path):
        return "big"
    with path.open("rb") as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions, which the library cannot give back
        book = openpyxl.load_workbook(source, data_only=True, keep_links=False)
    sheet = book[title]
    _, places = places_in(head, layout, aliases)
    # Of merged cells the first alone is a cell.
    first = {cell: span.start_cell.coordinate for span in sheet.merged_cells.ranges for cell in _names(span)}
    for line, columns in _noted(marking.notes, places).items():
        for column, notes in columns.items():
            name = f"{column_letters(column)}{line}"
            _dress(sheet[first.get(name, name)], notes)
    _list(book, marking)
    book.active = 0
    book.save(target)
    return None


def _names(span: Any) -> list[str]:
    return [f"{column_letters(column)}{row}" for row, column in span.cells]


def _is_big(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    rows, cells = (sum(len(tag.findall(sheet)) for sheet in sheets) for tag in (_ROW, _CELL))
    return rows > MOST_ROWS or cells > MOST_CELLS


def _new(lines: list[Line], layout: Layout, marking: Marking, target: Path, aliases: Mapping[str, str]) -> str | None:
    """A workbook of the file's cells, each as text, on the lines on which they stood."""
    import openpyxl

    if len(lines) > MOST_ROWS or sum(len(cells) for _, cells in lines) > MOST_CELLS:
        return "big"
    header, places = places_in(lines, layout, aliases)
    noted = _noted(marking.notes, places)
    book = openpyxl.Workbook(write_only=True)
    _list(book, marking)
    sheet = book.create_sheet(layout.dataset)
    sheet.sheet_view.rightToLeft = marking.right_to_left
    sheet.freeze_panes = f"A{header + 1}"
    for number in range(1, max((len(cells) for _, cells in lines), default=0) + 1):
        sheet.column_dimensions[column_letters(number)].width = 16
    written = 0
    for line, cells in lines:
        notes = noted.get(line, {})
        cells += [""] * (max(notes, default=0) - len(cells))
        for _ in range(line - written - 1):
            sheet.append([])
        row = [_text(sheet, cell) for cell in cells]
        for column, here in notes.items():
            _dress(row[column - 1], here)
        sheet.append(row)
        written = line
    book.save(target)
    return None


def _noted(notes: Sequence[Note], places: Mapping[str, int]) -> Noted:
    found: dict[int, dict[int, list[Note]]] = {}
    for note in notes:
        found.setdefault(note.line, {}).setdefault(_column(note, places), []).append(note)
    return found


def _column(note: Note, places: Mapping[str, int]) -> int:
    """Where the note belongs: its cell, or the first cell of the line where it is about the line."""
    from openpyxl.utils import column_index_from_string

    if note.column_no is not None:
        return note.column_no
    name = note.column or ""
    if name in places:
        return places[name] + 1
    letters = _CELL_NAME.fullmatch(name)
    return column_index_from_string(letters[1]) if letters else min(places.values(), default=0) + 1


def _dress(cell: Any, notes: Sequence[Note]) -> None:
    """Colour the cell by the worst of its notes, and say them all."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    worst = "error" if any(note.severity == "error" for note in notes) else "warning"
    cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
    texts = [note.text for note in notes] + ([cell.comment.text] if cell.comment else [])
    text = "\n\n".join(texts)[:_LONGEST_NOTE]
    cell.comment = Comment(text, "Barid", width=360, height=60 + 18 * (text.count("\n") + len(text) // 45))


def _list(book: Any, marking: Marking) -> None:
    """The first sheet: every finding, one in a line."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(marking.title, 0)
    sheet.sheet_view.rightToLeft = marking.right_to_left
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{column_letters(len(marking.head))}{len(marking.rows) + 1}"
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[column_letters(number)].width = width
    lines = [[_text(sheet, text) for text in row] for row in (marking.head, *marking.rows)]
    for row in lines:
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in lines[0]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8E4D8")
    for row in lines:
        sheet.append(row)


def _text(sheet: Any, text: str) -> Any:
    """A cell of text whatever it looks like: no formula, no number, no date."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    plain = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text[:_LONGEST_CELL])
    cell = WriteOnlyCell(sheet, value=plain or None)
    if not plain:
        return cell
    cell.data_type = "s"
    cell.number_format = "@"
    # Without this mark a spreadsheet would take it for a formula as soon as somebody edits the cell.
    cell.quotePrefix = plain.startswith(_RISKY)
    return cell
