"""The holidays of a member: an administrator of its region lists, adds and removes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.change_holidays import add_holidays, remove_holiday
from app.domain.access import Permission, must_cover
from app.domain.calendars import day_in
from app.domain.errors import BadRequest
from app.domain.holidays import MOST_AT_ONCE
from app.storage import regions
from app.web.deps import Filled, Form, Visit, Visiting
from app.web.doors import may
from app.web.pages.calendar_lines import weekday
from app.web.refusals import said
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class HolidayLine:
    day: str
    text: str
    past: bool
    weekend: bool


@dataclass(frozen=True)
class HolidaysPage:
    """`first` and `last`: what was typed, where it was not taken."""

    code: str
    name: str
    lines: tuple[HolidayLine, ...]
    hint: str
    fault: str
    first: str
    last: str


@router.get("/members/{code}/holidays", dependencies=[may(Permission.ADMINISTER)])
def holidays_page(visit: Visiting, code: str) -> HTMLResponse:
    return _show(visit, code)


@router.post("/members/{code}/holidays", dependencies=[may(Permission.ADMINISTER)])
def add(visit: Visiting, code: str, form: Form) -> Response:
    """One day, or all from the first to the last."""
    first, last = _typed(form, "first"), _typed(form, "last")
    try:
        begins = _day(first)
        ends = _day(last) if last else begins
        add_holidays(visit.house, person=visit.signed_in(), member=code, first=begins, last=ends, now=visit.now)
    except BadRequest as error:
        return _show(visit, code, fault=said(visit, error), first=first, last=last)
    return RedirectResponse(f"/{visit.language}/members/{code}/holidays", status_code=303)


@router.post("/members/{code}/holidays/remove", dependencies=[may(Permission.ADMINISTER)])
def remove(visit: Visiting, code: str, form: Form) -> Response:
    """One day; nothing happens where it was removed before."""
    day = _day(_typed(form, "day"))
    remove_holiday(visit.house, person=visit.signed_in(), member=code, day=day, now=visit.now)
    return RedirectResponse(f"/{visit.language}/members/{code}/holidays", status_code=303)


def _typed(form: Filled, name: str) -> str:
    return form.text(name, most=40, needed=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest("bad_request.holiday_day") from None


def _show(visit: Visit, code: str, *, fault: str = "", first: str = "", last: str = "") -> HTMLResponse:
    words, person = visit.words, visit.signed_in()
    must_cover(person, member=code, region=visit.directory.member(code).region)
    with visit.reading() as session:
        member = regions.member(session, code)
    today = day_in(member.zone, visit.now)
    lines = tuple(
        HolidayLine(day.isoformat(), weekday(day, words), day < today, day.isoweekday() in member.weekend)
        for day in sorted(member.holidays)
    )
    page = HolidaysPage(
        code=code, name=member.names.in_language(words.language), lines=lines,
        hint=words.t("holidays.last.hint", most=words.whole(MOST_AT_ONCE)), fault=fault, first=first, last=last,
    )  # fmt: skip
    return show(visit, "holidays.html", page, status=400 if fault else 200)
