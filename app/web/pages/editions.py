"""The deeds of an edition: draft, preview, freeze, publish, and correct what was published. The administrator alone."""

from __future__ import annotations

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import RedirectResponse, Response

from app.actions.draft_edition import draft_edition
from app.actions.freeze_edition import freeze_edition
from app.actions.issue_reports import issue_reports
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.domain.access import Permission
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.periods import Quarter
from app.storage import editions
from app.web import shown
from app.web.deps import Filled, Form, Visit, Visiting
from app.web.directory import quarter_of
from app.web.doors import may
from app.web.pages.regions import show_region
from app.web.refusals import refused

router = APIRouter(prefix="/{language:language}")

ON_EDITION = {"preview": preview_edition, "freeze": freeze_edition, "publish": publish_edition}
DRAFTING = ("draft", "correct")
DEEDS = (*DRAFTING, *ON_EDITION)


@router.post("/regions/{code}/editions/{quarter}/{deed}", dependencies=[may(Permission.ADMINISTER)])
def do(visit: Visiting, code: str, quarter: str, deed: str, form: Form, later: BackgroundTasks) -> Response:
    """One step of the edition, or the page again with the word that says why it was not taken.

    Publishing also prints the reports of the edition after the answer.
    """
    person, asked = visit.signed_in(), quarter_of(quarter)
    if not shown.sees_region(person, code) or deed not in DEEDS:
        raise NotFound("not_found")
    try:
        edition = _done(visit, code, asked, deed, form)
    except (BadRequest, Conflict) as error:
        return show_region(visit, code, str(asked), refused(visit, error, form, form=deed))
    if deed == "publish":
        later.add_task(issue_reports, visit.house, edition=edition, now=visit.now)
    return RedirectResponse(f"/{visit.language}/regions/{code}?quarter={asked}#edition", status_code=303)


def _done(visit: Visit, code: str, asked: Quarter, deed: str, form: Filled) -> int:
    """The id of the edition after the deed."""
    person = visit.signed_in()
    if deed in DRAFTING:
        reason = form.text("reason", most=1000, needed=False) if deed == "correct" else ""
        return draft_edition(visit.house, person=person, region=code, quarter=asked, reason=reason, now=visit.now)
    with visit.reading() as session:
        edition = editions.newest(session, code, asked)
    if edition is None:
        raise NotFound("not_found")
    ON_EDITION[deed](visit.house, person=person, edition=edition.id, now=visit.now)
    return edition.id
