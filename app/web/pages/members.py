"""One member: its score and what moved it, pillars, indicators, risk, history."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from app.actions.issue_report import issue_report
from app.charts import Point, Spec
from app.charts import history as history_chart
from app.domain.access import Permission
from app.domain.editions import MemberResult
from app.domain.errors import NotFound
from app.domain.members import Member
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.whatif import to_be_won
from app.locale import LANGUAGES
from app.storage import reports, results, revised
from app.web import shown
from app.web.csv_out import download
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.drawings import drawn, numbered
from app.web.explain import change_sentence
from app.web.pages import bridge_lines, member_lines, sure_lines, whatif_lines
from app.web.pages.member_lines import Fact
from app.web.pages.sending import Choice
from app.web.show import LANGUAGE_NAMES, Link, show
from app.web.shown import Shown
from app.web.units import why_not

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class HistoryLine:
    quarter: str
    score: str
    standing: str
    standing_text: str


@dataclass(frozen=True)
class MemberPage:
    code: str
    name: str
    operator: str
    region: str
    region_href: str
    quarter: str
    quarter_code: str
    quarters: tuple[Choice, ...]
    members: tuple[Choice, ...]
    source: str
    empty: str
    sentence: str = ""
    score: str = ""
    value: float | None = None
    upper: float | None = None
    change: float | None = None
    range: str = ""
    reasons: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    reports: tuple[Link, ...] = ()
    pillars: tuple[member_lines.TreeLine, ...] = ()
    pillar_chart: Spec | None = None
    history: tuple[HistoryLine, ...] = ()
    history_chart: Spec | None = None
    signals: tuple[member_lines.SignalLine, ...] = ()
    risk: member_lines.RiskView | None = None
    tree: tuple[member_lines.TreeLine, ...] = ()
    gains: tuple[whatif_lines.GainLine, ...] = ()
    lost: tuple[whatif_lines.GainLine, ...] = ()
    bridge: bridge_lines.BridgeView | None = None
    series: bridge_lines.SeriesView | None = None


@router.get("/members", dependencies=[may(Permission.READ_PUBLISHED)])
def chosen(visit: Visiting, member: str, quarter: str = "") -> RedirectResponse:
    """From the list of members to the member's own address."""
    code = visit.directory.member(member).code
    query = f"?quarter={quarter_of(quarter)}" if quarter else ""
    return RedirectResponse(f"/{visit.language}/members/{code}{query}", status_code=303)


@router.get("/members/{code}", dependencies=[may(Permission.READ_PUBLISHED)])
def member_page(visit: Visiting, code: str, quarter: str = "") -> HTMLResponse:
    """One stored result: working for the operator itself and its office, the published edition for all others."""
    member = visit.directory.member(code)
    working = shown.sees_member(visit.person, code, member.region)
    with visit.reading() as session:
        choices = shown.quarters(session, member.region, working=working)
        asked = quarter_of(quarter) if quarter else (choices[0] if choices else None)
        placed = shown.sees_region(visit.person, member.region)
        found = (
            shown.member_result(session, code, member.region, asked, working=working, placed=placed) if asked else None
        )
        page = _bare(visit, member, asked, choices)
        if found is not None and asked is not None:
            page = _filled(visit, session, page, asked, found, working=working)
    return show(visit, "member.html", page)


@router.get("/members/{code}/report.pdf", dependencies=[may(Permission.READ_PUBLISHED)])
def report(visit: Visiting, code: str, quarter: str, paper: str = "") -> Response:
    """The member's report of a quarter; marked DRAFT while nothing is published."""
    member, asked = visit.directory.member(code), quarter_of(quarter)
    language = paper if paper in LANGUAGES else visit.language
    with visit.reading() as session:
        published = shown.member_result(session, code, member.region, asked, working=False, placed=False) is not None
    if not published and not shown.sees_member(visit.person, code, member.region):
        raise NotFound("not_found")
    body = issue_report(visit.house, member=code, quarter=asked, language=language, draft=not published, now=visit.now)
    return download(f"barid-{code}-{asked}-{language}.pdf", body, "application/pdf")


def _bare(visit: Visit, member: Member, asked: Quarter | None, choices: list[Quarter]) -> MemberPage:
    words = visit.words
    peers = sorted(
        (one.names.in_language(words.language), one.code) for one in visit.directory.members_of(member.region).values()
    )
    return MemberPage(
        code=member.code, name=member.names.in_language(words.language), operator=member.operator,
        region=visit.directory.region(member.region).names.in_language(words.language),
        region_href=f"/{words.language}/regions/{member.region}" + (f"?quarter={asked}" if asked else ""),
        quarter=words.quarter(asked) if asked else "", quarter_code=str(asked or ""),
        quarters=tuple(Choice(str(each), words.quarter(each), "", each == asked) for each in choices),
        members=tuple(Choice(code, name, "", code == member.code) for name, code in peers),
        source=words.t("web.source.none"), empty=words.t("web.region.empty"),
    )  # fmt: skip


