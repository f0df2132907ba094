"""The way from what was published of the quarter before, and published quarters by today's method, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.causes import counts
from app.domain.editions import MemberResult
from app.storage.revised import Series
from app.web.words import Words

EFFECTS = ("value", "coverage", "revision", "method", "rounding")


@dataclass(frozen=True)
class EffectLine:
    name: str
    points: float


@dataclass(frozen=True)
class BridgeView:
    """`lines` sum to `total`."""

    sentence: str
    total: float
    lines: tuple[EffectLine, ...]


@dataclass(frozen=True)
class SeriesLine:
    quarter: str
    edition: str
    method: str
    published: str
    revised: str


def bridge(result: MemberResult, words: Words) -> BridgeView | None:
    """Told where figures were corrected or the method is another; otherwise the change since the quarter before says it
    all."""
    found = result.bridge
    if found is None or not (counts(found.revision) or counts(found.method)):
        return None
    key = "bridge.from.edition" if found.edition is not None else "bridge.from.method"
    sentence = words.t(key, before=words.number(found.previous), quarter=words.quarter(found.quarter),
                       edition=words.whole(found.edition or 0), method=found.method_version,
                       now=words.number(result.index.value))  # fmt: skip
    lines = tuple(
        EffectLine(words.t(f"bridge.{effect}"), points)
        for effect in EFFECTS
        if counts(points := getattr(found, effect))
    )
    return BridgeView(sentence, found.total, lines)


def series(found: list[Series], words: Words) -> tuple[SeriesLine, ...]:
    """Each published quarter as published and by the newest method, newest first; nothing where they are all one."""
    if all(one.published == one.revised for one in found):
        return ()
    return tuple(
        SeriesLine(words.quarter(one.quarter), words.whole(one.edition), one.method_version,
                   words.number(one.published), words.number(one.revised))
        for one in reversed(found)
    )  # fmt: skip
