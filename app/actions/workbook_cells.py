"""Cells of the workbooks that we give out: what is text stays text."""

from __future__ import annotations

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST = 32_000


def cell_of(sheet: WriteOnlyWorksheet, value: object) -> WriteOnlyCell:
    """A number as a number; text as text, also where it looks like a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # otherwise a text that begins with "=" becomes a formula
    return cell


def text_of(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """Text that a spreadsheet leaves alone, also when somebody edits it: no formula, no number, no date."""
    plain = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text[:_LONGEST])
    cell = cell_of(sheet, plain)
    cell.number_format, cell.quotePrefix = "@", True
    return cell
