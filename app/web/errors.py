"""The one file that turns errors into statuses: a page for people, a problem detail (RFC 9457) for programs."""

from __future__ import annotations

import json
import logging
import re
import uuid
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.domain import errors
from app.locale import LANGUAGES
from app.web.deps import Visit, visit_of
from app.web.show import show
from app.web.words import Words, language_wanted

STATUS: dict[type[errors.HouseError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.SignInNeeded: 401,
    errors.Conflict: 409,
    errors.Unprocessable: 422,
    errors.BadRequest: 400,
    errors.TooBig: 413,
    errors.TooOften: 429,
}
_LOG = logging.getLogger("barid.web")
_PLACE = re.compile(r"[a-z][a-z_0-9-]{0,40}")


@dataclass(frozen=True)
class ErrorPage:
    """What went wrong in words, and a number to quote where the fault is ours."""

    title: str
    detail: str
    incident: str = ""


def install(app: FastAPI) -> None:
    """Every error leaves through one of these."""
    app.add_exception_handler(errors.HouseError, _house)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _ours)


def _house(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.HouseError)
    status = status_of(error)
    if status == 401 and request.method == "GET" and not _is_api(request):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/{_language(request)}/sign-in?next={quote(wanted, safe='')}", status_code=303)
    wait = status == 429 or isinstance(error, errors.Running)
    headers = {"Retry-After": str(error.params.get("count", 60))} if wait else {}
    if status == 401:
        fault = ', error="invalid_token"' if error.code == "sign_in_needed.token" else ""
        headers["WWW-Authenticate"] = f'Bearer realm="barid"{fault}'
    return _answer(request, status, error.code, error.params, headers=headers)


def status_of(error: errors.HouseError) -> int:
    """The status that answers it."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def _invalid(request: Request, error: Exception) -> Response:
    """Places and kinds of the faults; what was sent is never repeated."""
    assert isinstance(error, RequestValidationError)
    faults: list[dict[str, object]] = [
        {"place": _places(fault["loc"], fault["type"]), "kind": str(fault["type"])[:60]}
        for fault in error.errors()[:20]
    ]
    return _answer(request, 422, "bad_request.invalid", {}, faults=faults)


def _places(parts: tuple[object, ...], kind: str) -> list[object]:
    """Field names as we declare them; names that the sender chose become `?`."""
    if kind == "extra_forbidden":
        parts = (*parts[:-1], "?")
    return [part if isinstance(part, int) or _PLACE.fullmatch(str(part)) else "?" for part in parts]


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "bad_request.method"}.get(error.status_code, "bad_request.invalid")
    return _answer(request, error.status_code, code, {}, headers=dict(error.headers or {}))


def _ours(request: Request, error: Exception) -> Response:
    incident = uuid.uuid4().hex[:8]
    _LOG.error("incident %s at %s %s", incident, request.method, request.url.path, exc_info=error)
    return _answer(request, 500, "our_fault", {}, incident=incident)


def _answer(
    request: Request,
    status: int,
    code: str,
    params: dict[str, object],
    *,
    incident: str = "",
    headers: dict[str, str] | None = None,
    faults: list[dict[str, object]] | None = None,
) -> Response:
    language = _language(request)
    words = Words(language)
    title = (
        words.t(f"web.error.{status}") if status in (400, 401, 403, 404, 405, 409, 413, 422, 429, 500) else str(status)
    )
    detail = words.or_code(code, words.t("web.error.detail"), **params)
    if _is_api(request):
        problem: dict[str, object] = {
            "type": f"urn:barid:problem:{code}",
            "title": title,
            "status": status,
            "detail": detail,
        }
        if faults:
            problem["faults"] = faults
        if incident:
            problem["instance"] = f"urn:barid:incident:{incident}"
        body = json.dumps(problem, ensure_ascii=True, allow_nan=False)
        return Response(body, status, media_type="application/problem+json", headers=headers)
    answer = show(_visit(request, language), "error.html", ErrorPage(title, detail, incident), status=status)
    answer.headers.update(headers or {})
    return answer


def _visit(request: Request, language: str) -> Visit:
    """The visit, or a stranger's where even that fails (the database is away)."""
    try:
        return visit_of(request).speaking(language)
    except Exception:
        _LOG.exception("no visit for an error page")
        state = request.app.state
        visit = Visit(request, state.house, state.settings, state.now(), Words(language), None, None, False)
        visit.__dict__["synthetic"] = False
        return visit


def _language(request: Request) -> str:
    first = request.url.path.split("/")[1] if "/" in request.url.path else ""
    return first if first in LANGUAGES else language_wanted(request.headers.get("accept-language", ""))


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/") or request.url.path == "/healthz"
