"""The regions, and one region: ranking, map, who has sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.actions.export_figures import export_figures
from app.charts import Spec
from app.domain.access import Permission
from app.domain.editions import QuarterResult
from app.domain.errors import NotFound
from app.domain.measures import FIGURE_DATASETS
from app.domain.periods import Quarter
from app.storage import editions, revised, sent
from app.web import shown
from app.web.csv_out import WORKBOOK, csv_file, download
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.drawings import drawn
from app.web.pages import bridge_lines, region_lines
from app.web.pages.edition_lines import Deed, deeds_of
from app.web.pages.sending import Choice
from app.web.refusals import NONE, Refusal
from app.web.show import show
from app.web.shown import Shown

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class RegionCard:
    code: str
    name: str
    members: str
    newest: str


@dataclass(frozen=True)
class RegionsPage:
    regions: tuple[RegionCard, ...]


@dataclass(frozen=True)
class RegionPage:
    code: str
    name: str
    quarter: str
    quarter_code: str
    quarters: tuple[Choice, ...]
    source: str
    empty: str
    sentence: str = ""
    tiles: tuple[region_lines.Tile, ...] = ()
    lines: tuple[region_lines.Line, ...] = ()
    map: Spec | None = None
    chart: Spec | None = None
    chart_kind: str = ""
    datasets: tuple[str, ...] = ()
    sent: tuple[region_lines.SentLine, ...] = ()
    edition_text: str = ""
    edition_deeds: tuple[Deed, ...] = ()
    has_workbook: bool = False
    published: str = ""
    series: bridge_lines.SeriesView | None = None
    refusal: Refusal = NONE


@router.get("/regions", dependencies=[may(Permission.READ_PUBLISHED)])
def regions_page(visit: Visiting) -> HTMLResponse:
    words = visit.words
    cards = []
    with visit.reading() as session:
        for region in visit.directory.regions.values():
            published = editions.published_quarters(session, region.code)
            newest = words.t("web.regions.newest", quarter=words.quarter(max(published))) if published else ""
            members = words.n("web.regions.members", len(visit.directory.members_of(region.code)))
            name = region.names.in_language(words.language)
            cards.append(RegionCard(region.code, name, members, newest or words.t("web.regions.none")))
    return show(visit, "regions.html", RegionsPage(tuple(cards)))


@router.get("/regions/{code}", dependencies=[may(Permission.READ_PUBLISHED)])
def region_page(visit: Visiting, code: str, quarter: str = "") -> HTMLResponse:
    """One stored result; working results for the region's own office, published ones for all others."""
    return show_region(visit, code, quarter)


def show_region(visit: Visit, code: str, quarter: str, refusal: Refusal = NONE) -> HTMLResponse:
    """The page; a refusal stands with the form of the edition that was not taken."""
    visit.directory.region(code)
    working = shown.sees_region(visit.person, code)
    with visit.reading() as session:
        page = _page(visit, session, code, quarter, working=working)
    told = refusal.among(deed.name for deed in page.edition_deeds)
    return show(visit, "region.html", replace(page, refusal=told), status=refusal.status)


@router.get("/regions/{code}/ranking.csv", dependencies=[may(Permission.READ_PUBLISHED)])
def ranking_csv(visit: Visiting, code: str, quarter: str) -> Response:
    """The ranking as on the page, safe to open in a spreadsheet."""
    visit.directory.region(code)
    with visit.reading() as session:
        found = shown.region_result(session, code, quarter_of(quarter), working=shown.sees_region(visit.person, code))
    if found is None:
        raise NotFound("not_found")
    head = ("quarter", "rank", "member", "name", "score", "level", "grade", "standing", "change", "coverage", "risk",
            "risk_class")  # fmt: skip
    rows = [
        (quarter, one.rank, one.member, visit.directory.name(one.member, visit.words), one.published.value, one.level,
         one.grade, one.standing.value, one.change, one.coverage, one.risk.index.value if one.risk else None,
         one.risk.risk_class if one.risk else None)
        for one in found[1].members
    ]  # fmt: skip
    return csv_file(f"barid-{code}-{quarter}.csv", [head, *rows])


