"""The way from what was published of the quarter before, and published quarters by today's method, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.charts import Pair, Point, Spec, histories, pairs
from app.domain.causes import counts
from app.domain.editions import MemberResult
from app.domain.members import Member
from app.storage.revised import Series
from app.web.drawings import numbered
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
    """A quarter of one member, or one member in a quarter."""

    name: str
    href: str
    edition: str
    method: str
    published: str
    revised: str


@dataclass(frozen=True)
class SeriesView:
    lines: tuple[SeriesLine, ...]
    chart: Spec


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


def series(found: list[Series], words: Words) -> SeriesView | None:
    """Each published quarter as published and by the method of today, the newest first; None where all are one."""
    if all(one.published == one.revised for one in found):
        return None
    lines = tuple(
        SeriesLine(words.quarter(one.quarter), "", words.whole(one.edition), one.method_version,
                   words.number(one.published), words.number(one.revised))
        for one in reversed(found)
    )  # fmt: skip
    then = [Point(str(one.quarter), one.published, words.number(one.published)) for one in found]
    now = [Point(str(one.quarter), one.revised, words.number(one.revised)) for one in found]
    return SeriesView(lines, numbered(histories(then, now, language=words.language, names=_names(words)), words))


def region(
    found: list[Series], method_version: str, members: Mapping[str, Member], words: Words, link: str
) -> SeriesView | None:
    """The members in one published quarter, by what was published; None where that was by the method of today.

    `link` is an address with `{code}` for the member.
    """
    if not found or found[0].method_version == method_version:
        return None
    known = [one for one in found if one.member in members]
    known.sort(key=lambda one: (one.published is None, -(one.published or 0.0), one.member))
    names = [members[one.member].names.in_language(words.language) for one in known]
    lines = tuple(
        SeriesLine(name, link.format(code=one.member), words.whole(one.edition), one.method_version,
                   words.number(one.published), words.number(one.revised))
        for one, name in zip(known, names, strict=True)
    )  # fmt: skip
    rows = [Pair(name, one.published, one.revised) for one, name in zip(known, names, strict=True)]
    return SeriesView(lines, numbered(pairs(rows, language=words.language, names=_names(words)), words))


def _names(words: Words) -> tuple[str, str]:
    return words.t("bridge.published"), words.t("bridge.revised")
