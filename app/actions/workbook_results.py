"""The sheets of a stored result: one row for each member, and one for each of its indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.editions import IndicatorResult, Measured, MemberResult, QuarterResult

MEMBER = ("member", "rank", "ranked", "score", "reason", "standing", "grade", "level", "coverage", "lower", "upper",
          "change", "risk", "risk_reason", "risk_class")  # fmt: skip
INDICATOR = ("member", "indicator", "value", "reason", "points", "points_reason", "numerator", "denominator", "n",
             "source_quarter", "weight", "contribution", "change")  # fmt: skip


def member_rows(result: QuarterResult) -> Iterator[Sequence[object]]:
    """As `MEMBER`; a score that is missing has its reason instead."""
    return (_member(one) for one in result.members)


def indicator_rows(result: QuarterResult) -> Iterator[Sequence[object]]:
    """As `INDICATOR`, member by member."""
    return (_indicator(member.member, one) for member in result.members for one in member.indicators)


def _member(one: MemberResult) -> Sequence[object]:
    risk = _or_reason(one.risk.index) if one.risk else (None, None)
    return (one.member, one.rank, one.ranked, *_or_reason(one.published), one.standing.value, one.grade, one.level,
            one.coverage, one.lower, one.upper, one.change, *risk,
            one.risk.risk_class if one.risk else None)  # fmt: skip


def _indicator(member: str, one: IndicatorResult) -> Sequence[object]:
    return (member, one.code, *_or_reason(one.value), *_or_reason(one.points), one.numerator, one.denominator, one.n,
            one.source_quarter or None, one.weight, one.contribution, one.change)  # fmt: skip


def _or_reason(measured: Measured) -> tuple[float | None, str | None]:
    return measured.value, measured.reason.value if measured.reason else None
