"""The lines of the what-if page."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.causes import causes_of_parts
from app.domain.editions import Measured, MemberResult
from app.domain.explain import Parts
from app.domain.method import Method
from app.domain.rebuilding import difference
from app.domain.whatif import Gain, Outcome, Stand
from app.web.asked import Asked
from app.web.explain import cause_name, difference_sentence
from app.web.pages.sending import Choice
from app.web.units import why_not, with_unit
from app.web.words import DASH, Words

MOST_GAINS = 5
LEAST_GAIN = 0.05


@dataclass(frozen=True)
class PartLine:
    name: str
    points: float


@dataclass(frozen=True)
class StandLine:
    """One figure before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class OutcomeView:
    difference: float | None
    lines: tuple[StandLine, ...]
    parts: tuple[PartLine, ...]


@dataclass(frozen=True)
class GainLine:
    """`missing`: why there is no value."""

    code: str
    name: str
    value: str
    target: str
    points: float
    missing: str = ""


@dataclass(frozen=True)
class PillarLine:
    """A pillar of two members, and its part of the difference of their indices."""

    name: str
    own: str
    other: str
    points: float


@dataclass(frozen=True)
class ComparedView:
    other: str
    sentence: str
    own_score: str
    other_score: str
    difference: float | None
    pillars: tuple[PillarLine, ...]
    parts: tuple[PartLine, ...]


def choices(asked: Asked, chosen: str, words: Words) -> tuple[Choice, ...]:
    """The weighing indicators, in the order of the method."""
    return tuple(
        Choice(i.code, f"{i.code} · {words.named(i.names)}", "", i.code == chosen)
        for i in asked.method.indicators
        if asked.method.weights[i.code] > 0
    )


def gains(method: Method, found: tuple[Gain, ...], words: Words, most: int | None = None) -> tuple[GainLine, ...]:
    """What each target would win, the most first; what would win nothing is left out."""
    told = []
    for gain in [one for one in found if one.points >= LEAST_GAIN][:most]:
        indicator = method.indicator(gain.code)
        told.append(GainLine(
            gain.code, words.named(indicator.names),
            with_unit(gain.value.value, indicator.unit, words), with_unit(gain.target, indicator.unit, words),
            gain.points, why_not(gain.value, words),
        ))  # fmt: skip
    return tuple(told)


def outcome(asked: Asked, found: Outcome, words: Words) -> OutcomeView:
    """Before and after, and what the difference consists of."""
    old, new = found.before, found.after
    lines = [
        StandLine(words.t("web.score"), _score(old.published, words), _score(new.published, words)),
        StandLine(words.t("web.standing"), *(words.t(f"web.standing.{one.standing.value}") for one in (old, new))),
        StandLine(words.t("web.level"), *(_whole(one.level, words) for one in (old, new))),
    ]
    if asked.others is not None:
        lines.append(StandLine(words.t("web.rank"), _rank(old, words), _rank(new, words)))
    for (code, before), (_, after) in zip(old.pillars, new.pillars, strict=True):
        name = words.named(asked.method.node(code).names)
        lines.append(StandLine(name, _score(before, words), _score(after, words)))
    return OutcomeView(found.difference, tuple(lines), _parts(asked.method, found.parts, words))


def compared(asked: Asked, other: MemberResult, name: str, words: Words) -> ComparedView:
    """The two scores, and the parts of their difference. `name` is that of the other member."""
    method, parts = asked.method, difference(asked.method, asked.result, other)
    return ComparedView(
        name, difference_sentence(name, parts, method, words),
        _score(asked.result.published, words), _score(other.published, words),
        None if parts is None else parts.total[method.root.code], _pillars(asked, other, parts, words),
        _parts(method, parts, words, "whatif.one_sided"),
    )  # fmt: skip


def _pillars(asked: Asked, other: MemberResult, parts: Parts | None, words: Words) -> tuple[PillarLine, ...]:
    """Whose parts sum to the difference; none without one."""
    if parts is None:
        return ()
    own, theirs = ({node.code: _score(node.score, words) for node in one.nodes} for one in (asked.result, other))
    return tuple(
        PillarLine(words.named(pillar.names), own[pillar.code], theirs[pillar.code], parts.total.get(pillar.code, 0.0))
        for pillar in asked.method.pillars
    )


def lost(result: MemberResult, method: Method, words: Words) -> tuple[GainLine, ...]:
    """The indicators that cost the index most of its distance from 100, the dearest first."""
    dear = sorted((one for one in result.indicators if one.lost >= LEAST_GAIN), key=lambda one: (-one.lost, one.code))
    told = []
    for one in dear[:MOST_GAINS]:
        indicator = method.indicator(one.code)
        value, target = (with_unit(each, indicator.unit, words) for each in (one.value.value, indicator.target))
        told.append(GainLine(one.code, words.named(indicator.names), value, target, one.lost))
    return tuple(told)


def _parts(
    method: Method, parts: Parts | None, words: Words, coverage: str = "web.cause.coverage"
) -> tuple[PartLine, ...]:
    if parts is None:
        return ()
    return tuple(
        PartLine(_begun(cause_name(one, method, words, coverage)), one.points) for one in causes_of_parts(method, parts)
    )


def _begun(name: str) -> str:
    """A name as the first word of a row."""
    return name[:1].upper() + name[1:]


def _score(score: Measured, words: Words) -> str:
    return why_not(score, words) if score.value is None else words.number(score.value)


def _whole(value: int | None, words: Words) -> str:
    return DASH if value is None else words.whole(value)


def _rank(stand: Stand, words: Words) -> str:
    if stand.rank is None:
        return DASH
    return words.t("web.member.rank_of", rank=words.whole(stand.rank), ranked=words.whole(stand.ranked))
