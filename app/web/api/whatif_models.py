"""The shapes of what-if answers, and of results beside those by another method."""

from __future__ import annotations

from pydantic import field_validator

from app.domain.periods import Quarter
from app.web.api.models import MeasuredShape, Shape


class StandShape(Shape):
    """Where a member stands or would stand; `index` is unrounded."""

    index: MeasuredShape
    published: MeasuredShape
    standing: str
    level: int | None
    rank: int | None
    ranked: int
    coverage: float
    lower: float
    upper: float
    pillars: dict[str, MeasuredShape]


class PartShape(Shape):
    """An indicator's part of a difference in points of the index: by its value, and by data that came or went."""

    indicator: str
    value: float
    coverage: float


class OutcomeShape(Shape):
    """A what-if: never a result. The parts sum to the difference, which is null without a score on both sides."""

    before: StandShape
    after: StandShape
    difference: float | None
    parts: list[PartShape]


class GainShape(Shape):
    """What the target of one indicator alone would bring."""

    indicator: str
    value: MeasuredShape
    target: float
    points: float


class ComparedShape(Shape):
    """How two members differ; the parts sum to the difference, and `sentence` names the largest."""

    member: MeasuredShape
    other: MeasuredShape
    difference: float | None
    sentence: str
    parts: list[PartShape]


class SeriesShape(Shape):
    """A published quarter as published, and by the method of today; null where there is no score."""

    member: str
    quarter: str
    edition: int
    method_version: str
    published: float | None
    revised: float | None

    @field_validator("quarter", mode="before")
    @classmethod
    def printed(cls, quarter: Quarter | str) -> str:
        return str(quarter)
