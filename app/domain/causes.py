"""What moved an index, the largest cause first: the values of indicators, and data that appeared or disappeared.

Pages, reports and the API say the same causes in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.editions import MemberResult
from app.domain.explain import Parts
from app.domain.method import Method
from app.domain.rounding import half_up

LEAST = 0.05
"""Points; less is printed as 0.0 and is not told."""


@dataclass(frozen=True)
class Cause:
    """`code`: the indicator whose value it was; None for all data together that appeared or disappeared."""

    code: str | None
    points: float


def causes_of_change(result: MemberResult) -> tuple[Cause, ...]:
    """The causes of a stored change; they and what is too little to tell sum to it. None stored: no cause."""
    found = []
    for one in result.indicators:
        if one.change is not None:
            found.append((one.code, one.change, one.change_coverage or 0.0))
    return _told(found)


def causes_of_parts(method: Method, parts: Parts) -> tuple[Cause, ...]:
    """The causes of a difference that was computed now."""
    return _told(
        (leaf.code, total, total - parts.value.get(leaf.code, 0.0))
        for leaf in method.indicators
        if (total := parts.total.get(leaf.code)) is not None
    )


def _told(found: Iterable[tuple[str, float, float]]) -> tuple[Cause, ...]:
    """From code, whole part and what of it is coverage."""
    parts = list(found)
    told = [Cause(code, total - came) for code, total, came in parts]
    told.append(Cause(None, sum(came for _, _, came in parts)))
    return tuple(sorted((c for c in told if counts(c.points)), key=lambda c: (-abs(c.points), c.code or "")))


def foremost(causes: tuple[Cause, ...], most: int = 3) -> tuple[tuple[Cause, ...], bool]:
    """The causes that a sentence names, and whether there are more. Data that came or went are always named."""
    named = tuple(cause for at, cause in enumerate(causes) if at < most or cause.code is None)
    return named, len(named) < len(causes)


def counts(points: float | None) -> bool:
    """Whether so many points are printed as other than 0.0."""
    return points is not None and abs(half_up(points)) >= LEAST
