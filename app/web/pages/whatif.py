"""What if: other values for a member's indicators, what its targets would win, and how it compares with another.

Nothing here is a result, and nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.access import Permission
from app.domain.editions import MemberResult, QuarterResult
from app.domain.errors import BadRequest, NotFound
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.rebuilding import Changes, difference
from app.domain.whatif import to_be_won, what_if
from app.web import shown
from app.web.deps import Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.pages import whatif_lines as lines
from app.web.pages.sending import Choice
from app.web.refusals import said
from app.web.show import show
from app.web.shown import Shown

router = APIRouter(prefix="/{language:language}")
MOST_TYPED = 24


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


@dataclass(frozen=True)
class Asked:
    """A stored result with the others of its quarter; `others` None where the reader sees no ranks of it."""

    member: str
    source: Shown
    result: MemberResult
    others: QuarterResult | None
    method: Method


@router.get("/members/{code}/what-if", dependencies=[may(Permission.READ_PUBLISHED)])
def page(
    visit: Visiting, code: str, quarter: str, indicator: str = "", value: str = "", compare: str = ""
) -> HTMLResponse:
    """The form with its answer. `value` empty takes the indicator away."""
    asked = asked_for(visit, code, quarter_of(quarter))
    outcome, refusal = None, ""
    if indicator:
        try:
            changes = {indicator: number_of(indicator, value)}
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


def asked_for(visit: Visit, code: str, quarter: Quarter) -> Asked:
    """The member's stored result as the reader may see it; NotFound where there is none."""
    member = visit.directory.member(code)
    working = shown.sees_member(visit.person, code, member.region)
    placed = shown.sees_region(visit.person, member.region)
    with visit.reading() as session:
        found = shown.member_result(session, code, member.region, quarter, working=working, placed=placed)
        if found is None:
            raise NotFound("not_found")
        source, result = found
        whole = shown.region_result(session, member.region, quarter, working=working and placed)
    same = whole is not None and whole[0].id == source.id
    others = whole[1] if whole is not None and same else None
    return Asked(code, source, result, others, visit.house.methods.named(source.method_version))


def number_of(indicator: str, text: str) -> float | None:
    """The number typed, with a decimal point or comma; None for nothing. BadRequest for what is no number."""
    plain = text.strip().replace(",", ".").replace("٫", ".")
    if not plain:
        return None
    try:
        return float(plain) if len(plain) <= MOST_TYPED else float("nan")
    except ValueError:
        raise BadRequest("bad_request.impossible_value", indicator=indicator[:40]) from None


def changes_of(given: list[str]) -> Changes:
    """`CODE:value` each, an empty value taking the indicator away."""
    return {code: number_of(code, value) for code, _, value in (one.partition(":") for one in given)}


def _others(visit: Visit, asked: Asked, chosen: str) -> tuple[Choice, ...]:
    """The members with a score in the same result."""
    known = () if asked.others is None else asked.others.members
    named = sorted(
        (visit.directory.name(one.member, visit.words), one.member)
        for one in known
        if one.member != asked.member and one.index.value is not None
    )
    return tuple(Choice(code, name, "", code == chosen) for name, code in named)


def other_of(asked: Asked, code: str) -> MemberResult:
    """Another member of the same result; NotFound for anybody else."""
    found = next((one for one in (asked.others.members if asked.others else ()) if one.member == code), None)
    if found is None or code == asked.member:
        raise NotFound("not_found")
    return found


def _compared(visit: Visit, asked: Asked, compare: str) -> lines.ComparedView:
    other = other_of(asked, compare)
    parts = difference(asked.method, asked.result, other)
    view = lines.compared(asked, other, parts, visit.words)
    return replace(view, other=visit.directory.name(compare, visit.words))
