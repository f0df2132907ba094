"""The layouts of the five figure datasets, each declared once.

Measure columns come from app/domain/measures.py. Templates, the Table Schema, the operator guide and the checks
all derive from `LAYOUTS`; tests/ingest/test_layouts.py holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, FIGURES, REQUIREMENTS, Kind, Measure
from app.domain.members import PRODUCTS

RULESET = "2026.2"
ANSWERS = ("yes", "no", "not-applicable")
MISSING_WORDS = ("not-applicable", "not-available", "negligible", "not-asked")
DISRUPTION_KINDS = (
    "natural-hazard",
    "conflict",
    "strike",
    "transport",
    "customs",
    "it-failure",
    "power",
    "health",
    "suspension",
    "other",
)
ITEMS = REQUIREMENTS + DISASTER_READINESS + CHECKLIST_COUNTS


class Form(StrEnum):
    """How a cell is written."""

    MEMBER = "member"
    PARTNER = "partner"
    MONTH = "month"
    QUARTER = "quarter"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNT = "count"
    DECIMAL = "decimal"
    MOMENT = "moment"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """One column: `name` stands in the header; `required` cells may not be empty."""

    name: str
    form: Form
    required: bool = False
    choices: tuple[str, ...] = ()
    example: str = ""
    measure: Measure | None = None

    @property
    def key(self) -> str:
        """The catalogue key of its title; with `.definition` that of its meaning."""
        return f"measure.{self.name}" if self.measure else f"column.{self.name}"

    @property
    def unit(self) -> str | None:
        return f"unit.{self.measure.unit}" if self.measure else None

    @property
    def is_number(self) -> bool:
        return self.form in {Form.COUNT, Form.DECIMAL}


@dataclass(frozen=True)
class Layout:
    """The columns of a dataset; `key` names those that make a row unique.

    `version` stands in every template. `earlier`: the headers of versions that are no longer taken, by version; when
    a column is renamed or changes its meaning, `version` goes up and the header of before is added here.
    """

    dataset: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    version: str = "2026.1"
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def may_be_empty(self) -> bool:
        """Whether a header alone is a report: that nothing was disrupted in the quarter."""
        return self.dataset == "disruptions"

    @property
    def measures(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.measure)


def _figures(dataset: str, measures: tuple[Measure, ...]) -> Layout:
    columns = (
        Column("member", Form.MEMBER, required=True, example="EG"),
        Column("month", Form.MONTH, required=True, example="2026-01"),
        Column("product", Form.CHOICE, required=True, choices=PRODUCTS, example="parcel"),
        Column("partner", Form.PARTNER, example="MA"),
        *(
            Column(
                m.name,
                Form.DECIMAL if m.kind is Kind.QUANTILE else Form.COUNT,
                measure=m,
                example="2.5" if m.kind is Kind.QUANTILE else "1200",
            )
            for m in measures
        ),
        Column("remark", Form.TEXT),
    )
    return Layout(dataset, columns, ("member", "month", "product", "partner"))


_PREPAREDNESS = Layout(
    "preparedness",
    (
        Column("member", Form.MEMBER, required=True, example="EG"),
        Column("quarter", Form.QUARTER, required=True, example="2026-Q1"),
        Column("item", Form.CHOICE, required=True, choices=ITEMS, example="disaster_plan"),
        Column("answer", Form.CHOICE, choices=ANSWERS, example="yes"),
        Column("count", Form.COUNT),
        Column("note", Form.TEXT),
    ),
    ("member", "quarter", "item"),
)

_DISRUPTIONS = Layout(
    "disruptions",
    (
        Column("member", Form.MEMBER, required=True, example="EG"),
        Column("start", Form.MOMENT, required=True, example="2026-01-05T08:00+02:00"),
        Column("end", Form.MOMENT, example="2026-01-07T18:00+02:00"),
        Column("kind", Form.CHOICE, required=True, choices=DISRUPTION_KINDS, example="transport"),
        Column("products", Form.CHOICES, required=True, choices=PRODUCTS, example="letter parcel ems"),
        Column("areas", Form.TEXT),
        Column("force_majeure", Form.CHOICE, required=True, choices=("yes", "no"), example="no"),
        Column("notified_at", Form.MOMENT, example="2026-01-05T12:00+02:00"),
    ),
    ("member", "start", "kind"),
)

LAYOUTS: dict[str, Layout] = {
    **{dataset: _figures(dataset, measures) for dataset, measures in FIGURES.items()},
    "preparedness": _PREPAREDNESS,
    "disruptions": _DISRUPTIONS,
}


def title(column: Column, language: str) -> str:
    """The column's title in a language."""
    from app.locale import say  # catalogues are slow to load and seldom needed here

    return say(language, column.key)


def table_schema(dataset: str) -> dict[str, object]:
    """The layout as a Frictionless Table Schema, for tools of others."""
    layout = LAYOUTS[dataset]
    schema: dict[str, object] = {"fields": [_field(column) for column in layout.columns], "missingValues": [""]}
    if layout.measures:
        schema["missingValues"] = ["", *MISSING_WORDS]
    else:
        schema["primaryKey"] = list(layout.key)
    return schema


_PATTERNS = {
    Form.MEMBER: "[A-Z]{2}",
    Form.PARTNER: "[A-Z]{2}",
    Form.MONTH: "[0-9]{4}-(0[1-9]|1[0-2])",
    Form.QUARTER: "[0-9]{4}-Q[1-4]",
    Form.MOMENT: "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})",
}


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.is_number:
        constraints["minimum"] = 0
    if column.form is Form.CHOICE:
        constraints["enum"] = list(column.choices)
    if column.form is Form.CHOICES:
        constraints["pattern"] = f"({'|'.join(column.choices)})( ({'|'.join(column.choices)}))*"
    if column.form in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.form]
    kind = {Form.COUNT: "integer", Form.DECIMAL: "number"}.get(column.form, "string")
    return {"name": column.name, "type": kind, **({"constraints": constraints} if constraints else {})}


@dataclass(frozen=True)
class GuideRow:
    """One line of the operator guide; `meaning` is a sentence, `unit` a word, in the language asked for."""

    name: str
    title: str
    meaning: str
    unit: str | None
    form: str
    required: bool
    choices: tuple[str, ...]
    at_most: str | None
    example: str


def guide(dataset: str, language: str) -> tuple[GuideRow, ...]:
    """What each column asks for, in one language, for the documents and the pages."""
    from app.locale import say

    return tuple(
        GuideRow(
            name=column.name,
            title=title(column, language),
            meaning=say(language, f"{column.key}.definition"),
            unit=say(language, column.unit) if column.unit else None,
            form=column.form.value,
            required=column.required,
            choices=column.choices,
            at_most=column.measure.at_most if column.measure else None,
            example=column.example,
        )
        for column in LAYOUTS[dataset].columns
    )
