"""The API's routers and its description."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from app.web.api import health, history, log, me, results, rules, submissions, uploads, whatif
from app.web.api.problems import PROBLEM
from app.web.doors import OPEN

router = APIRouter(prefix="/api/v1")
_ROOMS = (
    rules.router, results.router, submissions.router, uploads.router, whatif.router, log.router, me.router,
    history.router,
)  # fmt: skip
ROUTERS = (router, *_ROOMS)


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1 of the API alone; pages are not part of it."""
    bare = FastAPI()
    for each in (*_ROOMS, health.router):
        bare.include_router(each)
    made = get_openapi(title="Barid API", version="1", openapi_version="3.1.0", routes=bare.routes)
    for methods in made["paths"].values():
        for operation in methods.values():
            _tell_problems(operation["responses"])
    made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


def _tell_problems(responses: dict[str, Any]) -> None:
    """A problem comes as a problem alone: its shape moves to the type that is sent."""
    for answer in responses.values():
        kinds = answer.get("content", {})
        if PROBLEM in kinds:
            plain = kinds.pop("application/json", {})
            kinds[PROBLEM] = kinds[PROBLEM] or plain


@router.get("/openapi.json", dependencies=[OPEN], include_in_schema=False)
def openapi() -> JSONResponse:
    """The description that client makers read."""
    return JSONResponse(description(), headers={"Cache-Control": "public, max-age=3600"})
