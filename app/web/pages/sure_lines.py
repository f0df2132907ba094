"""How sure a member's score is, in words."""

from __future__ import annotations

from app.domain.bands import MOST
from app.domain.editions import MemberResult
from app.web.words import Words

LEAST_LIKELY = 0.05
"""Levels less likely than this are not named."""


def _share(p: float, words: Words) -> str:
    """A probability from draws."""
    return words.t("sure.most", share=words.share(MOST)) if p > MOST else words.share(p)


def lines(result: MemberResult, words: Words) -> tuple[tuple[str, str], ...]:
    """Name and value of each: band of the score, of the rank, the levels it may be at, and whether it moved."""
    band, found = result.band, []
    if band is None:
        return ()
    likely = words.t("sure.range.is", low=words.number(band.low), high=words.number(band.high))
    found.append((words.t("sure.range"), likely))
    if band.ranks is not None and result.rank is not None:
        best, worst = (words.whole(rank) for rank in band.ranks)
        told = words.t("sure.rank.one", best=best) if best == worst else words.t("sure.rank.is", best=best, worst=worst)
        found.append((words.t("sure.rank"), told))
    levels = [(level, p) for level, p in enumerate(band.levels, 1) if p >= LEAST_LIKELY]
    if len(levels) > 1:
        named = (words.t("sure.levels.is", level=words.whole(level), share=words.share(p)) for level, p in levels)
        found.append((words.t("sure.levels"), " · ".join(named)))
    if result.moved is not None:
        told = words.t(f"sure.move.{result.moved.trend.value}", share=_share(result.moved.told, words))
        found.append((words.t("sure.move"), told))
    return tuple(found)