def _filled(visit: Visit, session: Session, bare: MemberPage, quarter: Quarter, found: tuple[Shown, MemberResult],
            *, working: bool) -> MemberPage:  # fmt: skip
    words, (source, result) = visit.words, found
    method = visit.house.methods.named(source.method_version)
    link = f"/{words.language}/members/{bare.code}/indicators/{{code}}?quarter={quarter}"
    lines = member_lines.pillars(result, method, words)
    past = _history(visit, session, bare.code, working=working)
    return replace(
        bare, empty="", source=source.text(words), sentence=change_sentence(result, method, words),
        score=words.number(result.published.value), value=result.published.value, upper=result.upper,
        change=result.change, range=_range(result, visit), reasons=_reasons(result, method, visit),
        facts=_facts(result, source, visit), reports=_reports(session, bare.code, quarter, source, visit),
        pillars=lines,
        pillar_chart=drawn(source, f"pillars {bare.code}", words, lambda: member_lines.pillar_chart(lines, words)),
        history=past, history_chart=_history_chart(visit, session, bare.code, working=working),
        signals=member_lines.signals(result, words), risk=member_lines.risk(result.risk, words),
        tree=member_lines.tree(result, method, words, link),
        bridge=bridge_lines.bridge(result, words),
        series=bridge_lines.series(revised.series(session, [bare.code], visit.todays_method.hash), words),
        gains=whatif_lines.gains(method, to_be_won(method, result), words, whatif_lines.MOST_GAINS),
        lost=whatif_lines.lost(result, method, words),
    )  # fmt: skip


def _range(result: MemberResult, visit: Visit) -> str:
    words = visit.words
    if result.coverage >= 1 and result.published.value is not None:
        return words.t("sure.complete")
    return words.t(
        "web.member.range", lower=words.number(result.lower), upper=words.number(result.upper),
        coverage=words.share(result.coverage),
    )  # fmt: skip


def _reasons(result: MemberResult, method: Method, visit: Visit) -> tuple[str, ...]:
    """Why the score is missing or provisional, each with the place."""
    words = visit.words
    told = [why_not(result.published, words)] if result.published.reason else []
    for code, reason in result.reasons:
        place = method.node(code) if method.is_node(code) else method.indicator(code)
        name = words.named(place.names)
        told.append(f"{name}: {words.or_code(f'reason.{reason.value}', reason.value)}")
    return tuple(dict.fromkeys(told))


def _facts(result: MemberResult, source: Shown, visit: Visit) -> tuple[Fact, ...]:
    words = visit.words
    facts = [Fact(words.t("web.standing"), words.t(f"web.standing.{result.standing.value}"))]
    if result.level is not None:
        level = words.t("web.member.level_of", level=words.whole(result.level))
        edge = f" ({words.t('web.member.borderline')})" if result.borderline else ""
        facts.append(Fact(words.t("web.level"), level + edge))
    if result.rank is not None:
        rank = words.t("web.member.rank_of", rank=words.whole(result.rank), ranked=words.whole(result.ranked))
        facts.append(Fact(words.t("web.rank"), rank))
    facts += [Fact(name, told) for name, told in sure_lines.lines(result, words)]
    facts += [
        Fact(words.t("web.grade"), result.grade), Fact(words.t("web.coverage"), words.share(result.coverage)),
        Fact(words.t("web.member.method"), source.method_version, True),
        Fact(words.t("web.edition"), source.text(words)),
        Fact(words.t("web.member.edition_digest"), source.digest[:16], True),
    ]  # fmt: skip
    return tuple(facts)


def _reports(session: Session, code: str, quarter: Quarter, source: Shown, visit: Visit) -> tuple[Link, ...]:
    """The stored reports of the edition, else drafts made when asked for."""
    links = []
    for language in LANGUAGES:
        kept = reports.found(session, source.edition.id, code, language) if source.edition else None
        base = f"/{visit.language}"
        href = (
            f"{base}/reports/{kept.id}.pdf"
            if kept
            else f"{base}/members/{code}/report.pdf?quarter={quarter}&paper={language}"
        )
        links.append(Link(href, LANGUAGE_NAMES[language], language=language))
    return tuple(links)


def _past(session: Session, code: str, *, working: bool) -> list[results.MemberLine]:
    return results.working_history(session, code) if working else results.published_history(session, code)


def _history(visit: Visit, session: Session, code: str, *, working: bool) -> tuple[HistoryLine, ...]:
    words = visit.words
    return tuple(
        HistoryLine(words.quarter(line.quarter), words.number(line.published), str(line.standing),
                    words.t(f"web.standing.{line.standing}"))
        for line in reversed(_past(session, code, working=working))
    )  # fmt: skip


def _history_chart(visit: Visit, session: Session, code: str, *, working: bool) -> Spec:
    words = visit.words
    points = [
        Point(str(line.quarter), line.published, words.number(line.published))
        for line in _past(session, code, working=working)
    ]
    return numbered(history_chart(points, language=words.language, name=words.t("web.score")), words)
