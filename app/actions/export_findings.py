"""The findings of a file as a workbook, ordered by the records that they are about."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.actions.finding_texts import kind_of
from app.actions.house import House
from app.actions.workbook_cells import text_of
from app.domain.access import Person
from app.domain.findings import Finding
from app.domain.measures import FIGURE_DATASETS
from app.locale import say
from app.locale.finding_words import finding_words
from app.storage import aliases, files, submissions
from ingest.marked_child import keys_in_child

_COLUMNS = {
    "key": 34, "period": 14, "wrong": 64, "code": 26, "instead": 64, "kind": 16, "line_no": 10, "column": 30,
    "value": 30,
}  # fmt: skip
"""Each column with its width in characters."""
_PERIODS = ("month", "quarter", "start")


def export_findings(house: House, *, person: Person, submission: str, language: str) -> tuple[int, bytes]:
    """The number of the submission and the workbook; NotFound where the person may not see it.

    Every cell is text. A record is named by the key that its line was sent with, which the limited child reads; what
    is about no record comes first.
    """
    with house.sessions() as session:
        row = submissions.visible(session, person, submission)
        findings = submissions.findings(session, submission)
        own = {one.name: one.column for one in aliases.of(session, row.member, row.dataset)}
    lines = {one.line for one in findings if one.line}
    keys: Mapping[int, Mapping[str, str]] = {}
    if lines and row.dataset in FIGURE_DATASETS:
        path = files.path(house.data, row.file_sha256)
        keys = keys_in_child(path, row.dataset, lines, house.limits, encoding=row.encoding, aliases=own)
    lined = [(one, *_key(keys.get(one.line or 0, {}))) for one in findings]
    rows = sorted((_row(one, key, period, language) for one, key, period in lined), key=_order)
    return row.number, _written(rows, language)


def _key(cells: Mapping[str, str]) -> tuple[str, str]:
    """The record but for its period, and the period."""
    period = next((cells[name] for name in _PERIODS if name in cells), "")
    return " / ".join(text for name, text in cells.items() if name not in ("member", *_PERIODS) and text), period


def _row(one: Finding, key: str, period: str, language: str) -> tuple[str, ...]:
    sentence, hint = finding_words(one, language)
    if one.more:
        sentence += f" ({say(language, 'web.findings.more', count=one.more)})"
    line = str(one.line) if one.line else ""
    return key, period, sentence, one.code, hint, kind_of(one, language), line, one.column or "", one.value or ""


def _order(row: Sequence[str]) -> tuple[bool, str, str, str, str, int]:
    key, period, message, code, line = *row[:4], row[6]
    return bool(key or period), key, period, message, code, int(line or 0)


def _written(rows: Sequence[Sequence[str]], language: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say(language, "web.marked.sheet"))
    rightwards = language == "ar"
    sheet.sheet_view.rightToLeft = rightwards
    placed = Alignment(horizontal="right" if rightwards else "left", vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_COLUMNS))}{len(rows) + 1}"
    for number, width in enumerate(_COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = [text_of(sheet, say(language, f"web.findings.{name}")) for name in _COLUMNS]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        cells = [text_of(sheet, text) for text in row]
        for cell in cells:
            cell.alignment = placed
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
