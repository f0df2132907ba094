"""What every page is given: who asks, in which language, when, and the house. The web's only clock."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.actions.house import House
from app.actions.keep_session import keep_session
from app.actions.note_token_use import note_token_use
from app.domain.access import Person
from app.domain.errors import BadRequest, NotAllowed, SignInNeeded
from app.domain.method import Method
from app.domain.periods import Quarter
from app.locale import LANGUAGES
from app.settings import Settings
from app.storage import flags, people
from app.web import directory
from app.web.directory import Directory
from app.web.words import Words, language_wanted

PLAIN_COOKIE, SAFE_COOKIE = "barid_session", "__Host-barid_session"
PLAIN_DEVICE, SAFE_DEVICE = "barid_device", "__Host-barid_device"


def now() -> datetime:
    """The one place where the web reads the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Visit:
    """One request: who, where, when, in which language."""

    request: Request
    house: House
    settings: Settings
    now: datetime
    words: Words
    person: Person | None
    token: str | None
    bearer: bool
    _open: list[Session] = field(default_factory=list, repr=False, compare=False)

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    @cached_property
    def csrf(self) -> str:
        """The word that forms of this session carry; empty for a stranger."""
        return csrf_of(self.token) if self.token and not self.bearer else ""

    @property
    def todays_method(self) -> Method:
        """The method by which this day's quarter is measured."""
        return self.house.methods.in_force(Quarter.of(self.now.date()))

    @property
    def path_below_language(self) -> str:
        """The path and query after the language, for the same page in another one."""
        path = self.request.url.path
        parts = path.split("/", 2)
        rest = "/" + parts[2] if len(parts) > 2 else ""
        query = self.request.url.query
        return (rest if parts[1] in LANGUAGES else "") + (f"?{query}" if query and parts[1] in LANGUAGES else "")

    @cached_property
    def synthetic(self) -> bool:
        with self.reading() as session:
            return flags.get(session, "synthetic") is not None

    @cached_property
    def directory(self) -> Directory:
        with self.reading() as session:
            return directory.read(session)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions. Nothing is committed through it.

        Within a reading the same session is given again. A second one could wait for a writer who waits for the first:
        with SQLite's rollback journal both would stand still until one of them gives up.
        """
        if self._open:
            yield self._open[0]
            return
        with self.house.sessions() as session:
            self._open.append(session)
            try:
                yield session
            finally:
                self._open.clear()

    def signed_in(self) -> Person:
        """The person; SignInNeeded for a stranger."""
        if self.person is None:
            raise SignInNeeded("sign_in_needed")
        return self.person

    def speaking(self, language: str) -> Visit:
        return replace(self, words=replace(self.words, language=language))


def csrf_of(token: str) -> str:
    return hashlib.sha256(b"barid form word " + token.encode()).hexdigest()[:40]


def cookie_name(settings: Settings) -> str:
    return SAFE_COOKIE if settings.https else PLAIN_COOKIE


def device_cookie_name(settings: Settings) -> str:
    """The cookie by which a browser that signed in before is known again; it opens nothing."""
    return SAFE_DEVICE if settings.https else PLAIN_DEVICE


def visit_of(request: Request) -> Visit:
    """Who asks. A bearer token counts below /api alone; a session cookie is read everywhere.

    SignInNeeded for a token that is over, revoked or none, also where a stranger might pass: its owner is to know.
    """
    settings: Settings = request.app.state.settings
    house: House = request.app.state.house
    moment = request.app.state.now()
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    bearer = scheme.lower() == "bearer" and request.url.path.startswith("/api/")
    token = given.strip() if bearer else request.cookies.get(cookie_name(settings))
    person = _person(house, token, bearer, moment) if token else None
    if bearer and person is None:
        raise SignInNeeded("sign_in_needed.token")
    language = request.path_params.get("language") or _preferred(request, person)
    # What systems read has Latin digits, whoever asks.
    words = Words(language)
    if person is not None and not request.url.path.startswith("/api/"):
        words = replace(words, digits=person.digits)
    return Visit(
        request=request, house=house, settings=settings, now=moment, words=words, person=person,
        token=token if person else None, bearer=bearer,
    )  # fmt: skip


def _preferred(request: Request, person: Person | None) -> str:
    """What a program's request asks for itself comes before its person's language."""
    asked = request.headers.get("accept-language", "")
    asks = request.url.path.startswith("/api/") and asked.strip() not in ("", "*")
    if person is None or asks or person.language not in LANGUAGES:
        return language_wanted(asked)
    return person.language


def _person(house: House, token: str, bearer: bool, moment: datetime) -> Person | None:
    if not token.isascii() or len(token) > 200 or not token.isprintable():
        return None
    with house.sessions() as session:
        found = people.by_token(session, token, moment) if bearer else people.by_session(session, token, moment)
    if found is not None:
        (note_token_use if bearer else keep_session)(house, token=token, now=moment)
    return found


Visiting = Annotated[Visit, Depends(visit_of)]


def must_come_from_here(request: Request) -> None:
    """NotAllowed when a browser says that another site makes it send this."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed("not_allowed.other_site")
    origin = request.headers.get("origin")
    if origin is not None and not _is_ours(origin, request):
        raise NotAllowed("not_allowed.other_site")


def _is_ours(origin: str, request: Request) -> bool:
    """Whether a page of this site sends it: under its address, or under the name that was asked for."""
    settings: Settings = request.app.state.settings
    return origin == settings.base_address or origin.partition("://")[2] == request.headers.get("host", "")


@dataclass(frozen=True)
class Filled:
    """A form that came in: plain texts without control characters, and at most one file."""

    texts: dict[str, str]
    file: UploadFile | None

    def text(self, name: str, *, most: int = 500, needed: bool = True) -> str:
        """The trimmed text of a field; BadRequest when it is missing or too long."""
        value = self.texts.get(name, "").strip()
        if len(value) > most:
            raise BadRequest("bad_request.too_long", field=name)
        if needed and not value:
            raise BadRequest("bad_request.field_missing", field=name)
        return value


async def form_of(request: Request, visit: Visiting) -> AsyncIterator[Filled]:
    """The form, read after the guard of the door: from this site and, in a session, with its word."""
    must_come_from_here(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise BadRequest("bad_request.not_a_form")
    form: FormData = await request.form(max_files=2, max_fields=40)
    try:
        yield _filled(form, visit)
    finally:
        await form.close()


def _filled(form: FormData, visit: Visit) -> Filled:
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    if len(files) > 1:
        raise BadRequest("bad_request.one_file")
    if visit.person is not None and not hmac.compare_digest(texts.get("csrf", "").encode(), visit.csrf.encode()):
        raise NotAllowed("not_allowed.form_word")
    return Filled({name: _plain(value) for name, value in texts.items()}, files[0] if files else None)


def _plain(text: str) -> str:
    """BadRequest for controls and lone surrogates, which no database takes; line ends become plain."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(
        (ord(char) < 32 and char not in "\n\t") or 0xD800 <= ord(char) <= 0xDFFF or ord(char) == 127 for char in text
    ):
        raise BadRequest("bad_request.controls")
    return text


Form = Annotated[Filled, Depends(form_of)]
