"""Templates of files and what their columns mean. Open to all: rules are no secret."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from app.actions import describe_dataset
from app.actions.fill_template import due_quarter, fill_template
from app.actions.forget_alias import forget_alias
from app.actions.read_aliases import HEAD
from app.domain.access import Permission
from app.domain.errors import NotFound
from app.domain.measures import DATASETS, FIGURE_DATASETS
from app.storage import aliases
from app.web.csv_out import WORKBOOK, csv_file, download
from app.web.deps import Form, Visit, Visiting
from app.web.doors import OPEN, may
from app.web.show import show

router = APIRouter(prefix="/{language:language}")


@dataclass(frozen=True)
class DatasetCard:
    code: str
    name: str
    about: str
    template: bool


@dataclass(frozen=True)
class DatasetsPage:
    datasets: tuple[DatasetCard, ...]


@dataclass(frozen=True)
class ColumnLine:
    name: str
    meaning: str
    form: str
    needed: str


@dataclass(frozen=True)
class AliasLine:
    name: str
    column: str
    by: str


@dataclass(frozen=True)
class DatasetPage:
    code: str
    name: str
    about: str
    version: str
    yours: str
    columns: tuple[ColumnLine, ...]
    aliases: tuple[AliasLine, ...]


@router.get("/datasets", dependencies=[OPEN])
def datasets_page(visit: Visiting) -> HTMLResponse:
    words = visit.words
    cards = tuple(
        DatasetCard(code, words.t(f"web.dataset.{code}"), words.t(f"web.about.{code}"), code in FIGURE_DATASETS)
        for code in DATASETS
    )
    return show(visit, "datasets.html", DatasetsPage(cards))


@router.get("/datasets/{dataset}", dependencies=[OPEN])
def dataset_page(visit: Visiting, dataset: str) -> HTMLResponse:
    """The guide of one dataset, from the declaration that the checks use."""
    _must_be_figures(dataset)
    words = visit.words
    columns = tuple(
        ColumnLine(
            row.name,
            row.meaning,
            _form(row.form, row.unit, row.choices),
            words.t(f"web.datasets.{'yes' if row.required else 'no'}"),
        )
        for row in describe_dataset.guide(dataset, words.language)
    )
    page = DatasetPage(
        code=dataset,
        name=words.t(f"web.dataset.{dataset}"),
        about=words.t(f"web.about.{dataset}"),
        version=words.t("template.version", version=describe_dataset.version(dataset)),
        yours=_yours(visit, dataset),
        columns=columns,
        aliases=_aliases(visit, dataset),
    )
    return show(visit, "dataset.html", page)


def _yours(visit: Visit, dataset: str) -> str:
    """What an operator finds in its template already; empty for others."""
    if visit.person is None or visit.person.member is None:
        return ""
    with visit.reading() as session:
        quarter = due_quarter(session, dataset, visit.directory.member(visit.person.member), visit.now)
    return visit.words.t("template.yours", quarter=visit.words.quarter(quarter))


def _aliases(visit: Visit, dataset: str) -> tuple[AliasLine, ...]:
    """The names that an operator's own people chose; none for others."""
    if visit.person is None or visit.person.member is None:
        return ()
    words = visit.words
    with visit.reading() as session:
        found = aliases.of(session, visit.person.member, dataset)
    return tuple(
        AliasLine(one.name, one.column, f"{one.taken_by_name} · {words.day(one.taken_at.date())}") for one in found
    )


@router.get("/datasets/{dataset}/aliases.csv", dependencies=[may(Permission.SEND)])
def aliases_csv(visit: Visiting, dataset: str) -> Response:
    """The names of the person's own member, as `barid check --aliases` reads them."""
    _must_be_figures(dataset)
    with visit.reading() as session:
        found = aliases.of(session, str(visit.signed_in().member), dataset)
    return csv_file(f"barid-aliases-{dataset}.csv", [HEAD, *((one.name, one.column) for one in found)])


@router.post("/datasets/{dataset}/aliases/remove", dependencies=[may(Permission.SEND)])
def remove_alias(visit: Visiting, dataset: str, form: Form) -> Response:
    """Forget one name of the person's own member."""
    _must_be_figures(dataset)
    name = form.text("name", most=200)
    forget_alias(visit.house, person=visit.signed_in(), dataset=dataset, name=name, now=visit.now)
    return RedirectResponse(f"/{visit.language}/datasets/{dataset}", status_code=303)


@router.get("/datasets/{dataset}/template.csv", dependencies=[OPEN])
def template_csv(visit: Visiting, dataset: str) -> Response:
    return _template(visit, dataset, "csv", "text/csv; charset=utf-8")


@router.get("/datasets/{dataset}/template.xlsx", dependencies=[OPEN])
def template_workbook(visit: Visiting, dataset: str) -> Response:
    return _template(visit, dataset, "xlsx", WORKBOOK)


def _template(visit: Visit, dataset: str, ending: str, kind: str) -> Response:
    """For an operator with its member, the months that are due and its products."""
    _must_be_figures(dataset)
    made = fill_template(
        visit.house, dataset=dataset, ending=ending, language=visit.language, person=visit.person, now=visit.now
    )
    return download(made.name, made.body, kind)


@router.get("/datasets/{dataset}/schema.json", dependencies=[OPEN])
def schema(visit: Visiting, dataset: str) -> JSONResponse:
    """The Frictionless Table Schema."""
    _must_be_figures(dataset)
    return JSONResponse(describe_dataset.schema(dataset))


def _must_be_figures(dataset: str) -> None:
    if dataset not in FIGURE_DATASETS:
        raise NotFound("not_found")


def _form(form: str, unit: str | None, choices: tuple[str, ...]) -> str:
    if choices:
        return " | ".join(choices)
    return f"{form} ({unit})" if unit else form
