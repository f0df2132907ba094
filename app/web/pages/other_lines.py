"""The lines of what other choices of the method would do, shaped for showing; nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.other_methods import OtherMethods
from app.web.words import DASH, Words

Named = Callable[[str], str]
DIGITS = 2


@dataclass(frozen=True)
class ChoiceLine:
    """One choice of the method: its share of what moves ranks, alone and with others, each with its interval."""

    name: str
    first: str
    first_range: str
    total: str
    total_range: str


@dataclass(frozen=True)
class MemberLine:
    """Score and rank as they stand, under other methods, and under the errors of the data."""

    code: str
    name: str
    score: str
    score_method: str
    score_data: str
    rank: str
    rank_method: str
    rank_data: str


@dataclass(frozen=True)
class OtherLines:
    sentences: tuple[str, ...]
    varied: str
    choices: tuple[ChoiceLine, ...]
    members: tuple[MemberLine, ...]


def other_lines(of: OtherMethods, members: Named, words: Words) -> OtherLines:
    """Everything of the section."""
    varied = words.t(
        "others.varied", runs=words.whole(of.runs), weights=words.share(of.variation.weight_reach),
        goalposts=words.share(of.variation.goalpost_reach),
    )  # fmt: skip
    return OtherLines(
        tuple(_sentences(of, words)), varied, tuple(_choices(of, words)), tuple(_members(of, members, words))
    )


def _sentences(of: OtherMethods, words: Words) -> Iterator[str]:
    if not of.effects:
        yield words.t("others.still")
        return
    first, *others = of.leading
    told = {"first": words.share(first.first), "total": words.share(first.total)}
    if others:
        named = " · ".join(words.t(f"others.factor.{one.factor}") for one in of.leading)
        yield words.t("others.several", names=named)
    else:
        yield words.t("others.most", name=words.t(f"others.factor.{first.factor}"), **told)
    low, high = (words.number(end, DIGITS) for end in (of.low, of.high))
    yield words.t("others.shift", low=low, high=high)


def _choices(of: OtherMethods, words: Words) -> Iterator[ChoiceLine]:
    def between(ends: tuple[float, float]) -> str:
        low, high = (words.number(end, DIGITS) for end in ends)
        return words.t("others.range", low=low, high=high)

    for one in sorted(of.effects, key=lambda effect: -effect.total):
        yield ChoiceLine(
            words.t(f"others.factor.{one.factor}"), words.number(one.first, DIGITS), between(one.first_band),
            words.number(one.total, DIGITS), between(one.total_band),
        )  # fmt: skip


def _members(of: OtherMethods, names: Named, words: Words) -> Iterator[MemberLine]:
    def scores(ends: tuple[float, float] | None) -> str:
        return DASH if ends is None else words.t(
            "others.range", low=words.number(ends[0]), high=words.number(ends[1])
        )  # fmt: skip

    def ranks(ends: tuple[int, int] | None) -> str:
        return DASH if ends is None else words.t(
            "others.range", low=words.whole(ends[0]), high=words.whole(ends[1])
        )  # fmt: skip

    for one in of.members:
        if one.published is None:
            continue
        data = one.data
        yield MemberLine(
            one.member, names(one.member), words.number(one.published), scores(one.score),
            scores((data.low, data.high) if data else None),
            DASH if one.rank is None else words.whole(one.rank), ranks(one.ranks), ranks(data.ranks if data else None),
        )  # fmt: skip
