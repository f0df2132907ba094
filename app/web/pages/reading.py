"""Choosing how a file is read that is not UTF-8: the same bytes are checked again, as a draft of their own."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.choose_reading import choose_reading
from app.domain.access import Permission
from app.domain.errors import BadRequest, Conflict
from app.web.deps import Form, Visiting
from app.web.doors import may
from app.web.pages.submissions import show_submission
from app.web.refusals import refused

router = APIRouter(prefix="/{language:language}")


@router.post("/submissions/{submission}/reading", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def choose(visit: Visiting, submission: str, form: Form, request: Request) -> Response:
    """On to the page of the file read so; or the page of the file with why not."""
    try:
        made = choose_reading(
            visit.house, person=visit.signed_in(), submission=submission,
            encoding=form.text("encoding", most=40, needed=False), now=visit.now,
        )  # fmt: skip
    except (BadRequest, Conflict) as error:
        return show_submission(visit, submission, refused(visit, error, form, form="reading"))
    request.app.state.checking.start_and_wait(made)
    return RedirectResponse(f"/{visit.language}/submissions/{made}", status_code=303)
