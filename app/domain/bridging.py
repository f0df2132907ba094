"""From a quarter as it was published to the next one, across corrections and versions of the method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.aggregate import aggregate
from app.domain.combining import Tree, combine_all
from app.domain.editions import Bridge, MemberResult
from app.domain.explain import change_in_steps
from app.domain.method import Method
from app.domain.moments import Moment, moments
from app.domain.observations import Evidence
from app.domain.rebuilding import inputs_of


@dataclass(frozen=True)
class Earlier:
    """The quarter before as it was published: its method and its results by member.

    `edition` None: nothing was published of it, and `members` is empty; it is then taken as that method gives it now.
    """

    method: Method
    edition: int | None
    members: Mapping[str, MemberResult]


def bridges(
    earlier: Earlier,
    evidence: Evidence,
    method: Method,
    now: Mapping[str, Moment],
    before: Mapping[str, Moment],
) -> dict[str, Bridge]:
    """For each member the way from what was published of the quarter before to this quarter.

    `now` and `before`: the members at the two quarters by `method`. A member is left out where one of the trees has no
    score.
    """
    quarter, old = evidence.quarter.before(), earlier.method
    corrected = before
    if old.hash != method.hash:
        deepest = max(indicator.carry_quarters for indicator in old.indicators)
        read = aggregate(evidence, old, tuple(quarter.back(age) for age in range(deepest + 1)))
        corrected, _ = moments(list(now), quarter, read, old)
    published = _published(earlier) if earlier.edition is not None else {m: one.tree for m, one in corrected.items()}
    found = {
        member: _bridge(str(quarter), earlier, (published[member], corrected[member].tree), method,
                        (before[member].tree, now[member].tree))
        for member in now
        if member in published
    }  # fmt: skip
    return {member: one for member, one in found.items() if one is not None}


def _published(earlier: Earlier) -> dict[str, Tree]:
    """The trees of what was published, put together again from the points of its indicators."""
    inputs = [inputs_of(earlier.method, member) for member in earlier.members.values()]
    return dict(zip(earlier.members, combine_all(earlier.method, inputs), strict=True)) if inputs else {}


def _bridge(
    quarter: str, earlier: Earlier, was: tuple[Tree, Tree], method: Method, trees: tuple[Tree, Tree]
) -> Bridge | None:
    """`was`: the earlier quarter by its own method, as published and as corrected since. `trees`: the earlier quarter
    and this one by `method`.

    So the effect of the method is that on the earlier quarter, which both methods measure, and what was reported is
    valued by the newer one, as in every quarter that follows.
    """
    published, _ = was
    steps = change_in_steps((earlier.method, *was), (method, *trees))
    if steps is None:
        return None
    sums = {effect: math.fsum(found.values()) for effect, found in steps.parts.items()}
    parts = tuple(
        (effect, code, points)
        for effect in ("value", "coverage", "revision")
        for code, points in sorted(steps.parts[effect].items())
        if points
    )
    return Bridge(
        quarter=quarter, edition=earlier.edition, method_version=earlier.method.version,
        previous=published.known(earlier.method.root.code), total=steps.total, parts=parts,
        value=sums["value"], coverage=sums["coverage"], revision=sums["revision"], method=sums["method"],
        rounding=sums["rounding"],
    )  # fmt: skip
