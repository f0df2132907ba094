"""Files in parts, over a line that breaks: begin, go on where it stopped, ask how far it came, finish.

After draft-ietf-httpbis-resumable-upload, as far as one file of figures needs it.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from app.actions.append_upload import append_upload
from app.actions.begin_upload import begin_upload
from app.actions.drop_upload import drop_upload
from app.actions.finish_upload import finish_upload
from app.domain.access import Permission, Person
from app.domain.errors import Conflict
from app.storage import partials
from app.storage.partials import KEPT, Partial
from app.web.api.problems import PROBLEM, PROBLEMS
from app.web.api.receipts import ANSWERS, Arrived, receipt
from app.web.api.submission_models import SubmissionDetailShape
from app.web.api.submissions import sender
from app.web.api.upload_headers import completes, digest_of, offset_of, truth, whole_of
from app.web.api.upload_models import UploadShape
from app.web.deps import Visit, Visiting
from app.web.doors import may
from app.web.pages.sending import for_events

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
_MAY = [may(Permission.SEND)]
_ONE = "/uploads/{dataset}/{upload}"
_MISMATCH = "https://iana.org/assignments/http-problem-types#mismatching-upload-offset"
_NOTHING: dict[int | str, dict[str, str]] = {204: {"description": "`Upload-Offset` says how many bytes have come"}}


@router.post("/uploads/{dataset}", dependencies=_MAY, response_model=UploadShape, status_code=201)
def begin(visit: Visiting, request: Request, response: Response, dataset: str,
          name: Annotated[str, Query(max_length=200)] = "file.csv",
          profile: Annotated[str, Query(max_length=40)] = "",
          encoding: Annotated[str | None, Query(max_length=40)] = None) -> UploadShape:  # fmt: skip
    """Begin a file in parts. `Location` is where its bytes go; it lives for a day, and a member has two open at most.

    `Upload-Length` may say how many bytes the file has. `profile` and `encoding` are those of a file sent whole.
    """
    events = for_events(visit, dataset, profile)
    made = begin_upload(
        visit.house, person=sender(visit), dataset=dataset, name=name, language=visit.language,
        profile=events.get("profile", ""), encoding=encoding, most_bytes=events.get("most_bytes"),
        length=whole_of(request, "Upload-Length"), now=visit.now,
    )  # fmt: skip
    address = f"/api/v1/uploads/{dataset}/{made.id}"
    response.headers.update({"Location": address, **_state(made, 0)})
    return UploadShape(id=made.id, address=address, offset=0, length=made.length, most_bytes=made.most_bytes,
                       ends_at=made.begun_at + KEPT)  # fmt: skip


@router.head(_ONE, dependencies=_MAY, status_code=204, response_class=Response, responses=_NOTHING)
def how_far(visit: Visiting, dataset: str, upload: str) -> Response:
    """`Upload-Offset`: how many bytes have come; 409 while more are coming. After its end `Location` is what it
    became."""
    found = _found(visit, sender(visit), dataset, upload)
    headers = _state(found, partials.size(visit.house.data, found))
    if found.submission is not None:
        headers["Location"] = f"/api/v1/submissions/{found.submission}"
    return Response(status_code=204, headers=headers)


@router.patch(_ONE, dependencies=_MAY, response_model=SubmissionDetailShape, responses={**ANSWERS, **_NOTHING})
async def go_on(visit: Visiting, request: Request, dataset: str, upload: str) -> Response:
    """More bytes from `Upload-Offset` on. With `Upload-Complete: ?1` they are the last, and the answer is that of a
    whole file; `Repr-Digest: sha-256=:...:` is compared with the whole before.

    An offset that is not where the upload stands is a 409 that says where that is.
    """
    offset, last, digest = offset_of(request), completes(request), digest_of(request)
    person = await run_in_threadpool(sender, visit)
    found = await run_in_threadpool(_found, visit, person, dataset, upload)
    if found.submission is None:
        stood, stands = await _take(visit, request, found, offset)
    else:
        stood, stands = await _nothing_more(request, found)
    if stood != offset:
        return _mismatch(visit, found, offset, stood)
    if not last:
        return Response(status_code=204, headers=_state(found, stands))
    new = str(uuid.uuid4())
    finished = partial(finish_upload, visit.house, person=person, upload=found, sha256=digest,
                       language=visit.language, new_id=new, now=visit.now)  # fmt: skip
    submission = await run_in_threadpool(finished)
    return await receipt(visit, request, Arrived(submission, new, None))


@router.delete(_ONE, dependencies=_MAY, status_code=204, response_class=Response)
def give_up(visit: Visiting, dataset: str, upload: str) -> Response:
    """Forget the upload; what it became, if it was finished, stays."""
    found = _found(visit, sender(visit), dataset, upload)
    drop_upload(visit.house, upload=found)
    return Response(status_code=204)


def _found(visit: Visit, person: Person, dataset: str, upload: str) -> Partial:
    return partials.find(
        visit.house.data, member=str(person.member), person=person.id, dataset=dataset, id=upload, now=visit.now
    )


async def _take(visit: Visit, request: Request, found: Partial, offset: int) -> tuple[int, int]:
    """How many bytes had come, and how many have; none are taken where another offset was meant."""
    appending = await run_in_threadpool(append_upload, visit.house, upload=found)
    try:
        if appending.stood == offset:
            async for chunk in request.stream():
                await run_in_threadpool(appending.add, chunk)
    finally:
        stands = await run_in_threadpool(appending.close)
    return appending.stood, stands


async def _nothing_more(request: Request, found: Partial) -> tuple[int, int]:
    """A finished upload may be finished again, since its answer may have been lost; it takes no more bytes."""
    if await request.body():
        raise Conflict("conflict.upload_complete")
    return found.finished, found.finished


def _state(upload: Partial, offset: int) -> dict[str, str]:
    said = {
        "Upload-Offset": str(offset),
        "Upload-Complete": truth(upload.submission is not None),
        "Upload-Limit": f"max-size={upload.most_bytes}, max-age={int(KEPT.total_seconds())}",
    }
    return said if upload.length is None else {**said, "Upload-Length": str(upload.length)}


def _mismatch(visit: Visit, upload: Partial, given: int, stands: int) -> Response:
    problem = {
        "type": _MISMATCH, "title": visit.words.t("web.error.409"), "status": 409,
        "detail": visit.words.t("conflict.upload_offset", given=given, stands=stands),
        "expected-offset": stands, "provided-offset": given,
    }  # fmt: skip
    return JSONResponse(problem, status_code=409, headers=_state(upload, stands), media_type=PROBLEM)
