"""Results: published ones for all who may read, working ones for those they belong to."""

from __future__ import annotations

from fastapi import APIRouter

from app.domain.access import Permission
from app.domain.editions import IndicatorResult, Measured, MemberResult, NodeResult
from app.domain.errors import NotFound
from app.storage import editions, reports
from app.web import shown
from app.web.api.models import (
    BridgeShape,
    EditionShape,
    IndicatorShape,
    LineShape,
    MeasuredShape,
    MemberResultShape,
    NodeShape,
    RegionResultShape,
    ReportShape,
    SignalShape,
    SourceShape,
    SureShape,
)
from app.web.api.problems import PROBLEMS
from app.web.deps import Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.explain import change_sentence
from app.web.pages import member_lines
from app.web.shown import Shown

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


@router.get("/regions/{code}/results/{quarter}", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=RegionResultShape)  # fmt: skip
def region_result(visit: Visiting, code: str, quarter: str, published: bool = False) -> RegionResultShape:
    """A region's quarter. The region's own office gets working results unless it asks for `published`."""
    visit.directory.region(code)
    working = not published and shown.sees_region(visit.person, code)
    with visit.reading() as session:
        found = shown.region_result(session, code, quarter_of(quarter), working=working)
    if found is None:
        raise NotFound("not_found")
    source, result = found
    return RegionResultShape(
        region=code, quarter=result.quarter, source=_source(source), members=[_line(one) for one in result.members]
    )


@router.get("/members/{code}/results/{quarter}", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=MemberResultShape)  # fmt: skip
def member_result(visit: Visiting, code: str, quarter: str, published: bool = False) -> MemberResultShape:
    """A member's quarter with the whole tree. Its own operator and office get working results."""
    member = visit.directory.member(code)
    working = not published and shown.sees_member(visit.person, code, member.region)
    with visit.reading() as session:
        placed = shown.sees_region(visit.person, member.region)
        found = shown.member_result(session, code, member.region, quarter_of(quarter), working=working, placed=placed)
    if found is None:
        raise NotFound("not_found")
    source, result = found
    told = zip(result.signals, member_lines.signals(result, visit.words), strict=True)
    return MemberResultShape(
        member=code, region=member.region, quarter=result.quarter, source=_source(source), line=_line(result),
        nodes=[_node(one) for one in result.nodes], indicators=[_indicator(one) for one in result.indicators],
        sure=_sure(result),
        sentence=change_sentence(result, visit.house.methods.named(source.method_version), visit.words),
        bridge=None if result.bridge is None else BridgeShape.model_validate(result.bridge),
        signals=[
            SignalShape(code=one.code, weight=one.weight, since=one.since, indicator=one.indicator, text=line.text,
                        what_to_do=line.do)
            for one, line in told
        ],
    )  # fmt: skip


def _sure(result: MemberResult) -> SureShape | None:
    band, moved = result.band, result.moved
    if band is None:
        return None
    return SureShape(
        low=band.low, high=band.high, ranks=band.ranks, levels=list(band.levels),
        rose=None if moved is None else moved.rose, fell=None if moved is None else moved.fell,
        trend=None if moved is None else moved.trend.value, above=dict(result.above),
    )  # fmt: skip


@router.get("/editions", dependencies=[may(Permission.READ_PUBLISHED)], response_model=list[EditionShape])
def list_editions(visit: Visiting) -> list[EditionShape]:
    """Published editions, newest first."""
    with visit.reading() as session:
        rows = editions.list_of(session, published_only=True)
    return [
        EditionShape(id=row.id, region=row.region, quarter=str(row.quarter), number=row.number, state=row.state,
                     digest=row.digest, method_version=row.method_version, published_at=row.published_at)
        for row in rows
    ]  # fmt: skip


@router.get("/reports", dependencies=[may(Permission.READ_PUBLISHED)], response_model=list[ReportShape])
def list_reports(visit: Visiting) -> list[ReportShape]:
    """Reports of published editions; `href` gives the PDF."""
    with visit.reading() as session:
        rows = reports.published(session)
    return [
        ReportShape(id=row.id, edition=row.edition, region=row.region, member=row.member, quarter=str(row.quarter),
                    language=row.language, sha256=row.sha256, size=row.size,
                    href=f"/{row.language}/reports/{row.id}.pdf")
        for row in rows
    ]  # fmt: skip


def _source(source: Shown) -> SourceShape:
    edition = source.edition
    return SourceShape(
        edition=edition.number if edition else None, digest=source.digest, computed_at=source.computed_at,
        published_at=edition.published_at if edition else None, method_version=source.method_version,
        method_hash=source.method_hash,
    )  # fmt: skip


def _measured(one: Measured) -> MeasuredShape:
    return MeasuredShape(value=one.value, reason=one.reason.value if one.reason else None)


def _line(one: MemberResult) -> LineShape:
    return LineShape(
        member=one.member, published=_measured(one.published), standing=one.standing.value, grade=one.grade,
        coverage=one.coverage, lower=one.lower, upper=one.upper, level=one.level, rank=one.rank, ranked=one.ranked,
        change=one.change, risk=one.risk.index.value if one.risk else None,
        risk_class=one.risk.risk_class if one.risk else None,
    )  # fmt: skip


def _node(one: NodeResult) -> NodeShape:
    return NodeShape(
        code=one.code, parent=one.parent, level=one.level, score=_measured(one.score), coverage=one.coverage,
        lower=one.lower, upper=one.upper, weight=one.weight, contribution=one.contribution, lost=one.lost,
        change=one.change, change_coverage=one.change_coverage,
    )  # fmt: skip


def _indicator(one: IndicatorResult) -> IndicatorShape:
    return IndicatorShape(
        code=one.code, parent=one.parent, value=_measured(one.value), points=_measured(one.points),
        numerator=one.numerator, denominator=one.denominator, n=one.n, interval=one.interval,
        approximate=one.approximate, age=one.age, source_quarter=one.source_quarter, weight=one.weight,
        contribution=one.contribution, lost=one.lost,
        change=one.change, change_coverage=one.change_coverage,
    )  # fmt: skip
