"""Templates of files and what their columns mean. Open to all: rules are no secret."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.actions import describe_dataset
from app.domain.errors import NotFound
from app.domain.measures import DATASETS, FIGURE_DATASETS
from app.web.csv_out import download
from app.web.deps import Visiting
from app.web.doors import OPEN
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
class DatasetPage:
    code: str
    name: str
    about: str
    columns: tuple[ColumnLine, ...]


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
    return show(
        visit,
        "dataset.html",
        DatasetPage(dataset, words.t(f"web.dataset.{dataset}"), words.t(f"web.about.{dataset}"), columns),
    )


@router.get("/datasets/{dataset}/template.csv", dependencies=[OPEN])
def template(visit: Visiting, dataset: str) -> Response:
    _must_be_figures(dataset)
    body = describe_dataset.template(dataset, visit.language)
    return download(f"{dataset}-template.csv", body, "text/csv; charset=utf-8")


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
