"""Sentences about results: what moved a score, and by how much, and why two scores differ."""

from __future__ import annotations

from app.domain.causes import LEAST, Cause, causes_of_change, causes_of_parts, counts, foremost
from app.domain.editions import MemberResult
from app.domain.explain import Parts
from app.domain.method import Method
from app.web.words import Words

LEAST_PART = LEAST


def change_sentence(result: MemberResult, method: Method, words: Words) -> str:
    """One sentence: the change and its largest causes."""
    if result.published.value is None:
        return words.t("web.member.no_score")
    if result.change is None:
        return words.t("web.member.first")
    causes = causes_of_change(result)
    if not causes or not counts(result.change):
        return words.t("web.member.unchanged")
    key = "web.member.moved.more" if foremost(causes)[1] else "web.member.moved"
    parts = _listed(causes, method, words, "web.cause.coverage")
    return words.t(key, change=words.signed(result.change), parts=parts)


def difference_sentence(name: str, parts: Parts | None, method: Method, words: Words) -> str:
    """One sentence: how far a member's index is from that of the member called `name`, and why."""
    if parts is None:
        return words.t("whatif.no_score")
    difference, causes = parts.total[method.root.code], causes_of_parts(method, parts)
    if not causes or not counts(difference):
        return words.t("whatif.same", name=name)
    key = "whatif.compared.more" if foremost(causes)[1] else "whatif.compared"
    listed = _listed(causes, method, words, "whatif.one_sided")
    return words.t(key, name=name, change=words.signed(difference), parts=listed)


def cause_name(cause: Cause, method: Method, words: Words, coverage: str) -> str:
    """The indicator's name; for data that appeared or disappeared the words of the key `coverage`."""
    return words.t(coverage) if cause.code is None else words.named(method.indicator(cause.code).names)


def _listed(causes: tuple[Cause, ...], method: Method, words: Words, coverage: str) -> str:
    """The foremost causes with their points, as a sentence takes them."""
    return words.t("web.list.comma").join(
        words.t("web.member.part", name=cause_name(cause, method, words, coverage), change=words.signed(cause.points))
        for cause in foremost(causes)[0]
    )
