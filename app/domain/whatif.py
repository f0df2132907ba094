"""What if: a stored result with other raw values, and how many points each indicator could still win.

Nothing here is a result: nothing of it is stored, and no evidence is needed for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain import explain
from app.domain.combining import Tree
from app.domain.editions import Measured, MemberResult, QuarterResult, Standing
from app.domain.errors import BadRequest
from app.domain.explain import Parts
from app.domain.levels import is_owed, level_of
from app.domain.method import Indicator, Method
from app.domain.readings import is_figure
from app.domain.rebuilding import Changes, trees
from app.domain.scoring import published_of, rank

_MOST_PER_CENT = 100.0


@dataclass(frozen=True)
class Stand:
    """Where a member stands. `index` is unrounded; `rank` is None without the others, or without a FINAL score."""

    index: Measured
    published: Measured
    standing: Standing
    level: int | None
    rank: int | None
    ranked: int
    coverage: float
    lower: float
    upper: float
    pillars: tuple[tuple[str, Measured], ...]


@dataclass(frozen=True)
class Outcome:
    """The member as it is and as it would be. `parts` sum to the difference; None when one of the two has no score."""

    before: Stand
    after: Stand
    parts: Parts | None

    @property
    def difference(self) -> float | None:
        """Points of the index, unrounded."""
        old, new = self.before.index.value, self.after.index.value
        return None if old is None or new is None else new - old


@dataclass(frozen=True)
class Gain:
    """What an indicator's target would bring: `points` of the index. `value` is the present one."""

    code: str
    value: Measured
    target: float
    points: float


def what_if(method: Method, member: MemberResult, changes: Changes, others: QuarterResult | None = None) -> Outcome:
    """The member's scores with other raw values, everything else as it is.

    `others`: the quarter among whose members it is ranked, which stay as they are; None for no rank. BadRequest for an
    indicator that the member's result does not have, or a number that its value could not be.
    """
    known = {one.code for one in member.indicators}
    for code, value in changes.items():
        if code not in known:
            raise BadRequest("bad_request.no_such_indicator", indicator=code[:40])
        if value is not None:
            _must_be_possible(method.indicator(code), value)
    before, after = trees(method, member, [{}, changes])
    return Outcome(
        _stand(method, member, before, others),
        _stand(method, member, after, others),
        explain.change(method, before, after),
    )


def to_be_won(method: Method, member: MemberResult) -> tuple[Gain, ...]:
    """How many points the index would gain from each indicator alone brought to its target, the most first.

    Exact, through the whole engine. Indicators without weight, and those with nothing to measure that the method drops,
    are left out; a member without a score has nothing that could be told.
    """
    kept = [
        one
        for one in member.indicators
        if method.weights[one.code] > 0 and is_owed(method.indicator(one.code), one.value)
    ]
    cases: list[Changes] = [{one.code: method.indicator(one.code).target} for one in kept]
    now, *then = trees(method, member, [{}, *cases])
    index = now.value(method.root.code)
    if index is None:
        return ()
    gains = [
        Gain(one.code, one.value, method.indicator(one.code).target, tree.known(method.root.code) - index)
        for one, tree in zip(kept, then, strict=True)
    ]
    return tuple(sorted(gains, key=lambda gain: (-gain.points, gain.code)))


def _must_be_possible(indicator: Indicator, value: float) -> None:
    if not is_figure(value) or (indicator.unit == "percent" and value > _MOST_PER_CENT):
        raise BadRequest("bad_request.impossible_value", indicator=indicator.code)


def _stand(method: Method, member: MemberResult, tree: Tree, others: QuarterResult | None) -> Stand:
    place = tree.places[method.root.code]
    published = published_of(place.score, method)
    own = replace(member, index=place.score, published=published, standing=tree.standing, rank=None, ranked=0)
    if others is not None:
        placed = rank([own if one.member == member.member else one for one in others.members])
        own = next((one for one in placed if one.member == member.member), own)
    return Stand(
        index=place.score,
        published=published,
        standing=tree.standing,
        level=None if published.value is None else level_of(published.value, method.rules),
        rank=own.rank,
        ranked=own.ranked,
        coverage=place.coverage,
        lower=place.lower,
        upper=place.upper,
        pillars=tuple((pillar.code, tree.places[pillar.code].score) for pillar in method.pillars),
    )
