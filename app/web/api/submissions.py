"""Submissions by an operator's own system: send a file raw, read what came of it, submit."""

from __future__ import annotations

import tempfile
from functools import partial
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request
from starlette.concurrency import run_in_threadpool

from app.actions.follow_submission import follow_submission
from app.actions.receive_file import receive_file
from app.actions.submit_submission import submit_submission
from app.domain.access import OPERATOR, Permission, Person
from app.domain.errors import BadRequest, NotAllowed, SignInNeeded
from app.domain.measures import DATASETS
from app.storage import people, submissions
from app.storage.submissions import SubmissionRow
from app.web.api.bodies import KEYS_ONCE
from app.web.api.problems import PROBLEMS
from app.web.api.submission_models import FindingShape, ReasonShape, StateShape, SubmissionDetailShape, SubmissionShape
from app.web.deps import Visit, Visiting
from app.web.doors import may
from app.web.pages.sending import for_events
from app.web.pages.submission_lines import finding_line

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
    return [_shape(row) for row in rows]


@router.put("/submissions/{dataset}", dependencies=[may(Permission.SEND)], response_model=SubmissionDetailShape)
async def send_file(visit: Visiting, request: Request, dataset: str,
                    name: Annotated[str, Query(max_length=200)] = "file.csv",
                    profile: Annotated[str, Query(max_length=40)] = "",
                    encoding: Annotated[str | None, Query(max_length=40)] = None) -> SubmissionDetailShape:  # fmt: skip
    """The body is the file, nothing around it. The same bytes again give the same submission.

    `profile` names the columns of item events: barid, ips, olist or scms. `encoding` names the code page of figures
    that are not UTF-8, such as windows-1256; it is never guessed, and a file that is UTF-8 has none.

    The answer comes once the file is kept; `checked` tells whether the check is already over.
    """
    person = await run_in_threadpool(_sender, visit)
    if dataset not in DATASETS:
        raise BadRequest("bad_request.dataset")
    with tempfile.TemporaryFile(dir=visit.house.data) as kept:
        async for chunk in request.stream():
            await run_in_threadpool(kept.write, chunk)
        kept.seek(0)
        received = partial(
            receive_file, visit.house, person=person, dataset=dataset, member=str(person.member), name=name,
            source=kept, now=visit.now, language=visit.language, encoding=encoding,
            **for_events(visit, dataset, profile),
        )  # fmt: skip
        submission = await run_in_threadpool(received)
    await run_in_threadpool(request.app.state.checking.start_and_wait, submission)
    return await run_in_threadpool(_detail, visit, submission)


@router.get("/submissions/{submission}", dependencies=[may(Permission.SEE_SUBMISSIONS)],
            response_model=SubmissionDetailShape)  # fmt: skip
def read_submission(visit: Visiting, submission: str) -> SubmissionDetailShape:
    """State and findings, sentences in the language of `Accept-Language`."""
    return _detail(visit, submission)


@router.post(
    "/submissions/{submission}/submit", dependencies=[may(Permission.SUBMIT), KEYS_ONCE], response_model=StateShape
)
def submit(visit: Visiting, submission: str, body: ReasonShape, later: BackgroundTasks) -> StateShape:
    """Let the file leave the house; the results follow."""
    person = _sender(visit)
    with visit.reading() as session:
        submissions.visible(session, person, submission)
    state = submit_submission(
        visit.house, person=person, submission=submission, reason=body.reason[:1000], now=visit.now
    )
    later.add_task(follow_submission, visit.house, submission=submission, now=visit.now)
    return StateShape(state=state.value)


def _sender(visit: Visit) -> Person:
    """The person behind a token that may send; a browser's cookie sends nothing here."""
    person = visit.signed_in()
    if not visit.bearer or visit.token is None:
        raise SignInNeeded("sign_in_needed")
    with visit.reading() as session:
        if people.scope_of(session, visit.token, visit.now) != "send":
            raise NotAllowed("not_allowed.scope")
    return person


def _detail(visit: Visit, submission: str) -> SubmissionDetailShape:
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
        findings = submissions.findings(session, submission)
    lines = [(one, finding_line(one, visit.words)) for one in findings]
    return SubmissionDetailShape(
        submission=_shape(row),
        findings=[
            FindingShape(code=one.code, severity=one.severity.value, scope=one.scope.value, line=one.line,
                         column=one.column, value=line.value or None, sheet=one.sheet, sentence=line.sentence,
                         hint=line.hint, more=one.more)
            for one, line in lines
        ],
    )  # fmt: skip


def _shape(row: SubmissionRow) -> SubmissionShape:
    return SubmissionShape(
        id=row.id, number=row.number, member=row.member, dataset=row.dataset, state=row.state.value,
        checked=row.checked, outcome=row.outcome, version=row.version, late=row.late, encoding=row.encoding,
        backfilled=row.backfilled,
        rows=row.rows, errors=row.errors, warnings=row.warnings, file_name=row.file_name, file_sha256=row.file_sha256,
        received_at=row.received_at, submitted_at=row.submitted_at, decided_at=row.decided_at,
    )  # fmt: skip
