"""What a program is answered that has sent a file: the receipt, or the findings as a problem detail (RFC 9457)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from app.domain.errors import Running
from app.storage import once, submissions
from app.storage.once import Once
from app.web.api.problems import PROBLEM
from app.web.api.submission_lines import finding_shape, submission_shape
from app.web.api.submission_models import RefusedShape, SubmissionDetailShape
from app.web.deps import Visit

PATIENCE_SECONDS = 10.0
"""How long an answer waits for the check; a program waits longer than a person."""
AGAIN_SECONDS = 5
_HEADERS = {"Location": {"description": "the submission", "schema": {"type": "string"}}}
_SCHEMAS = "#/components/schemas"
_EITHER = {"oneOf": [{"$ref": f"{_SCHEMAS}/RefusedShape"}, {"$ref": f"{_SCHEMAS}/ProblemShape"}]}
ANSWERS: dict[int | str, dict[str, Any]] = {
    201: {"model": SubmissionDetailShape, "description": "A new submission", "headers": _HEADERS},
    200: {"description": "The same bytes were received before", "headers": _HEADERS},
    202: {"model": SubmissionDetailShape, "description": "Kept; its check goes on", "headers": _HEADERS},
    422: {"model": RefusedShape, "description": "Refused, with the findings; or a key that was used for another file",
          "content": {PROBLEM: {"schema": _EITHER}}},
}  # fmt: skip
"""What a file that was sent may be answered, for the description of the API."""


@dataclass(frozen=True)
class Arrived:
    """A file that is kept: under which submission, which id a new one was to have, and the key it counts by."""

    submission: str
    new_id: str
    once: Once | None


async def receipt(visit: Visit, request: Request, arrived: Arrived) -> Response:
    """The answer once the check is over, or 202 when that takes long; Running for a repeated key meanwhile.

    201 for a new submission, 200 for bytes that were there; 422 for a refused file. Each names the submission.
    """
    check = asyncio.wrap_future(request.app.state.checking.start(arrived.submission))
    # Waiting holds no thread, and giving up ends no check.
    await asyncio.wait([check], timeout=PATIENCE_SECONDS)
    return await run_in_threadpool(_answer, visit, arrived)


def _answer(visit: Visit, arrived: Arrived) -> Response:
    person = visit.signed_in()
    with visit.reading() as session:
        row = submissions.visible(session, person, arrived.submission)
        held = once.held(session, person.id, arrived.once, visit.now) if arrived.once else None
    new = row.id == arrived.new_id
    if not row.checked:
        if held and not new:
            raise Running("idempotency-key-running", count=AGAIN_SECONDS)
        return _json(visit, detail(visit, row.id), 202)
    if row.outcome == "refused":
        return _json(visit, refusal(visit, row.id), 422)
    return _json(visit, detail(visit, row.id), 201 if new or (held and held.made) else 200)


def _json(visit: Visit, body: SubmissionDetailShape | RefusedShape, status: int) -> Response:
    id = body.instance.rsplit("/", 1)[1] if isinstance(body, RefusedShape) else body.submission.id
    headers = {"Location": f"/api/v1/submissions/{id}", "Content-Language": visit.language}
    if status == 202:
        headers["Retry-After"] = str(AGAIN_SECONDS)
    kind = PROBLEM if isinstance(body, RefusedShape) else None
    return JSONResponse(_plain(body), status_code=status, headers=headers, media_type=kind)


def _plain(body: BaseModel) -> object:
    return body.model_dump(mode="json")


def detail(visit: Visit, submission: str) -> SubmissionDetailShape:
    """State and findings of a submission that the person may see; NotFound otherwise."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
        found = submissions.findings(session, submission)
    shapes = [finding_shape(one, visit.words) for one in found]
    return SubmissionDetailShape(submission=submission_shape(row), findings=shapes)


def refusal(visit: Visit, submission: str) -> RefusedShape:
    """A refused file as a problem: nothing of it is taken, and the findings say what to correct."""
    told = detail(visit, submission)
    name = told.submission.file_name
    return RefusedShape(
        type="urn:barid:problem:file-refused", title=visit.words.t("web.api.refused"), status=422,
        detail=visit.words.n("web.api.refused.detail", told.submission.errors, file=name),
        instance=f"/api/v1/submissions/{submission}", submission=told.submission, errors=told.findings,
    )  # fmt: skip
