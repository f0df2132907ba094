"""All figures that count in a region's quarter, as one workbook for the regional office."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.access import Permission, Person, covers_region, must
from app.domain.errors import NotFound
from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.locale import say
from app.storage import flags, observations, regions


def export_figures(house: House, *, person: Person, region: str, quarter: Quarter, language: str) -> bytes:
    """The workbook: a sheet that says what it is, then one for each dataset, a row for each row that counts.

    Submitted and accepted figures count. NotFound for anybody but the office of the region. Text stays text: no cell
    of it can become a formula.
    """
    must(person, Permission.DECIDE)
    if not covers_region(person, region):
        raise NotFound("not_found")
    book = Workbook(write_only=True)
    with house.sessions() as session:
        _sheet(book, "about", [], _about(session, region, quarter, language))
        for dataset in FIGURES:
            rows = observations.figures_of(session, region, quarter, dataset, COUNTED_WORKING)
            first = next(rows, None)
            given = chain([first], rows) if first is not None else rows
            _sheet(book, dataset, list(first or {}), (row.values() for row in given))
        _sheet(
            book, "preparedness", ["member", "quarter", "item", "answer", "count"], _answers(session, region, quarter)
        )
        _sheet(book, "disruptions", _DISRUPTION, _disruptions(session, region, quarter))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_ANSWER = ["member", "quarter", "item", "answer", "count"]
_DISRUPTION = ["member", "start", "end", "kind", "products", "force_majeure", "notified_at", "areas"]


def _about(session: Session, region: str, quarter: Quarter, language: str) -> list[tuple[str, str]]:
    name = regions.one(session, region).names.in_language(language)
    lines = [
        (say(language, "export.region"), name),
        (say(language, "export.quarter"), str(quarter)),
        (say(language, "export.basis"), say(language, "export.basis.working")),
    ]
    if flags.get(session, "synthetic") is not None:
        lines.append((say(language, "export.note"), say(language, "export.synthetic")))
    return lines


def _answers(session: Session, region: str, quarter: Quarter) -> Iterable[Sequence[object]]:
    for one in observations.answers(session, region, COUNTED_WORKING, quarter):
        yield one.member, str(one.quarter), one.item, one.answer, one.count


def _disruptions(session: Session, region: str, quarter: Quarter) -> Iterable[Sequence[object]]:
    for one in observations.disruptions(session, region, COUNTED_WORKING, quarter):
        times = [moment.isoformat() if moment else None for moment in (one.start, one.end, one.notified_at)]
        majeure = "yes" if one.force_majeure else "no"
        yield one.member, times[0], times[1], one.kind, " ".join(one.products), majeure, times[2], one.areas


def _sheet(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2" if head else None
    if head:
        sheet.append([_cell(sheet, name) for name in head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: object) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # otherwise a text that begins with "=" becomes a formula
    return cell
