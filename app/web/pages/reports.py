"""Editions and their reports by language."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from sqlalchemy.orm import Session

from app.domain.access import Permission
from app.domain.errors import NotFound
from app.locale import LANGUAGES
from app.storage import editions, files, reports
from app.storage.editions import EditionRow
from app.storage.reports import ReportRow
from app.web import shown
from app.web.deps import Visit, Visiting
from app.web.doors import may
from app.web.show import LANGUAGE_NAMES, Link, show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class ReportLine:
    name: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class EditionBlock:
    title: str
    href: str
    state: str
    state_text: str
    line: str
    digest: str
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True)
class ReportsPage:
    editions: tuple[EditionBlock, ...]
    languages: tuple[str, ...]


@router.get("/reports", dependencies=[may(Permission.READ_PUBLISHED)])
def reports_page(visit: Visiting) -> HTMLResponse:
    with visit.reading() as session:
        blocks = tuple(_block(visit, session, row) for row in editions.list_of(session, published_only=True))
    return show(visit, "reports.html", ReportsPage(blocks, tuple(LANGUAGE_NAMES[each] for each in LANGUAGES)))


@router.get("/reports/{report}.pdf", dependencies=[may(Permission.READ_PUBLISHED)])
def report_file(visit: Visiting, report: int) -> FileResponse:
    """A stored report: published ones for all who may read, others for the office of the region."""
    if report > 2**31 - 1:
        raise NotFound("not_found")
    with visit.reading() as session:
        row = reports.one(session, report)
        edition = editions.one(session, row.edition)
    if edition.state != "published" and not shown.sees_region(visit.person, row.region):
        raise NotFound("not_found")
    name = f"barid-{row.member or row.region}-{row.quarter}-{row.language}.pdf"
    return FileResponse(files.path(visit.house.data, row.sha256), media_type="application/pdf", filename=name)


def _block(visit: Visit, session: Session, edition: EditionRow) -> EditionBlock:
    words = visit.words
    day = words.day(edition.published_at.date()) if edition.published_at else ""
    line = words.t("web.reports.number", number=words.whole(edition.number), day=day)
    if edition.reason:
        line += " · " + words.t("web.reports.correction", reason=edition.reason)
    region = visit.directory.region(edition.region).names.in_language(words.language)
    return EditionBlock(
        title=words.t("web.edition.title", region=region, quarter=words.quarter(edition.quarter)),
        href=f"/{words.language}/regions/{edition.region}?quarter={edition.quarter}", state=edition.state,
        state_text=words.t(f"web.edition.state.{edition.state}"),
        line=line, digest=(edition.digest or "")[:16],
        reports=_lines(visit, reports.of_edition(session, edition.id)),
    )  # fmt: skip


def _lines(visit: Visit, rows: list[ReportRow]) -> tuple[ReportLine, ...]:
    """The region first, then its members by name; one link for each language."""
    words = visit.words
    by_place: dict[str, dict[str, ReportRow]] = {}
    for row in rows:
        by_place.setdefault(row.member or "", {})[row.language] = row
    named = [(code, visit.directory.name(code, words) if code else words.t("web.reports.region")) for code in by_place]
    named.sort(key=lambda one: (one[0] != "", one[1]))
    return tuple(ReportLine(name, tuple(_link(by_place[code].get(each), each, words.language) for each in LANGUAGES))
                 for code, name in named)  # fmt: skip


def _link(row: ReportRow | None, language: str, here: str) -> Link:
    return Link(f"/{here}/reports/{row.id}.pdf" if row else "", "PDF", language=language)
