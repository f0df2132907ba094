"""Cells of a workbook: a text is always a text, and a formula is only what was written as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


@dataclass(frozen=True)
class Formula:
    """A formula without its equals sign. Made of places, numbers and our own codes, never of a text from outside."""

    text: str


Value = str | float | int | Formula | None


@dataclass(frozen=True)
class Place:
    """A cell of a sheet. `row` and `column` from 1."""

    sheet: str
    row: int
    column: int

    @property
    def absolute(self) -> str:
        return f"{_quoted(self.sheet)}!${get_column_letter(self.column)}${self.row}"


def span(first: Place, last_row: int) -> str:
    """The cells of a column from a place down to a row."""
    letter = get_column_letter(first.column)
    return f"{_quoted(first.sheet)}!${letter}${first.row}:${letter}${last_row}"


def literal(number: float) -> str:
    """A number as a formula takes it, exact."""
    return repr(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def add_sheet(
    book: Workbook, title: str, rows: Iterable[Sequence[Value]], *, widths: Sequence[int] = (),
    frozen: str | None = "A2", heads: Iterable[int] = (0,), mirrored: bool = False,
) -> None:  # fmt: skip
    """A sheet with these rows; those numbered in `heads` are bold. `mirrored`: it begins at the right."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = frozen
    sheet.sheet_view.rightToLeft = mirrored
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    bold = set(heads)
    for at, row in enumerate(rows):
        sheet.append([_cell(sheet, value, at in bold) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Value, bold: bool) -> WriteOnlyCell:
    if isinstance(value, Formula):
        return WriteOnlyCell(sheet, value=f"={value.text}")
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=_printable(value))
        cell.data_type = "s"  # otherwise a text that begins with "=" becomes a formula
    else:
        cell = WriteOnlyCell(sheet, value=value)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _printable(text: str) -> str:
    """Without the controls that no workbook can hold."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
