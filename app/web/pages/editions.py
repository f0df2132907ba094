"""The deeds of an edition: draft, preview, freeze, publish, and correct what was published. The administrator alone."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session

from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.issue_reports import issue_reports
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.domain.access import Permission, grants
from app.domain.errors import NotFound
from app.domain.periods import Quarter
from app.storage import editions
from app.web import shown
from app.web.deps import Form, Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may

router = APIRouter(prefix="/{language:language}")

NEXT: dict[str | None, tuple[str, ...]] = {
    None: ("draft",),
    "draft": ("preview",),
    "preview": ("freeze",),
    "frozen": ("publish",),
    "published": ("correct",),
}
ON_EDITION = {"preview": preview_edition, "freeze": freeze_edition, "publish": publish_edition}


@dataclass(frozen=True)
class Deed:
    name: str
    text: str
    kind: str = ""
    reason: str = ""


def deeds_of(visit: Visit, session: Session, region: str, quarter: Quarter) -> tuple[str, tuple[Deed, ...]]:
    """What the edition's state is, in words, and what the administrator may do next."""
    words, person = visit.words, visit.person
    if person is None or not grants(person, Permission.ADMINISTER) or person.region != region:
        return "", ()
    edition = editions.newest(session, region, quarter)
    names = NEXT[edition.state if edition else None]
    text = words.t("web.edition.none")
    if edition is not None:
        state = words.t(f"web.edition.state.{edition.state}")
        text = words.t("web.edition.is", number=str(edition.number), state=state)
    asks = words.t("web.edition.reason") if names == ("correct",) else ""
    deeds = tuple(
        Deed(name, words.t(f"web.edition.deed.{name}"), "" if name == names[-1] else "quiet", asks) for name in names
    )
    return text, deeds


@router.post("/regions/{code}/editions/{quarter}/{deed}", dependencies=[may(Permission.ADMINISTER)])
def do(visit: Visiting, code: str, quarter: str, deed: str, form: Form, later: BackgroundTasks) -> RedirectResponse:
    """One step of the edition; publishing also prints its reports after the answer."""
    person, asked = visit.signed_in(), quarter_of(quarter)
    if not shown.sees_region(person, code):
        raise NotFound("not_found")
    if deed in ("draft", "correct"):
        reason = form.text("reason", most=1000) if deed == "correct" else ""
        draft_edition(visit.house, person=person, region=code, quarter=asked, reason=reason, now=visit.now)
    elif deed in ON_EDITION:
        with visit.reading() as session:
            edition = editions.newest(session, code, asked)
        if edition is None:
            raise NotFound("not_found")
        ON_EDITION[deed](visit.house, person=person, edition=edition.id, now=visit.now)
        if deed == "publish":
            later.add_task(issue_reports, visit.house, edition=edition.id, now=visit.now)
    else:
        raise NotFound("not_found")
    return RedirectResponse(f"/{visit.language}/regions/{code}?quarter={asked}#edition", status_code=303)
