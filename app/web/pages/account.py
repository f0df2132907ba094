"""One's own account: language, digits and access tokens."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.change_digits import change_digits
from app.actions.change_language import change_language
from app.actions.make_token import make_token
from app.actions.revoke_token import revoke_token
from app.domain.access import Permission, grants
from app.domain.errors import BadRequest
from app.domain.members import DIGITS
from app.locale import LANGUAGES
from app.storage import people
from app.web.deps import Form, Visit, Visiting
from app.web.doors import SIGNED_IN
from app.web.pages.sending import Choice
from app.web.pages.token_lines import TokenLine, lives, scopes, token_lines, wanted
from app.web.refusals import NONE, Refusal, refused
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class AccountPage:
    name: str
    email: str
    role: str
    language: str
    digits: tuple[Choice, ...]
    tokens: tuple[TokenLine, ...]
    scopes: tuple[Choice, ...]
    lives: tuple[Choice, ...]
    secret: str
    reads_log: bool
    refusal: Refusal


@router.get("/account", dependencies=[SIGNED_IN])
def account(visit: Visiting) -> HTMLResponse:
    return _show(visit)


@router.post("/account/language", dependencies=[SIGNED_IN])
def language_form(visit: Visiting, form: Form) -> Response:
    wanted = form.texts.get("language", "")
    if wanted not in LANGUAGES:
        return _show(visit, refusal=refused(visit, BadRequest("bad_request.language"), form))
    change_language(visit.house, person=visit.signed_in(), language=wanted, now=visit.now)
    return RedirectResponse(f"/{wanted}/account", status_code=303)


@router.post("/account/digits", dependencies=[SIGNED_IN])
def digits_form(visit: Visiting, form: Form) -> RedirectResponse:
    change_digits(visit.house, person=visit.signed_in(), digits=form.text("digits"), now=visit.now)
    return RedirectResponse(f"/{visit.language}/account", status_code=303)


@router.post("/account/tokens", dependencies=[SIGNED_IN])
def token_form(visit: Visiting, form: Form) -> HTMLResponse:
    """The token is shown once; only its hash is kept. Who may send gets one that may, unless another is chosen."""
    person = visit.signed_in()
    try:
        name = form.text("label", most=80)
        scope, days = wanted(form, person)
        secret = make_token(visit.house, person=person, name=name, scope=scope, days=days, now=visit.now)
    except BadRequest as error:
        return _show(visit, refusal=refused(visit, error, form))
    return _show(visit, secret=secret)


@router.post("/account/tokens/{token}/revoke", dependencies=[SIGNED_IN])
def revoke(visit: Visiting, token: str, form: Form) -> RedirectResponse:
    revoke_token(visit.house, person=visit.signed_in(), token_id=token, now=visit.now)
    return RedirectResponse(f"/{visit.language}/account", status_code=303)


def _show(visit: Visit, *, secret: str = "", refusal: Refusal = NONE) -> HTMLResponse:
    words, person = visit.words, visit.signed_in()
    with visit.reading() as session:
        tokens = token_lines(people.tokens_of(session, person.id), visit.now, words)
    digits = tuple(Choice(one, words.t(f"web.account.digits.{one}"), "", one == person.digits) for one in DIGITS)
    page = AccountPage(
        person.name,
        person.email,
        words.t(f"web.role.{person.role.value}"),
        person.language,
        digits,
        tokens,
        scopes(person, words),
        lives(words),
        secret,
        grants(person, Permission.READ_AUDIT),
        refusal,
    )
    return show(visit, "account.html", page, status=refusal.status)
