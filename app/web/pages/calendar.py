"""The calendar: when what is due, for an operator its own, for the office each member of the region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from app.actions.make_calendar_address import make_calendar_address
from app.domain.access import OPERATOR, Permission, Person
from app.domain.calendars import day_in
from app.domain.errors import NotFound
from app.domain.observations import Sent
from app.domain.periods import Cycle, Quarter
from app.storage import calendar_words, regions, sent
from app.web.deps import Form, Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.hosts import before_links
from app.web.pages.calendar_lines import CalendarLine, Fact, line, own_days
from app.web.pages.sending import Choice
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
COMING = 2
"""Quarters after the present one that an operator sees."""


@dataclass(frozen=True)
class CalendarPage:
    """`own`: an operator's page, with its days and its address; otherwise the office's, with quarters to choose."""

    own: bool
    lede: str
    lines: tuple[CalendarLine, ...]
    facts: tuple[Fact, ...]
    quarters: tuple[Choice, ...]
    address: str
    bare: bool
    made: str


@router.get("/calendar", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def calendar_page(visit: Visiting, quarter: str = "") -> HTMLResponse:
    person = visit.signed_in()
    if person.role in OPERATOR and person.member:
        return _own(visit, person)
    return _office(visit, str(person.region), quarter)


@router.post("/calendar", dependencies=[may(Permission.SEND)])
def address_form(visit: Visiting, form: Form) -> HTMLResponse:
    """The address is shown once; the one before stops working."""
    person = visit.signed_in()
    word = make_calendar_address(visit.house, person=person, now=visit.now)
    before = before_links(visit.request.headers.get("host", ""), visit.settings.base_address)
    return _own(visit, person, address=f"{before}/calendar/{word}.ics?lang={visit.language}")


def _own(visit: Visit, person: Person, *, address: str = "") -> HTMLResponse:
    words = visit.words
    with visit.reading() as session:
        member = regions.member(session, str(person.member))
        cycle = regions.cycle_of(session, member.region)
        owed = _owed(session, member.code, visit)
        made = calendar_words.made_at(session, member.code)
    today = day_in(member.zone, visit.now)
    present = _present(cycle, today)
    shown = [one for one in cycle.quarters() if owed.get(one) or 0 <= one.minus(present) <= COMING]
    page = CalendarPage(
        own=True,
        lede=words.t("web.calendar.lede.own", zone=member.zone),
        lines=tuple(
            line(visit, member, cycle, one, owed.get(one, ()), title=words.quarter(one), href="") for one in shown
        ),
        facts=own_days(visit, member, cycle, present),
        quarters=(),
        address=address,
        bare=address.startswith("/"),
        made=words.t("web.calendar.made", moment=words.moment(made, member.zone)) if made is not None else "",
    )
    return show(visit, "calendar.html", page)


def _owed(session: Session, member: str, visit: Visit) -> dict[Quarter, list[Sent]]:
    """What is missing of the quarters that have begun."""
    found: dict[Quarter, list[Sent]] = {}
    for one in sent.due(session, member, visit.now):
        own = Sent(member, one.dataset, one.quarter, one.months, one.state, one.late, one.silent)
        found.setdefault(one.quarter, []).append(own)
    return found


def _office(visit: Visit, region: str, asked: str) -> HTMLResponse:
    words = visit.words
    with visit.reading() as session:
        cycle = regions.cycle_of(session, region)
        quarter = quarter_of(asked) if asked else _present(cycle, visit.now.date())
        if quarter not in cycle:
            raise NotFound("not_found")
        members = {member.code: member for member in regions.members(session, region)}
        sent_by: dict[str, list[Sent]] = {}
        for one in sent.of_region(session, region, quarter, visit.now):
            sent_by.setdefault(one.member, []).append(one)
    lines = [
        line(
            visit, member, cycle, quarter, sent_by[code], title=member.names.in_language(words.language),
            href=f"/{words.language}/members/{code}",
        )
        for code, member in members.items()
    ]  # fmt: skip
    page = CalendarPage(
        own=False,
        lede=words.t("web.calendar.lede.office", quarter=words.quarter(quarter)),
        lines=tuple(sorted(lines, key=lambda one: one.title)),
        facts=(),
        quarters=tuple(Choice(str(one), words.quarter(one), "", one == quarter) for one in cycle.quarters()),
        address="",
        bare=False,
        made="",
    )
    return show(visit, "calendar.html", page)


def _present(cycle: Cycle, today: date) -> Quarter:
    """The quarter that is due next: the first whose grace has not ended; after the cycle its last."""
    return next((one for one in cycle.quarters() if today <= cycle.grace_ends(one)), cycle.last)
