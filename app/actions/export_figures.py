"""All figures that count in a region's quarter, as one workbook for the regional office."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openpyxl import Workbook
from sqlalchemy.orm import Session

from app.actions import workbook_results
from app.actions.house import House
from app.actions.workbook_about import ANSWERS_HOLD, About
from app.actions.workbook_cells import cell_of
from app.domain.access import Permission, Person, covers_region, must
from app.domain.errors import NotFound
from app.domain.measures import FIGURES
from app.domain.methods import Methods
from app.domain.periods import Quarter
from app.domain.readings import touches
from app.domain.submissions import COUNTED_WORKING
from app.locale import say
from app.storage import editions, flags, observations, regions, results, sent
from app.storage.counting import AcceptedBy, Which

_ANSWER = ("member", "quarter", "item", "answer", "count")
_DISRUPTION = ("member", "start", "end", "kind", "products", "force_majeure", "notified_at", "areas")


def export_figures(
    house: House,
    *,
    person: Person,
    region: str,
    quarter: Quarter,
    language: str,
    now: datetime,
    edition: int | None = None,
) -> bytes:
    """The workbook: a sheet that says what it is, the results, then one sheet for each dataset with the rows that
    count, or with the line that there are none.

    `edition`: the number of a published edition, for its results and the figures that it took; without it working
    results, and what is submitted or accepted. NotFound for anybody but the office of the region, and for an edition
    that is not published. Text stays text: no cell of it can become a formula.
    """
    must(person, Permission.DECIDE)
    if not covers_region(person, region):
        raise NotFound("not_found")
    book = Workbook(write_only=True)
    with house.sessions() as session:
        about, which = _about(session, house.methods, region, quarter, language, now, edition)
        _first(book, about)
        _results(book, about)
        nothing = say(language, "export.nothing")
        source = house.methods.in_force(quarter).rules.where_both
        for dataset in FIGURES:
            rows = (row.values() for row in observations.figures_of(session, region, quarter, dataset, which, source))
            _sheet(book, dataset, observations.figure_columns(dataset), rows, nothing)
        _sheet(book, "preparedness", _ANSWER, _answers(session, region, quarter, which), nothing)
        _sheet(book, "disruptions", _DISRUPTION, _disruptions(session, region, quarter, which), nothing)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(
    session: Session,
    methods: Methods,
    region: str,
    quarter: Quarter,
    language: str,
    now: datetime,
    number: int | None,
) -> tuple[About, Which]:
    edition = editions.published(session, region, quarter, number) if number is not None else None
    which: Which = COUNTED_WORKING
    if edition is None:
        result, as_of, method = results.working(session, region, quarter), now, methods.in_force(quarter)
        reported, named = tuple(sent.of_region(session, region, quarter, now)), (method.version, method.hash)
        inform = tuple(regions.inform_of(session, region))
    else:
        result = results.one(session, edition.result)
        as_of, named = result.computed_at, (result.method_version, result.method_hash)
        which = AcceptedBy(as_of)
        reported = tuple(one for member in result.result.members for one in member.sent)
        risks = [member.risk for member in result.result.members]
        inform = tuple(risk.inform for risk in risks if risk is not None and risk.inform is not None)
    name = regions.one(session, region).names.in_language(language)
    synthetic = flags.get(session, "synthetic") is not None
    return About(language, name, quarter, edition, result, named, as_of, reported, inform, synthetic), which


def _first(book: Workbook, about: About) -> None:
    sheet = book.create_sheet("about")
    sheet.sheet_view.rightToLeft = about.language == "ar"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110
    for line in about.lines():
        sheet.append([cell_of(sheet, text) for text in line])


def _results(book: Workbook, about: About) -> None:
    nothing = say(about.language, "export.nothing.results")
    found = about.result.result if about.result is not None else None
    members = workbook_results.member_rows(found) if found else ()
    indicators = workbook_results.indicator_rows(found) if found else ()
    _sheet(book, "results", workbook_results.MEMBER, members, nothing)
    _sheet(book, "indicators", workbook_results.INDICATOR, indicators, nothing)


def _answers(session: Session, region: str, quarter: Quarter, which: Which) -> Iterator[Sequence[object]]:
    since = quarter.back(ANSWERS_HOLD - 1)
    for one in observations.answers(session, region, which, quarter):
        if one.quarter >= since:
            yield one.member, str(one.quarter), one.item, one.answer, one.count


def _disruptions(session: Session, region: str, quarter: Quarter, which: Which) -> Iterator[Sequence[object]]:
    for one in observations.disruptions(session, region, which, quarter):
        if touches(one, quarter):
            times = [moment.isoformat() if moment else None for moment in (one.start, one.end, one.notified_at)]
            majeure = "yes" if one.force_majeure else "no"
            yield one.member, times[0], times[1], one.kind, " ".join(one.products), majeure, times[2], one.areas


def _sheet(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Iterable[object]], nothing: str) -> None:
    """The rows under their heads; `nothing` where there are none."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append([cell_of(sheet, name) for name in head])
    empty = True
    for row in rows:
        sheet.append([cell_of(sheet, value) for value in row])
        empty = False
    if empty:
        sheet.append([cell_of(sheet, nothing)])
