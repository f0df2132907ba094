"""What if, points to be won, and comparison, for machines. Nothing here is a result, and nothing of it is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from app.domain.access import Permission
from app.domain.editions import Measured
from app.domain.explain import Parts, appearance
from app.domain.method import Method
from app.domain.rebuilding import difference
from app.domain.whatif import Stand, to_be_won, what_if
from app.storage import revised
from app.web.api.models import MeasuredShape
from app.web.api.problems import PROBLEMS
from app.web.api.whatif_models import ComparedShape, GainShape, OutcomeShape, PartShape, SeriesShape, StandShape
from app.web.asked import asked_for, changes_of, other_of
from app.web.deps import Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.explain import difference_sentence

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
MOST = 40


@router.get("/members/{code}/what-if/{quarter}", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=OutcomeShape)  # fmt: skip
def what_if_result(
    visit: Visiting, code: str, quarter: str, change: Annotated[list[str], Query(min_length=1, max_length=MOST)]
) -> OutcomeShape:
    """The stored result with other values. `change` is `CODE:value`, as often as wanted; `CODE:` takes it away."""
    asked = asked_for(visit, code, quarter_of(quarter))
    found = what_if(asked.method, asked.result, changes_of(change), asked.others)
    return OutcomeShape(before=_stand(found.before), after=_stand(found.after), difference=found.difference,
                        parts=_parts(asked.method, found.parts))  # fmt: skip


@router.get("/members/{code}/to-be-won/{quarter}", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=list[GainShape])  # fmt: skip
def points_to_be_won(visit: Visiting, code: str, quarter: str) -> list[GainShape]:
    """For each weighing indicator the points of the index that its target alone would bring, the most first."""
    asked = asked_for(visit, code, quarter_of(quarter))
    return [
        GainShape(indicator=one.code, value=_measured(one.value), target=one.target, points=one.points)
        for one in to_be_won(asked.method, asked.result)
    ]


@router.get("/members/{code}/compared/{quarter}", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=ComparedShape)  # fmt: skip
def compared(visit: Visiting, code: str, quarter: str, other: str) -> ComparedShape:
    """The parts by which the member stands above another of the same result; they sum to the difference."""
    asked = asked_for(visit, code, quarter_of(quarter))
    found = other_of(asked, other)
    parts = difference(asked.method, asked.result, found)
    return ComparedShape(
        member=_measured(asked.result.index), other=_measured(found.index),
        difference=None if parts is None else parts.total[asked.method.root.code],
        sentence=difference_sentence(visit.directory.name(other, visit.words), parts, asked.method, visit.words),
        parts=_parts(asked.method, parts),
    )  # fmt: skip


@router.get("/members/{code}/series", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=list[SeriesShape])  # fmt: skip
def published_and_revised(visit: Visiting, code: str) -> list[SeriesShape]:
    """Each published quarter of the member as published, and by the method of today, oldest first."""
    visit.directory.member(code)
    with visit.reading() as session:
        found = revised.series(session, [code], visit.todays_method.hash)
    return [SeriesShape.model_validate(one) for one in found]


@router.get("/regions/{code}/series", dependencies=[may(Permission.READ_PUBLISHED)],
            response_model=list[SeriesShape])  # fmt: skip
def region_series(visit: Visiting, code: str, quarter: str) -> list[SeriesShape]:
    """The members in a published quarter as published, and by the method of today, by code."""
    visit.directory.region(code)
    members = list(visit.directory.members_of(code))
    with visit.reading() as session:
        found = revised.series(session, members, visit.todays_method.hash, quarter_of(quarter))
    return [SeriesShape.model_validate(one) for one in found]


def _stand(stand: Stand) -> StandShape:
    return StandShape(
        index=_measured(stand.index), published=_measured(stand.published), standing=stand.standing.value,
        level=stand.level, rank=stand.rank, ranked=stand.ranked, coverage=stand.coverage, lower=stand.lower,
        upper=stand.upper, pillars={code: _measured(score) for code, score in stand.pillars},
    )  # fmt: skip


def _parts(method: Method, parts: Parts | None) -> list[PartShape]:
    if parts is None:
        return []
    came = appearance(method, parts)
    return [
        PartShape(indicator=leaf.code, value=total - came[leaf.code], coverage=came[leaf.code])
        for leaf in method.indicators
        if (total := parts.total.get(leaf.code)) is not None
    ]


def _measured(score: Measured) -> MeasuredShape:
    return MeasuredShape(value=score.value, reason=score.reason.value if score.reason else None)
