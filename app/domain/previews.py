"""What a draft would change, before it is submitted: values against those that count now, and the member's own results.

Nothing in here tells about other members: an operator sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.editions import Measured, MemberResult
from app.domain.weighing import distance

MOST_MOVED = 6
"""Indicators that an effect names."""

_LEAST = 0.05


@dataclass(frozen=True)
class Difference:
    """One value that is not what it was. `place`: the key of its row, such as month, product and partner; `line`: of
    the new file. A value that there was not, or is no more, is None."""

    dataset: str
    place: tuple[str, ...]
    name: str
    before: str | None
    after: str | None
    line: int | None


@dataclass(frozen=True)
class Comparison:
    """Values of a draft against those that count now for the same periods; `listed` are the first that differ."""

    changed: int
    new: int
    gone: int
    same: int
    listed: tuple[Difference, ...]


@dataclass(frozen=True)
class Moved:
    """An indicator whose points the draft moves; values in its unit, points on 0-100."""

    code: str
    value: tuple[Measured, Measured]
    points: tuple[Measured, Measured]


@dataclass(frozen=True)
class Outlook:
    """What is shown of a member's quarter, its rank left out."""

    index: Measured
    standing: str
    grade: str
    level: int | None
    risk: Measured | None
    pillars: tuple[tuple[str, Measured], ...]


@dataclass(frozen=True)
class Effect:
    """A quarter of the member as it stands, and as it would be with the draft."""

    quarter: str
    before: Outlook
    after: Outlook
    moved: tuple[Moved, ...]

    @property
    def none(self) -> bool:
        return self.before == self.after and not self.moved


@dataclass(frozen=True)
class Preview:
    """All that a draft would change. `basis`: the digests of the results that it was compared with."""

    basis: str
    comparison: Comparison
    effects: tuple[Effect, ...]


def effect(before: MemberResult, after: MemberResult) -> Effect:
    """From the results of one member and quarter without and with the draft; the most moved indicators first."""
    earlier = {one.code: one for one in before.indicators}
    moved = [
        Moved(one.code, (earlier[one.code].value, one.value), (earlier[one.code].points, one.points))
        for one in after.indicators
        if distance(earlier[one.code].points.value, one.points.value) >= _LEAST
    ]
    weights = {one.code: one.weight for one in after.indicators}
    moved.sort(key=lambda one: (-weights[one.code] * distance(*(points.value for points in one.points)), one.code))
    return Effect(after.quarter, outlook(before), outlook(after), tuple(moved[:MOST_MOVED]))


def outlook(result: MemberResult) -> Outlook:
    """What is shown of the result."""
    return Outlook(
        index=result.published,
        standing=result.standing.value,
        grade=result.grade,
        level=result.level,
        risk=result.risk.index if result.risk else None,
        pillars=tuple((node.code, node.score) for node in result.nodes if node.level == "pillar"),
    )
