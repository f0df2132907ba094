"""A member's tree of scores out of its stored result: what is kept is enough to compute everything above it anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain import explain
from app.domain.combining import Input, Tree, combine_all
from app.domain.editions import IndicatorResult, Measured, MemberResult, Reason
from app.domain.explain import Parts
from app.domain.levels import is_owed, points_of, quality_of
from app.domain.method import Indicator, Method
from app.domain.readings import Reading

Changes = Mapping[str, float | None]
"""Other raw values by indicator code; None takes the value away."""


def trees(method: Method, member: MemberResult, cases: Sequence[Changes]) -> list[Tree]:
    """The member's trees, one for each case of changes, computed together; no changes give the stored scores."""
    stored = inputs_of(method, member)
    return combine_all(method, [stored | _changed(method, changes) for changes in cases])


def inputs_of(method: Method, member: MemberResult) -> dict[str, Input]:
    """What each indicator brought when the result was computed."""
    kept = {one.code: one for one in member.indicators}
    return {i.code: _input(i, kept[i.code], method) for i in method.indicators if i.code in kept}


def difference(method: Method, one: MemberResult, other: MemberResult) -> Parts | None:
    """The parts by which the index of one is above that of the other; None when either has no score.

    Both results must be by this very method.
    """
    (before,), (after,) = trees(method, other, [{}]), trees(method, one, [{}])
    return explain.change(method, before, after)


def _input(indicator: Indicator, one: IndicatorResult, method: Method) -> Input:
    read = Reading(one.value, approximate=one.approximate, age=one.age)
    return Input(one.points, quality_of(read, indicator, method.rules), is_owed(indicator, one.value))


def _changed(method: Method, changes: Changes) -> dict[str, Input]:
    found = {}
    for code, value in changes.items():
        given = Measured(None, Reason.NO_DATA) if value is None else Measured(value)
        found[code] = Input(points_of(given, method.indicator(code))[0])
    return found
