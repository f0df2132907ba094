"""A template as a workbook: the sheet to fill in, beside it last quarter's values, what columns mean, and lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ingest.help_sheets import PROPERTY, mark
from ingest.layouts import LAYOUTS, Column, Layout, guide
from ingest.templates import Filling, head, keys, listed

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FILLED_TO = 5000
"""Down to this row cells offer their list."""
_AS_TEXT = "@"
_LISTS_FROM = 4


def template_book(dataset: str, filling: Filling, partners: Sequence[str]) -> bytes:
    """The workbook. Text stays text in it: months do not become dates, and nothing becomes a formula.

    `partners`: the codes that may stand for a partner country. The sheets for reading carry our mark, and the checks
    leave them alone, so that the workbook can be sent as it is.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.custom import StringProperty

    layout, book = LAYOUTS[dataset], Workbook()
    fill_in = book.active
    fill_in.title = _say(filling, "template.sheet.input")
    _input(fill_in, layout, filling)
    _before(_reading(book, layout, filling, "before"), layout, filling)
    _about(_reading(book, layout, filling, "about"), layout, filling)
    lists = _reading(book, layout, filling, "lists")
    for place, column in enumerate(layout.columns, 1):
        _offer(fill_in, lists, place, column, listed(column, filling, partners))
    for sheet in book.worksheets:
        sheet.sheet_view.rightToLeft = filling.language == "ar"
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=mark(layout)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _input(sheet: Worksheet, layout: Layout, filling: Filling) -> None:
    from openpyxl.utils import get_column_letter

    _row(sheet, 1, head(layout, filling), bold=True)
    sheet.freeze_panes = "A2"
    for number, cells in enumerate(keys(layout, filling), 2):
        _row(sheet, number, cells)
    for place, (column, name) in enumerate(zip(layout.columns, head(layout, filling), strict=True), 1):
        look = sheet.column_dimensions[get_column_letter(place)]
        look.width = min(max(len(name) + 2, 12), 44)
        if not column.is_number:
            look.number_format = _AS_TEXT


def _before(sheet: Worksheet, layout: Layout, filling: Filling) -> None:
    if filling.quarter is None:
        _row(sheet, 3, [_say(filling, "template.before.stranger")])
        return
    last = str(filling.quarter.before())
    _row(sheet, 3, [_say(filling, "template.before.of" if filling.before else "template.before.none", quarter=last)])
    _row(sheet, 5, head(layout, filling), bold=True)
    for number, row in enumerate(filling.before, 6):
        _row(sheet, number, row)
    _wide(sheet, [18] * len(layout.columns))


def _about(sheet: Worksheet, layout: Layout, filling: Filling) -> None:
    facts = {
        "dataset": _say(filling, f"dataset.{layout.dataset}"),
        "version": layout.version,
        "member": filling.member,
        "quarter": str(filling.quarter or ""),
        "empty": _say(filling, "template.about.empty.text"),
    }
    number = 3
    for name, text in facts.items():
        if text:
            _row(sheet, number, [_say(filling, f"template.about.{name}"), text])
            number += 1
    names = ("title", "name", "meaning", "unit", "required", "choices", "example")
    _row(sheet, number + 1, [_say(filling, f"template.column.{name}") for name in names], bold=True)
    for at, row in enumerate(guide(layout.dataset, filling.language), number + 2):
        needed = _say(filling, f"template.{'yes' if row.required else 'no'}")
        _row(sheet, at, [row.title, row.name, row.meaning, row.unit, needed, " | ".join(row.choices), row.example])
    _wide(sheet, [36, 30, 90, 14, 12, 40, 26])


def _offer(sheet: Worksheet, lists: Worksheet, place: int, column: Column, choices: Sequence[str]) -> None:
    """A list in every cell of the column, from the sheet of lists: a list in the rule itself would be cut at 255."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if not choices:
        return
    at = get_column_letter(place)
    _put(lists, _LISTS_FROM - 1, place, sheet.cell(1, place).value, bold=True)
    for number, choice in enumerate(choices, _LISTS_FROM):
        _put(lists, number, place, choice)
    last = _LISTS_FROM + len(choices) - 1
    title = lists.title.replace("'", "''")
    rule = DataValidation("list", formula1=f"'{title}'!${at}${_LISTS_FROM}:${at}${last}", allow_blank=True)
    rule.showErrorMessage = True
    rule.add(f"{at}2:{at}{_FILLED_TO}")
    sheet.add_data_validation(rule)
    lists.column_dimensions[at].width = 24


def _reading(book: Workbook, layout: Layout, filling: Filling, name: str) -> Worksheet:
    sheet = book.create_sheet(_say(filling, f"template.sheet.{name}"))
    _put(sheet, 1, 1, mark(layout))
    _put(sheet, 2, 1, _say(filling, "template.not_read"))
    return sheet


def _row(sheet: Worksheet, number: int, values: Iterable[object], *, bold: bool = False) -> None:
    for place, value in enumerate(values, 1):
        _put(sheet, number, place, value, bold=bold)


def _put(sheet: Worksheet, number: int, place: int, value: object, *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    if value is None or value == "":
        return
    cell: Any = sheet.cell(number, place, value)
    if isinstance(value, str):
        cell.data_type = "s"  # otherwise a text that begins with "=" becomes a formula
        cell.number_format = _AS_TEXT
    if bold:
        cell.font = Font(bold=True)


def _wide(sheet: Worksheet, widths: Iterable[int]) -> None:
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _say(filling: Filling, key: str, **params: object) -> str:
    from app.locale import say  # catalogues are slow to load and seldom needed here

    return say(filling.language, key, **params)
