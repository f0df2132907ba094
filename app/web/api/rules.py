"""What is measured, when and of whom: cycle, regions, members, method."""

from __future__ import annotations

from fastapi import APIRouter

from app.domain.members import Names
from app.storage import regions
from app.web.api.models import (
    CycleShape,
    MemberShape,
    MethodIndicatorShape,
    MethodShape,
    NamesShape,
    QuarterShape,
    RegionShape,
)
from app.web.api.problems import PROBLEMS
from app.web.deps import Visiting
from app.web.doors import OPEN
from app.web.pages.method import formula_text

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


def _names(names: Names) -> NamesShape:
    return NamesShape(ar=names.ar, fr=names.fr, en=names.en)


@router.get("/regions", dependencies=[OPEN], response_model=list[RegionShape])
def list_regions(visit: Visiting) -> list[RegionShape]:
    """The regions."""
    return [RegionShape(code=one.code, names=_names(one.names)) for one in visit.directory.regions.values()]


@router.get("/regions/{code}/cycle", dependencies=[OPEN], response_model=CycleShape)
def read_cycle(visit: Visiting, code: str) -> CycleShape:
    """The quarters of a region's cycle with their deadlines, the last day in each member's zone."""
    visit.directory.region(code)
    with visit.reading() as session:
        cycle = regions.cycle_of(session, code)
    quarters = [
        QuarterShape(quarter=str(each), due=cycle.due_day(each), grace_ends=cycle.grace_ends(each))
        for each in cycle.quarters()
    ]
    return CycleShape(code=cycle.code, quarters=quarters)


@router.get("/members", dependencies=[OPEN], response_model=list[MemberShape])
def list_members(visit: Visiting) -> list[MemberShape]:
    """The members that report."""
    return [
        MemberShape(code=one.code, iso3=one.iso3, region=one.region, names=_names(one.names), operator=one.operator,
                    zone=one.zone)
        for one in visit.directory.members.values()
    ]  # fmt: skip


@router.get("/method", dependencies=[OPEN], response_model=MethodShape)
def read_method(visit: Visiting) -> MethodShape:
    """The method in force: every indicator with its goalposts and their sources."""
    method = visit.todays_method
    return MethodShape(
        version=method.version, hash=method.hash, names=_names(method.names), text=_names(method.text),
        indicators=[
            MethodIndicatorShape(
                code=one.code, node=one.node, names=_names(one.names), definition=_names(one.definition),
                why=_names(one.why), unit=one.unit, formula=formula_text(one.formula), floor=one.floor,
                floor_source=one.floor_source, target=one.target, target_source=one.target_source, weight=one.weight,
            )
            for one in method.indicators
        ],
    )  # fmt: skip
