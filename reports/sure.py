"""How sure a member's score is, in one note of its report."""

from __future__ import annotations

from app.domain.bands import MOST
from app.domain.editions import MemberResult
from reports.formatting import Form


def _share(p: float, form: Form) -> str:
    """A probability from draws."""
    return form.say("sure.most", share=form.percent(100 * MOST, 0)) if p > MOST else form.percent(100 * p, 0)


def note(own: MemberResult, form: Form) -> str | None:
    """Band of the score, of the rank, and whether the score moved; None without a score."""
    band = own.band
    if band is None:
        return None
    likely = form.say("sure.range.is", low=form.number(band.low), high=form.number(band.high))
    told = [f"{form.say('sure.range')}: {likely}"]
    if band.ranks is not None and own.rank is not None:
        best, worst = (str(rank) for rank in band.ranks)
        said = (
            form.say("sure.rank.one", best=best) if best == worst else form.say("sure.rank.is", best=best, worst=worst)
        )
        told.append(f"{form.say('sure.rank')}: {said}")
    if own.moved is not None:
        said = form.say(f"sure.move.{own.moved.trend.value}", share=_share(own.moved.told, form))
        told.append(f"{form.say('sure.move')}: {said}")
    return f"{' · '.join(told)}. {form.say('sure.note')}"
