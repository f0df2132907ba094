"""A page: a frozen context and the template of the same name, inside the frame that all pages share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.domain.access import OFFICE, OPERATOR, Permission, Person, grants
from app.locale import LANGUAGES
from app.web.deps import Visit
from app.web.static_files import static
from app.web.words import Words, chart_locale

_BY_RIGHT = {
    "send": Permission.SEND,
    "queue": Permission.DECIDE,
    "submissions": Permission.SEE_SUBMISSIONS,
    "questions": Permission.DISCUSS,
    "calendar": Permission.SEE_SUBMISSIONS,
}
"""Rooms for whoever has the right, in their order."""
LANGUAGE_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}


@dataclass(frozen=True)
class Link:
    """An address with its words, and whether it is the page that is shown."""

    href: str
    text: str
    current: bool = False
    language: str = ""


@dataclass(frozen=True)
class Frame:
    """What stands around every page."""

    language: str
    direction: str
    languages: tuple[Link, ...]
    nav: tuple[Link, ...]
    person: Person | None
    csrf: str
    synthetic: bool


@cache
def environment() -> Environment:
    """Templates escape everything, whatever their suffix, and stop at a name that the context lacks."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"],
    )  # fmt: skip
    made.globals["static"] = static
    made.filters["in_script"] = in_script
    return made


def in_script(value: object) -> Markup:
    """JSON that can stand inside a script element: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704


def show(visit: Visit, template: str, page: object, *, status: int = 200) -> HTMLResponse:
    """The page in the reader's language."""
    words = visit.words
    text = environment().get_template(template).render(
        page=page, frame=frame_of(visit), w=words, t=words.t, n=words.n, base=f"/{words.language}",
        chart_locale=chart_locale(words.language),
    )  # fmt: skip
    return HTMLResponse(text, status_code=status, headers={"Content-Language": words.language, "Vary": "Cookie"})


def render(template: str, words: Words, frame: Frame, page: object) -> str:
    """A page from its context alone (tests)."""
    return environment().get_template(template).render(
        page=page, frame=frame, w=words, t=words.t, n=words.n, base=f"/{words.language}",
        chart_locale=chart_locale(words.language),
    )  # fmt: skip


def frame_of(visit: Visit) -> Frame:
    words = visit.words
    return Frame(
        language=words.language, direction=words.direction, languages=_languages(visit), nav=_nav(visit),
        person=visit.person, csrf=visit.csrf, synthetic=visit.synthetic,
    )  # fmt: skip


def _languages(visit: Visit) -> tuple[Link, ...]:
    """The same page in each language."""
    rest = visit.path_below_language
    return tuple(
        Link(f"/{language}{rest}", LANGUAGE_NAMES[language], language == visit.words.language, language)
        for language in LANGUAGES
    )


def _nav(visit: Visit) -> tuple[Link, ...]:
    words, person = visit.words, visit.person
    rooms: list[tuple[str, str]] = []
    if person is not None:
        rooms.append(("", "home"))
        rooms += [(f"/{name}", name) for name, right in _BY_RIGHT.items() if grants(person, right)]
    if person is not None and person.role in OPERATOR and person.member:
        rooms.append((f"/members/{person.member}", "own_member"))
    if person is not None and person.role in OFFICE and person.region:
        rooms.append((f"/regions/{person.region}", "own_region"))
    if person is None or person.role not in OFFICE:
        rooms.append(("/regions", "regions"))
    rooms.append(("/reports", "reports"))
    rooms.append(("/method", "method"))
    rooms.append(("/datasets", "datasets"))
    if person is not None and grants(person, Permission.DECIDE):
        rooms.append(("/reporting", "members"))
    if person is not None and grants(person, Permission.ADMINISTER):
        rooms.append(("/people", "people"))
    if person is not None and person.role in OFFICE and grants(person, Permission.READ_AUDIT):
        rooms.append(("/audit", "audit"))
    here = visit.path_below_language.split("?")[0].rstrip("/")
    return tuple(Link(f"/{words.language}{path}", words.t(f"web.nav.{name}"), here == path) for path, name in rooms)
