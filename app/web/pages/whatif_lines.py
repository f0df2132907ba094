"""The lines of the what-if page."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.causes import Cause, causes_of_parts
from app.domain.editions import Measured, MemberResult
from app.domain.explain import Parts
from app.domain.method import Method
from app.domain.whatif import Gain, Outcome, Stand
from app.web.asked import Asked
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
    code: str
    name: str
    value: str
    target: str
    points: float


@dataclass(frozen=True)
class ComparedView:
    other: str
    own_score: str
    other_score: str
    difference: float | None
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
        value = gain.value.value
        told.append(GainLine(
            gain.code, words.named(indicator.names),
            why_not(gain.value, words) if value is None else with_unit(value, indicator.unit, words),
            with_unit(gain.target, indicator.unit, words), gain.points,
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


def compared(asked: Asked, other: MemberResult, parts: Parts | None, words: Words) -> ComparedView:
    """The two scores and the parts of their difference; the name of the other is filled in by the page."""
    difference = None if parts is None else parts.total[asked.method.root.code]
    return ComparedView("", _score(asked.result.published, words), _score(other.published, words), difference,
                        _parts(asked.method, parts, words))  # fmt: skip


def cause_name(cause: Cause, method: Method, words: Words) -> str:
    """The indicator, or the data that appeared or disappeared."""
    return words.t("whatif.coverage") if cause.code is None else words.named(method.indicator(cause.code).names)


def _parts(method: Method, parts: Parts | None, words: Words) -> tuple[PartLine, ...]:
    if parts is None:
        return ()
    return tuple(PartLine(cause_name(one, method, words), one.points) for one in causes_of_parts(method, parts))


def _score(score: Measured, words: Words) -> str:
    return why_not(score, words) if score.value is None else words.number(score.value)


def _whole(value: int | None, words: Words) -> str:
    return DASH if value is None else words.whole(value)


def _rank(stand: Stand, words: Words) -> str:
    if stand.rank is None:
        return DASH
    return words.t("web.member.rank_of", rank=words.whole(stand.rank), ranked=words.whole(stand.ranked))
