"""Whatever is derived from a layout agrees with it: template, Table Schema, guide and the measures themselves."""

import csv
import io

import pytest

from app.domain.measures import FIGURES
from app.locale import LANGUAGES, has
from ingest.layouts import DISRUPTION_KINDS, LAYOUTS, Form, guide, table_schema
from ingest.templates import Filling, template_csv


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_template_schema_and_guide_have_the_columns_of_the_layout(dataset: str, language: str) -> None:
    layout = LAYOUTS[dataset]
    names = [column.name for column in layout.columns]
    template = template_csv(dataset, Filling(language, titles=False))
    assert template.startswith(b"\xef\xbb\xbf")
    assert next(csv.reader(io.StringIO(template.decode("utf-8-sig")))) == names
    assert [field["name"] for field in table_schema(dataset)["fields"]] == names
    rows = guide(dataset, language)
    assert [row.name for row in rows] == names
    assert [row.required for row in rows] == [column.required for column in layout.columns]
    assert all(row.meaning and row.title for row in rows)


@pytest.mark.parametrize("dataset", sorted(FIGURES))
def test_measure_columns_are_the_measures(dataset: str) -> None:
    assert [column.measure for column in LAYOUTS[dataset].measures] == list(FIGURES[dataset])


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
def test_the_schema_says_what_the_checks_ask(dataset: str) -> None:
    for column, field in zip(LAYOUTS[dataset].columns, table_schema(dataset)["fields"], strict=True):
        constraints = field.get("constraints", {})
        assert constraints.get("required", False) == column.required
        assert ("minimum" in constraints) == column.is_number
        assert constraints.get("enum") == (list(column.choices) if column.form is Form.CHOICE else None)


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_with_titles_is_understood(dataset, language, check) -> None:
    checked = check(template_csv(dataset, Filling(language)), dataset)
    assert "HDR_MISSING" not in checked.counts
    assert ("HDR_NO_ROWS" in checked.counts) == (dataset != "disruptions")


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
def test_the_examples_of_the_guide_are_taken(dataset, check) -> None:
    layout = LAYOUTS[dataset]
    row = ",".join(
        column.example if column in layout.measures[:1] or not column.measure else "" for column in layout.columns
    )
    head = ",".join(column.name for column in layout.columns)
    checked = check(f"{head}\n{row}\n", dataset)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.num_rows == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_disruption_has_a_name(language: str) -> None:
    assert all(has(language, f"disruption.{kind}") for kind in DISRUPTION_KINDS)
