"""What to do about a method, from its diagnostics: sentences of the catalogue, `advice.CODE`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.association import LEAST_UNITS
from app.domain.coherence import COHERENT, Pair
from app.domain.diagnostics import Diagnostics
from app.domain.importance import Importance
from app.domain.index import AnyIndex
from app.domain.reach import LEAST_COVERAGE, Reach

FAR = 2.0
"""A pillar brings too much or too little where its share of the variance is so many times its weight (assumption)."""
FEW = 2
"""So many pairs of one node are told one by one."""


@dataclass(frozen=True)
class Advice:
    """`subjects`: codes of indicators and nodes. `value`: what it rests on; `beside`: what that is held against.
    `unit`: how both are told: `number` or `share`. `who`: a unit, for the code that names one. `count`:
    so many of so many pairs, for the codes about many."""

    code: str
    subjects: tuple[str, ...]
    value: float
    n: int
    beside: float = 0.0
    unit: str = "number"
    who: str = ""
    count: tuple[int, int] = (0, 0)


def advice(index: AnyIndex, found: Diagnostics) -> tuple[Advice, ...]:
    """In the order of the method's making: data, goalposts, indicators, weights."""
    return (
        *_of_reaches(index, found),
        *_of_pairs(index, found),
        *_of_consistencies(found),
        *_of_importances(found),
        *_of_drops(found),
    )


def _of_reaches(index: AnyIndex, found: Diagnostics) -> Iterator[Advice]:
    for one in found.reaches:
        if index.weights[one.code] == 0 or not one.owed:
            continue
        if one.n / one.owed < LEAST_COVERAGE:
            yield Advice("coverage", (one.code,), one.n / one.owed, one.owed, LEAST_COVERAGE, "share")
        yield from _of_goalposts(one)


def _of_goalposts(one: Reach) -> Iterator[Advice]:
    if one.n < LEAST_UNITS:
        return
    if one.differing == 1:
        yield Advice("constant", (one.code,), 0.0, one.n)
    elif one.revise:
        side = "clip_above" if one.above >= one.below else "clip_below"
        count = one.above if side == "clip_above" else one.below
        yield Advice(side, (one.code,), (one.below + one.above) / one.n, one.n, count / one.n, "share")


def _of_pairs(index: AnyIndex, found: Diagnostics) -> Iterator[Advice]:
    """A sentence for each flagged pair; where a node has many, one about them all that names the strongest."""
    weighing = [pair for pair in found.pairs if index.weights[pair.left] > 0 and index.weights[pair.right] > 0]
    for node in index.depth_first:
        here = [pair for pair in weighing if pair.node == node.code]
        for flag in ("alike", "against"):
            flagged = sorted((pair for pair in here if pair.flag == flag), key=lambda pair: -abs(_r(pair)))
            if len(flagged) <= FEW:
                yield from (Advice(flag, (pair.left, pair.right), _r(pair), pair.pearson.n) for pair in flagged)
            else:
                most, count = flagged[0], (len(flagged), len(here))
                subjects = (most.left, most.right, node.code)
                yield Advice(f"{flag}_many", subjects, _r(most), most.pearson.n, count=count)


def _r(pair: Pair) -> float:
    return pair.pearson.value or 0.0


def _of_consistencies(found: Diagnostics) -> Iterator[Advice]:
    for one in found.consistencies:
        if one.alpha.value is not None and one.alpha.value < COHERENT:
            yield Advice("incoherent", (one.node,), one.alpha.value, one.alpha.n, COHERENT)


def _of_importances(found: Diagnostics) -> Iterator[Advice]:
    for one in found.importances:
        if one.level == "pillar":
            yield from _of_importance(one)


def _of_importance(one: Importance) -> Iterator[Advice]:
    share = one.share.value
    if share is not None and share > FAR * one.nominal:
        yield Advice("leads", (one.code,), share, one.share.n, one.nominal, "share")
    elif share is not None and share < one.nominal / FAR:
        yield Advice("idle", (one.code,), share, one.share.n, one.nominal, "share")


def _of_drops(found: Diagnostics) -> Iterator[Advice]:
    """The one indicator on which most places hang."""
    moving = [one for one in found.drops if one.rank.mean is not None and one.rank.most]
    if moving:
        one = max(moving, key=lambda drop: drop.rank.mean or 0.0)
        most = abs(one.rank.most or 0.0)
        yield Advice("decides", (one.code,), one.rank.mean or 0.0, one.rank.n, most, who=one.rank.who)
