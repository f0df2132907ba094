"""Sentences about results: what moved a score, and by how much. The parts are the stored ones; nothing is computed."""

from __future__ import annotations

from app.domain.causes import causes_of_change
from app.domain.editions import MemberResult
from app.domain.method import Method
from app.domain.rounding import half_up
from app.web.words import Words

MOST_PARTS = 3
LEAST_PART = 0.05


def change_sentence(result: MemberResult, method: Method, words: Words) -> str:
    """One sentence: the change and its largest causes."""
    if result.published.value is None:
        return words.t("web.member.no_score")
    if result.change is None:
        return words.t("web.member.first")
    parts = change_parts(result, method, words)
    if not parts or abs(half_up(result.change)) < LEAST_PART:
        return words.t("web.member.unchanged")
    comma = words.t("web.list.comma") + ("" if words.language == "ar" else " ")
    listed = comma.join(
        words.t("web.member.part", name=name, change=words.signed(change)) for name, change in parts[:MOST_PARTS]
    )
    return words.t("web.member.moved", change=words.signed(result.change), parts=listed)


def change_parts(result: MemberResult, method: Method, words: Words) -> list[tuple[str, float]]:
    """Indicators, and data that appeared or disappeared, with their part of the change in points, the largest first."""
    named = [
        (
            words.t("whatif.coverage") if one.code is None else words.named(method.indicator(one.code).names),
            one.points,
        )
        for one in causes_of_change(result)
    ]
    return sorted(named, key=lambda part: (-abs(part[1]), part[0]))
