"""Signing in and out, and accepting an invitation."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.accept_invitation import accept_invitation
from app.actions.sign_in import DEVICE_HOLDS, sign_in
from app.actions.sign_out import sign_out
from app.domain.errors import BadRequest, HouseError, SignInNeeded, TooOften
from app.storage import people
from app.web.deps import Form, Visit, Visiting, cookie_name, device_cookie_name
from app.web.doors import OPEN
from app.web.refusals import NONE, Refusal, refused, said
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class SignInPage:
    fault: str
    next: str
    email: str


@dataclass(frozen=True)
class InvitationPage:
    refusal: Refusal
    token: str


@router.get("/sign-in", dependencies=[OPEN])
def sign_in_page(visit: Visiting, next: str = "") -> Response:
    if visit.person is not None:
        return RedirectResponse(_inside(next, visit.language), status_code=303)
    return show(visit, "sign_in.html", SignInPage("", _inside(next, visit.language), ""))


@router.post("/sign-in", dependencies=[OPEN])
def sign_in_form(visit: Visiting, form: Form) -> Response:
    """A session of its own for each sign-in; the same words for a wrong address and a wrong password."""
    onward = _inside(form.text("next", needed=False), visit.language)
    email = form.texts.get("email", "").strip()[:200]
    try:
        token = sign_in(
            visit.house, email=email, password=form.texts.get("password", "")[:200], now=visit.now,
            address=visit.address, device=visit.request.cookies.get(device_cookie_name(visit.settings), ""),
        )  # fmt: skip
    except (SignInNeeded, BadRequest):
        page = SignInPage(visit.words.t("web.sign_in.wrong"), onward, email)
        return show(visit, "sign_in.html", page, status=401)
    except TooOften as error:
        answer = show(visit, "sign_in.html", SignInPage(said(visit, error), onward, email), status=429)
        answer.headers["Retry-After"] = str(error.params["count"])
        return answer
    return _let_in(visit, token, onward)


@router.post("/sign-out", dependencies=[OPEN])
def sign_out_form(visit: Visiting, form: Form) -> Response:
    if visit.token is not None:
        sign_out(visit.house, token=visit.token, now=visit.now)
    answer = RedirectResponse(f"/{visit.language}/sign-in", status_code=303)
    answer.delete_cookie(cookie_name(visit.settings), path="/", secure=visit.settings.https, httponly=True)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get("/invitations/{token}", dependencies=[OPEN])
def invitation(visit: Visiting, token: str) -> HTMLResponse:
    return show(visit, "invitation.html", InvitationPage(NONE, _token(token)))


@router.post("/invitations/{token}", dependencies=[OPEN])
def accept(visit: Visiting, token: str, form: Form) -> Response:
    try:
        name = form.text("name", most=120)
        accept_invitation(
            visit.house, token=_token(token), name=name, password=form.texts.get("password", ""),
            language=visit.language, now=visit.now,
        )  # fmt: skip
    except HouseError as error:
        refusal = refused(visit, error, form)
        return show(visit, "invitation.html", InvitationPage(refusal, _token(token)), status=400)
    return RedirectResponse(f"/{visit.language}/sign-in", status_code=303)


def _let_in(visit: Visit, token: str, onward: str) -> Response:
    answer = RedirectResponse(onward, status_code=303)
    answer.set_cookie(
        cookie_name(visit.settings), token, path="/", secure=visit.settings.https, httponly=True, samesite="lax",
        max_age=12 * 3600,
    )  # fmt: skip
    answer.set_cookie(
        device_cookie_name(visit.settings), people.hashed(token), path="/", secure=visit.settings.https,
        httponly=True, samesite="lax", max_age=int(DEVICE_HOLDS.total_seconds()),
    )  # fmt: skip
    return answer


def _inside(address: str, language: str) -> str:
    """The address if it is a page of ours, else the home page: a link cannot send people elsewhere."""
    known = address.startswith((f"/{language}/", "/ar/", "/fr/", "/en/"))
    plain = (
        address.isascii() and address.isprintable() and "\\" not in address and "//" not in address.partition("?")[0]
    )
    return address if known and plain else f"/{language}"


def _token(token: str) -> str:
    """The token as far as it can be one."""
    return token if token.isascii() and token.isprintable() and len(token) <= 200 else "-"
