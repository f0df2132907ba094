"""What if: other values for a member's indicators, what its targets would win, and how it compares with another.

Nothing here is a result, and nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.access import Permission
from app.domain.errors import BadRequest
from app.domain.whatif import to_be_won, what_if
from app.web.asked import MOST_TYPED, Asked, asked_for, other_of
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.pages import whatif_lines as lines
from app.web.pages.sending import Choice
from app.web.refusals import said
from app.web.show import show
from app.web.typed import number_typed

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class WhatIfPage:
    code: str
    name: str
    member_href: str
    quarter: str
    quarter_code: str
    source: str
    choices: tuple[Choice, ...]
    typed: str
    refusal: str
    outcome: lines.OutcomeView | None
    gains: tuple[lines.GainLine, ...]
    others: tuple[Choice, ...]
    compared: lines.ComparedView | None


@router.get("/members/{code}/what-if", dependencies=[may(Permission.READ_PUBLISHED)])
def page(
    visit: Visiting, code: str, quarter: str, indicator: str = "", value: str = "", compare: str = ""
) -> HTMLResponse:
    """The form with its answer. `value` empty takes the indicator away."""
    asked = asked_for(visit, code, quarter_of(quarter))
    outcome, refusal = None, ""
    if indicator:
        try:
            changes = {indicator: number_typed(value, visit.language, indicator) if value.strip() else None}
            outcome = lines.outcome(asked, what_if(asked.method, asked.result, changes, asked.others), visit.words)
        except BadRequest as error:
            refusal = said(visit, error)
    name = visit.directory.name(code, visit.words)
    return show(visit, "whatif.html", WhatIfPage(
        code=code, name=name, member_href=f"/{visit.language}/members/{code}?quarter={quarter}",
        quarter=visit.words.quarter(quarter_of(quarter)), quarter_code=quarter, source=asked.source.text(visit.words),
        choices=lines.choices(asked, indicator, visit.words), typed=value[:MOST_TYPED], refusal=refusal,
        outcome=outcome, gains=lines.gains(asked.method, to_be_won(asked.method, asked.result), visit.words),
        others=_others(visit, asked, compare), compared=_compared(visit, asked, compare) if compare else None,
    ), status=400 if refusal else 200)  # fmt: skip


def _others(visit: Visit, asked: Asked, chosen: str) -> tuple[Choice, ...]:
    """The members with a score in the same result."""
    known = () if asked.others is None else asked.others.members
    named = sorted(
        (visit.directory.name(one.member, visit.words), one.member)
        for one in known
        if one.member != asked.member and one.index.value is not None
    )
    return tuple(Choice(code, name, "", code == chosen) for name, code in named)


def _compared(visit: Visit, asked: Asked, compare: str) -> lines.ComparedView:
    name = visit.directory.name(compare, visit.words)
    return lines.compared(asked, other_of(asked, compare), name, visit.words)
