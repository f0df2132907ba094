"""From evidence to the results of a quarter: the one way in which scores come about.

A member's score depends on its own figures and the method alone; only its rank looks at others.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain import explain
from app.domain.aggregate import aggregate
from app.domain.bands import Trend
from app.domain.bridging import Earlier, bridges
from app.domain.certainty import Certainty, Drawn, certainty
from app.domain.editions import (
    IndicatorResult,
    Measured,
    MemberResult,
    NodeResult,
    QuarterResult,
    Reason,
    Standing,
)
from app.domain.explain import Parts
from app.domain.gaps import gaps
from app.domain.histories import History, histories
from app.domain.levels import grade_of, is_borderline, is_small, level_of
from app.domain.method import Method
from app.domain.moments import Moment, moments
from app.domain.observations import Evidence
from app.domain.periods import Quarter
from app.domain.risk import assess_risk
from app.domain.rounding import half_up
from app.domain.signals import MOVES, Situation, signals

__all__ = ["ENGINE_VERSION", "Earlier", "rank", "score"]

ENGINE_VERSION = "4"


def score(
    evidence: Evidence, method: Method, region: str, published: Earlier | None = None, *, drawn: bool = True
) -> QuarterResult:
    """The results of the evidence's quarter for all its members, best first, those without a rank last.

    The quarter before is computed from the same evidence, so that every change is explained by parts that sum to it.
    `published`: what was published of the quarter before; the bridges start from there. Without `drawn` nothing is
    said of how sure the scores are: no bands, no trends, no signals of moves; all else is the same.
    """
    deepest = max(indicator.carry_quarters for indicator in method.indicators)
    quarters = tuple(evidence.quarter.back(age) for age in range(deepest + 2))
    read = aggregate(evidence, method, quarters)
    known, apart = histories(evidence), gaps(evidence, method)
    known = {code: replace(one, gaps=apart.get(code, ())) for code, one in known.items()}
    codes = sorted(known)
    now, scores = moments(codes, evidence.quarter, read, method)
    before, earlier = moments(codes, evidence.quarter.before(), read, method)
    members = [_member(code, evidence.quarter, (now[code], before[code]), method, known[code]) for code in codes]
    if drawn:
        sure = certainty(
            Drawn(str(evidence.quarter), codes, [now[code].read for code in codes], scores),
            Drawn(str(evidence.quarter.before()), codes, [before[code].read for code in codes], earlier),
            method,
        )
        members = [_with_certainty(one, sure, at, method) for at, one in enumerate(members)]
    else:
        members = [_without_moves(one) for one in members]
    bridged = bridges(published, evidence, method, now, before) if published is not None else {}
    members = [replace(one, bridge=bridged.get(one.member)) for one in members]
    return QuarterResult(
        region=region,
        quarter=str(evidence.quarter),
        method_version=method.version,
        method_hash=method.hash,
        engine_version=ENGINE_VERSION,
        members=rank(members),
    )


def _without_moves(member: MemberResult) -> MemberResult:
    """The member without the signals that only a sure move of the score raises."""
    return replace(member, signals=tuple(one for one in member.signals if one.code not in MOVES))


def _with_certainty(member: MemberResult, sure: Certainty, at: int, method: Method) -> MemberResult:
    """The member with what draws say of it; a move of the score is told as a signal only where it is sure."""
    moved = sure.moved[at] if member.previous is not None else None
    certain = moved is not None and moved.trend is not Trend.UNCLEAR
    return replace(
        member,
        band=sure.bands[at],
        moved=moved,
        above=sure.above[at],
        borderline=is_borderline(sure.bands[at], method.rules),
        signals=tuple(one for one in member.signals if certain or one.code not in MOVES),
    )


def rank(members: list[MemberResult]) -> tuple[MemberResult, ...]:
    """Ranks among the FINAL, equal published values sharing the better rank; the others follow without one."""
    values = sorted((_published(m) for m in members if m.standing is Standing.FINAL), reverse=True)
    ranked = [
        replace(m, rank=values.index(_published(m)) + 1 if m.standing is Standing.FINAL else None, ranked=len(values))
        for m in members
    ]
    return tuple(sorted(ranked, key=lambda m: (m.rank is None, m.rank or 0, -_published(m), m.member)))


def _published(member: MemberResult) -> float:
    return -1.0 if member.published.value is None else member.published.value


def _member(
    member: str, quarter: Quarter, moments: tuple[Moment, Moment], method: Method, history: History
) -> MemberResult:
    """Everything about one member and quarter but its rank."""
    earlier = quarter.before()
    now, before = moments[0], moments[1] if history.anything_until(earlier) else None
    place = now.tree.places[method.root.code]
    previous = before.tree.places[method.root.code].score if before else None
    parts = explain.change(method, before.tree, now.tree) if before else None
    risk = assess_risk(history, quarter, now.read, method)
    if before:
        risk = replace(risk, previous=assess_risk(history, earlier, before.read, method).index)
    published = published_of(place.score, method)
    weighing = [reading for code, reading in now.read.items() if method.weights[code] > 0]
    return MemberResult(
        member=member,
        quarter=str(quarter),
        index=place.score,
        published=published,
        standing=now.tree.standing,
        grade=grade_of(place.quality, is_small(weighing, method.rules), method.rules),
        coverage=place.coverage,
        lower=place.lower,
        upper=place.upper,
        level=None if published.value is None else level_of(published.value, method.rules),
        previous=published_of(previous, method) if previous else None,
        change=parts.total[method.root.code] if parts else None,
        reasons=_reasons(now, method),
        nodes=_nodes(now, before, parts, method),
        indicators=_indicators(now, before, parts, method),
        risk=risk,
        signals=signals(
            Situation(history, quarter, method, published, published_of(previous, method) if previous else None)
        ),
        sent=tuple(s for s in history.sent if s.quarter == quarter),
    )


def published_of(score: Measured, method: Method) -> Measured:
    """The index as it is published: rounded, or the reason why there is none."""
    return score if score.value is None else Measured(half_up(score.value, method.rules.decimals))


def _reasons(now: Moment, method: Method) -> tuple[tuple[str, Reason], ...]:
    """Every node and weighing indicator without a number, with the reason, from the index down."""
    codes = [node.code for node in method.depth_first] + [i.code for i in method.indicators if method.weights[i.code]]
    found = []
    for code in codes:
        score = now.tree.places[code].score if code in now.tree.places else now.tree.points[code]
        if score.reason is not None:
            found.append((code, score.reason))
    return tuple(found)


def _nodes(now: Moment, before: Moment | None, parts: Parts | None, method: Method) -> tuple[NodeResult, ...]:
    carries, costs = explain.contributions(method, now.tree), explain.lost(method, now.tree)
    came = explain.appearance(method, parts) if parts else {}
    return tuple(
        NodeResult(
            code=node.code,
            parent=node.parent,
            level=node.level,
            score=(place := now.tree.places[node.code]).score,
            coverage=place.coverage,
            lower=place.lower,
            upper=place.upper,
            weight=method.weights[node.code],
            contribution=_part(carries, node.code),
            lost=_part(costs, node.code),
            previous=before.tree.places[node.code].score if before else None,
            change=_part(parts, node.code) if parts else None,
            change_coverage=came[node.code] + 0.0 if parts else None,
        )
        for node in method.depth_first
    )


def _indicators(now: Moment, before: Moment | None, parts: Parts | None, method: Method) -> tuple[IndicatorResult, ...]:
    carries, costs = explain.contributions(method, now.tree), explain.lost(method, now.tree)
    came = explain.appearance(method, parts) if parts else {}
    return tuple(
        IndicatorResult(
            code=code,
            parent=indicator.node,
            value=(reading := now.read[code]).value,
            points=now.points[code][0],
            numerator=reading.numerator,
            denominator=reading.denominator,
            n=reading.n,
            interval=reading.interval,
            approximate=reading.approximate,
            clip=now.points[code][1],
            age=reading.age,
            source_quarter=reading.source_quarter,
            weight=method.weights[code],
            contribution=_part(carries, code),
            lost=_part(costs, code),
            previous=before.read[code].value if before else None,
            change=_part(parts, code) if parts and method.weights[code] else None,
            change_coverage=came[code] + 0.0 if parts and method.weights[code] else None,
        )
        for indicator in method.indicators
        for code in [indicator.code]
    )


def _part(parts: Parts | None, code: str) -> float:
    return parts.total.get(code, 0.0) + 0.0 if parts else 0.0
