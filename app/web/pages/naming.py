"""Joining names of a file with columns that it lacks: the same bytes are checked again as a new draft."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.take_aliases import take_aliases
from app.domain.access import Permission
from app.domain.errors import BadRequest
from app.web.deps import Form, Visiting
from app.web.doors import may
from app.web.pages.submissions import show_submission
from app.web.refusals import refused

router = APIRouter(prefix="/{language:language}")


@router.post("/submissions/{submission}/names/take", dependencies=[may(Permission.SEND)])
def take_names(visit: Visiting, submission: str, form: Form, request: Request) -> Response:
    """Remember what was chosen, and go to the new draft; or why not, on the page of the old one."""
    chosen = {field[3:]: name for field, name in form.texts.items() if field.startswith("as-") and name.strip()}
    try:
        made = take_aliases(visit.house, person=visit.signed_in(), submission=submission, chosen=chosen, now=visit.now)
    except BadRequest as error:
        return show_submission(visit, submission, refused(visit, error, form, form="names"))
    request.app.state.checking.start_and_wait(made)
    return RedirectResponse(f"/{visit.language}/submissions/{made}", status_code=303)
