"""A stored result that somebody plays with, and the other values they ask about."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.editions import MemberResult, QuarterResult
from app.domain.errors import BadRequest, NotFound
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.rebuilding import Changes
from app.web import shown
from app.web.deps import Visit
from app.web.shown import Shown

MOST_TYPED = 24


@dataclass(frozen=True)
class Asked:
    """A stored result with the others of its quarter; `others` None where the reader sees no ranks of it."""

    member: str
    source: Shown
    result: MemberResult
    others: QuarterResult | None
    method: Method


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
    """The number that a program wrote, with a decimal point; None for nothing. BadRequest for what is no number."""
    plain = text.strip()
    if not plain:
        return None
    try:
        return float(plain) if len(plain) <= MOST_TYPED else float("nan")
    except ValueError:
        raise BadRequest("bad_request.impossible_value", indicator=indicator[:40]) from None


def changes_of(given: list[str]) -> Changes:
    """`CODE:value` each, an empty value taking the indicator away."""
    return {code: number_of(code, value) for code, _, value in (one.partition(":") for one in given)}


def other_of(asked: Asked, code: str) -> MemberResult:
    """Another member of the same result; NotFound for anybody else."""
    found = next((one for one in (asked.others.members if asked.others else ()) if one.member == code), None)
    if found is None or code == asked.member:
        raise NotFound("not_found")
    return found
