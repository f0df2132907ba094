"""Mapping profiles: those there are, and making one from a sample file. Nothing of the sample is kept."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.actions.describe_dataset import PROFILES
from app.actions.save_profile import save_profile
from app.actions.try_profile import Reading, first_lines, try_profile
from app.domain.access import Permission
from app.domain.errors import BadRequest, NotFound
from app.storage import profiles
from app.web.csv_out import download
from app.web.deps import Form, Visit, Visiting
from app.web.doors import may
from app.web.pages import profile_lines as lines
from app.web.pages.profile_lines import ColumnField, Typed, begun, typed_in, wish_of
from app.web.pages.sending import Choice
from app.web.pages.submission_lines import FindingLine, finding_lines
from app.web.refusals import said
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class OwnLine:
    name: str
    version: int
    by: str


@dataclass(frozen=True)
class ProfilesPage:
    shipped: tuple[Choice, ...]
    own: tuple[OwnLine, ...]
    fault: str


@dataclass(frozen=True)
class SampleLine:
    cells: tuple[str, ...]


@dataclass(frozen=True)
class MappingPage:
    typed: Typed
    columns: tuple[ColumnField, ...]
    separators: tuple[Choice, ...]
    encodings: tuple[Choice, ...]
    products: tuple[Choice, ...]
    formats: tuple[str, ...]
    read: bool
    heads: tuple[str, ...]
    rows: tuple[SampleLine, ...]
    findings: tuple[FindingLine, ...]
    fault: str


@router.get("/profiles", dependencies=[may(Permission.SEND)])
def profiles_page(visit: Visiting) -> HTMLResponse:
    return _list(visit, "", 200)


@router.post("/profiles/sample", dependencies=[may(Permission.SEND)])
def read_sample(visit: Visiting, form: Form) -> Response:
    """The first rows of a file, with the form that maps its columns."""
    if form.file is None or not form.file.filename:
        return _list(visit, visit.words.t("web.send.no_file"), 400)
    try:
        text = first_lines(visit.house, source=form.file.file)
    except BadRequest as error:
        return _list(visit, said(visit, error), 400)
    zone = visit.directory.member(str(visit.signed_in().member)).zone
    return _map(visit, begun(text, zone))


@router.post("/profiles/make", dependencies=[may(Permission.SEND)])
def make(visit: Visiting, form: Form) -> Response:
    """Show how the choices read the sample, or keep them; what contradicts itself is told above the form."""
    typed = typed_in(form)
    keep = form.text("step", needed=False) == "save"
    try:
        # A preview needs no name yet.
        wish = wish_of(typed if keep else dataclasses.replace(typed, name=typed.name or "preview"))
        if keep:
            save_profile(visit.house, person=visit.signed_in(), wish=wish, now=visit.now)
            return RedirectResponse(f"/{visit.language}/profiles", status_code=303)
        return _map(visit, typed, reading=try_profile(visit.house, wish=wish, text=typed.sample))
    except BadRequest as error:
        return _map(visit, typed, fault=said(visit, error), status=400)


@router.get("/profiles/{name}.toml", dependencies=[may(Permission.SEND)])
def toml(visit: Visiting, name: str) -> Response:
    """The newest version of the member's own, as `barid events --profile FILE` takes it."""
    with visit.reading() as session:
        found = profiles.newest(session, str(visit.signed_in().member), name)
    if found is None:
        raise NotFound("not_found")
    return download(f"{found.name}-{found.version}.toml", found.content.encode(), "application/toml")


def _list(visit: Visit, fault: str, status: int) -> HTMLResponse:
    words = visit.words
    with visit.reading() as session:
        found = profiles.of(session, str(visit.signed_in().member))
    own = tuple(
        OwnLine(one.name, one.version, f"{one.made_by_name} · {words.day(one.made_at.date())}") for one in found
    )
    page = ProfilesPage(lines.choices(PROFILES, "", "web.profile", words), own, fault)
    return show(visit, "profiles.html", page, status=status)


def _map(
    visit: Visit, typed: Typed, *, reading: Reading | None = None, fault: str = "", status: int = 200
) -> HTMLResponse:
    words = visit.words
    heads = ("profiles.row.line", "profiles.column.item", "profiles.column.event", "profiles.row.local",
             "profiles.row.utc", "profiles.column.origin", "profiles.column.destination",
             "profiles.column.product")  # fmt: skip
    page = MappingPage(
        typed=typed,
        columns=lines.column_fields(typed, words),
        separators=lines.choices(lines.SEPARATORS, typed.separator, "profiles.separator", words),
        encodings=lines.choices(lines.ENCODINGS, typed.encoding, "profiles.encoding", words),
        products=lines.product_choices(typed.product, words),
        formats=lines.FORMATS,
        read=reading is not None,
        heads=tuple(words.t(head) for head in heads),
        rows=tuple(SampleLine(tuple(str(cell) for cell in dataclasses.astuple(row))) for row in reading.rows)
        if reading
        else (),
        findings=finding_lines(reading.findings, words) if reading else (),
        fault=fault,
    )
    return show(visit, "profile.html", page, status=status)
