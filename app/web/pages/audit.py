"""The audit log: who did what, newest first, each reader as far as their right goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from app.domain.access import Permission
from app.domain.deeds import DEEDS, Reach, reach
from app.storage import log, people, regions
from app.storage.log import BY_ITSELF, LogRow
from app.web.audit_choice import Chosen
from app.web.csv_out import csv_file
from app.web.deps import Visit, Visiting
from app.web.doors import may
from app.web.pages.audit_lines import AuditLine, actor_of, line_of
from app.web.pages.sending import Choice
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
PAGE = 50
FILE = 20_000
"""The most rows of a file; older ones are behind its filters and the API."""


@dataclass(frozen=True)
class AuditPage:
    lede: str
    people: tuple[Choice, ...]
    deeds: tuple[Choice, ...]
    members: tuple[Choice, ...]
    quarters: tuple[Choice, ...]
    lines: tuple[AuditLine, ...]
    query: str
    older: str
    paged: bool
    most: str


@router.get("/audit", dependencies=[may(Permission.READ_AUDIT)])
def audit_page(visit: Visiting, chosen: Chosen) -> HTMLResponse:
    person, words = visit.signed_in(), visit.words
    with visit.reading() as session:
        rows = log.newest(session, person, chosen, PAGE + 1)
        actors = _people(visit, session, chosen)
        quarters = _quarters(visit, session, chosen)
    query = query_of(chosen)
    page = AuditPage(
        lede=words.t(f"web.audit.lede.{reach(person).value}"), people=actors,
        deeds=tuple(Choice(deed, words.t(f"web.audit.deed.{deed}"), "", deed == chosen.deed) for deed in DEEDS),
        members=_members(visit, chosen), quarters=quarters,
        lines=tuple(line_of(row, visit, zone_of(visit)) for row in rows[:PAGE]), query=query,
        older=_with(query, f"before={rows[PAGE - 1].seq}") if len(rows) > PAGE else "",
        paged=chosen.before is not None, most=words.number(FILE, 0),
    )  # fmt: skip
    return show(visit, "audit.html", page)


@router.get("/audit.csv", dependencies=[may(Permission.READ_AUDIT)])
def audit_csv(visit: Visiting, chosen: Chosen) -> Response:
    """The chosen rows as a sheet, the newest `FILE` of them, with the codes and hashes that the page leaves out."""
    words = visit.words
    names = ("number", "moment", "person", "deed", "code", "about", "object", "member", "reason", "hash")
    rows = [
        (row.seq, row.at.isoformat(timespec="seconds"), actor_of(row, visit), words.t(f"web.audit.deed.{row.action}"),
         row.action, row.called, row.object, row.member, row.reason, row.hash)
        for row in _all(visit, chosen)
    ]  # fmt: skip
    return csv_file("barid-audit.csv", [[words.t(f"web.audit.{name}") for name in names], *rows])


def query_of(chosen: log.Choice) -> str:
    """The choice as it stands in an address, without the page."""
    asked = {"person": chosen.actor, "deed": chosen.deed, "member": chosen.member, "quarter": chosen.quarter}
    return urlencode({name: str(value) for name, value in asked.items() if value is not None})


def zone_of(visit: Visit) -> str:
    """An operator reads its own clock; an office has members in many zones and reads UTC."""
    member = visit.signed_in().member
    return visit.directory.member(member).zone if member else "UTC"


def _all(visit: Visit, chosen: log.Choice) -> Iterator[LogRow]:
    """Row by row, asked for in parts: a statement takes a limited number of values."""
    left, part = FILE, 500
    with visit.reading() as session:
        while left > 0:
            rows = log.newest(session, visit.signed_in(), chosen, min(part, left))
            yield from rows
            if len(rows) < part:
                return
            left -= len(rows)
            chosen = replace(chosen, before=rows[-1].seq)


def _with(query: str, more: str) -> str:
    return f"{query}&{more}" if query else more


def _people(visit: Visit, session: Session, chosen: log.Choice) -> tuple[Choice, ...]:
    """Those among whom the reader may choose; nobody for whoever reads their own deeds alone."""
    person, far = visit.signed_in(), reach(visit.signed_in())
    if far is Reach.NOTHING_ELSE:
        return ()
    rows = (
        people.in_region(session, str(person.region)) if far is Reach.REGION
        else people.of_member(session, str(person.member))
    )  # fmt: skip
    known = [(row.id, row.name) for row in rows] + [(BY_ITSELF, visit.words.t("web.audit.system"))]
    return tuple(Choice(id, name, "", id == chosen.actor) for id, name in known)


def _members(visit: Visit, chosen: log.Choice) -> tuple[Choice, ...]:
    person = visit.signed_in()
    if reach(person) is not Reach.REGION:
        return ()
    found = visit.directory.members_of(str(person.region)).values()
    named = sorted((one.names.in_language(visit.language), one.code) for one in found)
    return tuple(Choice(code, name, "", code == chosen.member) for name, code in named)


def _quarters(visit: Visit, session: Session, chosen: log.Choice) -> tuple[Choice, ...]:
    person = visit.signed_in()
    region = person.region or visit.directory.member(str(person.member)).region
    begun = [each for each in regions.cycle_of(session, region).quarters() if each.first_day <= visit.now.date()]
    return tuple(Choice(str(each), visit.words.quarter(each), "", each == chosen.quarter) for each in reversed(begun))
