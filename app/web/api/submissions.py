"""Submissions by an operator's own system: send a file raw, read what came of it, submit."""

from __future__ import annotations

import tempfile
import uuid
from functools import partial
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.actions.follow_submission import follow_submission
from app.actions.receive_file import receive_file
from app.actions.submit_submission import submit_submission
from app.domain.access import OPERATOR, Permission, Person
from app.domain.errors import BadRequest, NotAllowed, SignInNeeded
from app.domain.measures import DATASETS
from app.storage import people, submissions
from app.web.api.bodies import KEYS_ONCE
from app.web.api.idempotency import key_of, once_of
from app.web.api.problems import PROBLEMS
from app.web.api.receipts import ANSWERS, Arrived, detail, receipt
from app.web.api.submission_lines import submission_shape
from app.web.api.submission_models import ReasonShape, StateShape, SubmissionDetailShape, SubmissionShape
from app.web.deps import Visit, Visiting
from app.web.doors import may
from app.web.pages.sending import for_events

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


@router.get("/submissions", dependencies=[may(Permission.SEE_SUBMISSIONS)], response_model=list[SubmissionShape])
def list_submissions(visit: Visiting) -> list[SubmissionShape]:
    """An operator's own, or what the region has submitted; newest first."""
    person = visit.signed_in()
    with visit.reading() as session:
        rows = (
            submissions.of_member(session, str(person.member)) if person.role in OPERATOR
            else submissions.of_region(session, str(person.region))
        )  # fmt: skip
    return [submission_shape(row) for row in rows]


@router.put("/submissions/{dataset}", dependencies=[may(Permission.SEND)], response_model=SubmissionDetailShape,
            responses=ANSWERS)  # fmt: skip
async def send_file(visit: Visiting, request: Request, dataset: str,
                    name: Annotated[str, Query(max_length=200)] = "file.csv",
                    profile: Annotated[str, Query(max_length=40)] = "",
                    encoding: Annotated[str | None, Query(max_length=40)] = None,
                    _key: Annotated[str | None, Header(alias="Idempotency-Key")] = None) -> Response:  # fmt: skip
    """The body is the file, nothing around it. The same bytes again give the same submission.

    With an `Idempotency-Key` the request counts once for seven days: sent again it gives the same submission,
    whatever became of it meanwhile; another body or address under the same key is a 422.
    `profile` names the columns of item events: barid, ips, olist, scms or one
    that the member made. `encoding` names the code page of figures
    that are not UTF-8, such as windows-1256; it is never guessed, and a file that is UTF-8 has none.
    201: a new submission, 200: it was there, 202: it is kept and its check goes on, 422: refused, with its findings.
    """
    key = key_of(request)
    person = await run_in_threadpool(sender, visit)
    if dataset not in DATASETS:
        raise BadRequest("bad_request.dataset")
    digest = sha256()
    with tempfile.TemporaryFile(dir=visit.house.data) as kept:
        async for chunk in request.stream():
            digest.update(chunk)
            await run_in_threadpool(kept.write, chunk)
        kept.seek(0)
        counts, new = once_of(request, key, digest.hexdigest()), str(uuid.uuid4())
        received = partial(
            receive_file, visit.house, person=person, dataset=dataset, member=str(person.member), name=name,
            source=kept, now=visit.now, language=visit.language, encoding=encoding, counts=counts, new_id=new,
            **for_events(visit, dataset, profile),
        )  # fmt: skip
        submission = await run_in_threadpool(received)
    return await receipt(visit, request, Arrived(submission, new, counts))


@router.get("/submissions/{submission}", dependencies=[may(Permission.SEE_SUBMISSIONS)],
            response_model=SubmissionDetailShape)  # fmt: skip
def read_submission(visit: Visiting, submission: str) -> SubmissionDetailShape:
    """State and findings, sentences in the language of `Accept-Language`."""
    return detail(visit, submission)


@router.post(
    "/submissions/{submission}/submit", dependencies=[may(Permission.SUBMIT), KEYS_ONCE], response_model=StateShape
)
def submit(visit: Visiting, submission: str, body: ReasonShape, later: BackgroundTasks) -> StateShape:
    """Let the file leave the house; the results follow."""
    person = sender(visit)
    with visit.reading() as session:
        submissions.visible(session, person, submission)
    state = submit_submission(
        visit.house, person=person, submission=submission, reason=body.reason[:1000], now=visit.now
    )
    later.add_task(follow_submission, visit.house, submission=submission, now=visit.now)
    return StateShape(state=state.value)


def sender(visit: Visit) -> Person:
    """The person behind a token that may send; a browser's cookie sends nothing here."""
    person = visit.signed_in()
    if not visit.bearer or visit.token is None:
        raise SignInNeeded("sign_in_needed")
    with visit.reading() as session:
        if people.scope_of(session, visit.token, visit.now) != "send":
            raise NotAllowed("not_allowed.scope")
    return person