@router.get("/regions/{code}/figures.xlsx", dependencies=[may(Permission.DECIDE)])
def figures_workbook(
    visit: Visiting, code: str, quarter: str, edition: Annotated[int | None, Query(ge=1, le=10_000)] = None
) -> Response:
    """All figures that count in the quarter, or those of an edition; for the office of the region alone."""
    asked = quarter_of(quarter)
    body = export_figures(
        visit.house, person=visit.signed_in(), region=code, quarter=asked, language=visit.language, now=visit.now,
        edition=edition,
    )  # fmt: skip
    named = f"-edition-{edition}" if edition is not None else ""
    return download(f"barid-{code}-{asked}{named}.xlsx", body, WORKBOOK)


def _page(visit: Visit, session: Session, code: str, asked: str, *, working: bool) -> RegionPage:
    words = visit.words
    choices = shown.quarters(session, code, working=working)
    quarter = quarter_of(asked) if asked else (choices[0] if choices else None)
    found = shown.region_result(session, code, quarter, working=working) if quarter else None
    name = visit.directory.region(code).names.in_language(words.language)
    told = words.quarter(quarter) if quarter else ""
    options = tuple(Choice(str(each), words.quarter(each), "", each == quarter) for each in choices)
    if quarter is None or found is None:
        empty = words.t("web.region.empty")
        return RegionPage(code, name, told, str(quarter or ""), options, words.t("web.source.none"), empty)
    return _filled(visit, session, RegionPage(code, name, told, str(quarter), options, "", ""), quarter, found)


def _filled(visit: Visit, session: Session, bare: RegionPage, quarter: Quarter,
            found: tuple[Shown, QuarterResult]) -> RegionPage:  # fmt: skip
    words, (source, result) = visit.words, found
    members = visit.directory.members_of(bare.code)
    link = f"/{words.language}/members/{{code}}?quarter={quarter}"
    lines = region_lines.ranking(result, members, words, link)
    edition = editions.newest_published(session, bare.code, quarter)
    today = visit.todays_method
    published = revised.series(session, list(members), today.hash, quarter)
    text, deeds = deeds_of(visit, session, bare.code, quarter)
    return RegionPage(
        code=bare.code, name=bare.name, quarter=bare.quarter, quarter_code=bare.quarter_code, quarters=bare.quarters,
        source=source.text(words), empty="", sentence=region_lines.sentence(lines, words),
        tiles=region_lines.tiles(result, lines, words), lines=lines,
        map=drawn(source, "map", words, lambda: region_lines.atlas(lines, members, bare.code, words)),
        chart=drawn(source, "ranking", words, lambda: region_lines.chart(lines, words)),
        chart_kind="tall" if len(lines) > region_lines.MANY_BARS else "",
        datasets=tuple(words.t(f"web.dataset.{dataset}") for dataset in FIGURE_DATASETS),
        sent=_sent(visit, session, bare.code, quarter, result, lines), edition_text=text, edition_deeds=deeds,
        has_workbook=shown.sees_region(visit.person, bare.code), published=str(edition.number) if edition else "",
        series=bridge_lines.region(published, today.version, members, words, link),
    )  # fmt: skip


def _sent(visit: Visit, session: Session, region: str, quarter: Quarter, result: QuarterResult,
          lines: tuple[region_lines.Line, ...]) -> tuple[region_lines.SentLine, ...]:  # fmt: skip
    """Who has sent: as of now for the office, as stored in the edition for all others."""
    found = (
        sent.of_region(session, region, quarter, visit.now) if shown.sees_region(visit.person, region)
        else [one for member in result.members for one in member.sent]
    )  # fmt: skip
    by_member: dict[str, dict[str, object]] = {}
    for one in found:
        by_member.setdefault(one.member, {})[one.dataset] = one
    return tuple(
        region_lines.sent_line(line.name, line.href, by_member.get(line.code, {}), visit.words)  # type: ignore[arg-type]
        for line in sorted(lines, key=lambda line: line.name)
    )
