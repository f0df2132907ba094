"""The people of a region: who they are, inviting, ending an account."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.invite_person import invite_person
from app.actions.leave import leave
from app.domain.access import Permission, Role
from app.domain.errors import BadRequest, Conflict
from app.storage import people
from app.storage.people import PersonRow
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.hosts import before_links
from app.web.pages.sending import Choice
from app.web.refusals import NONE, Refusal, refused
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class PersonLine:
    id: str
    name: str
    email: str
    role: str
    member: str
    may_end: bool


@dataclass(frozen=True)
class PeoplePage:
    people: tuple[PersonLine, ...]
    roles: tuple[Choice, ...]
    members: tuple[Choice, ...]
    link: str
    bare: bool
    refusal: Refusal


@router.get("/people", dependencies=[may(Permission.ADMINISTER)])
def people_page(visit: Visiting) -> HTMLResponse:
    return _show(visit)


@router.post("/people", dependencies=[may(Permission.ADMINISTER)])
def invite(visit: Visiting, form: Form) -> Response:
    """The link is shown once, to be handed over; it works for 72 hours."""
    try:
        role = form.text("role")
        if role not in {each.value for each in Role}:
            raise BadRequest("bad_request.role")
        word = invite_person(
            visit.house, person=visit.signed_in(), email=form.text("email", most=200), name="", role=Role(role),
            member=form.text("member", needed=False) or None, language=form.text("language"), now=visit.now,
        )  # fmt: skip
    except (BadRequest, Conflict) as error:
        return _show(visit, refusal=refused(visit, error, form))
    before = before_links(visit.request.headers.get("host", ""), visit.settings.base_address)
    return _show(visit, link=f"{before}/{form.text('language')}/invitations/{word}")


@router.post("/people/{leaver}/end", dependencies=[may(Permission.ADMINISTER)])
def end(visit: Visiting, leaver: str, form: Form) -> RedirectResponse:
    leave(visit.house, person=visit.signed_in(), leaver=leaver, now=visit.now)
    return RedirectResponse(f"/{visit.language}/people", status_code=303)


def _show(visit: Visit, *, link: str = "", refusal: Refusal = NONE) -> HTMLResponse:
    words, person = visit.words, visit.signed_in()
    with visit.reading() as session:
        rows = [row for row in people.in_region(session, str(person.region)) if row.left_at is None]
    members = sorted((one.names.in_language(words.language), one.code)
                     for one in visit.directory.members_of(str(person.region)).values())  # fmt: skip
    page = PeoplePage(
        people=tuple(_line(visit, row) for row in rows),
        roles=tuple(Choice(role.value, words.t(f"web.role.{role.value}")) for role in Role),
        members=tuple(Choice(code, name) for name, code in members), link=link,
        bare=link.startswith("/"), refusal=refusal,
    )  # fmt: skip
    return show(visit, "people.html", page, status=refusal.status)


def _line(visit: Visit, row: PersonRow) -> PersonLine:
    words = visit.words
    return PersonLine(
        row.id, row.name, row.email, words.t(f"web.role.{row.role.value}"),
        visit.directory.name(row.member, words) if row.member else "", row.id != visit.signed_in().id,
    )  # fmt: skip
