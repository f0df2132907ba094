"""What stands in a template before anybody fills it in: header, and the keys of the rows that are due."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.members import PRODUCTS
from app.domain.periods import Quarter
from ingest.layouts import ITEMS, LAYOUTS, Column, Form, Layout, title


@dataclass(frozen=True)
class Filling:
    """Whom a template is for. Without `member` and `quarter` it holds the header alone.

    `titles`: the header says the columns in the language, otherwise by our names; both are understood. `before`: the
    member's own rows of the quarter before, in the order of the layout's columns; None where a value is missing.
    """

    language: str
    titles: bool = True
    member: str = ""
    quarter: Quarter | None = None
    products: tuple[str, ...] = PRODUCTS
    before: tuple[Sequence[str | float | None], ...] = ()


def template_name(dataset: str, filling: Filling, ending: str) -> str:
    """The name of the file, such as `service-quality-2026.1-EG-2026-Q3.csv`: it tells the version by itself."""
    parts = [dataset, LAYOUTS[dataset].version, filling.member, str(filling.quarter or "")]
    return "-".join(part for part in parts if part) + f".{ending}"


def template_csv(dataset: str, filling: Filling) -> bytes:
    """The file to fill in: UTF-8 with a mark, so that spreadsheets show Arabic and French rightly."""
    layout, out = LAYOUTS[dataset], io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head(layout, filling))
    writer.writerows(keys(layout, filling))
    return out.getvalue().encode("utf-8-sig")


def head(layout: Layout, filling: Filling) -> list[str]:
    """The header."""
    return [title(column, filling.language) if filling.titles else column.name for column in layout.columns]


def keys(layout: Layout, filling: Filling) -> list[list[str]]:
    """A row for each thing that is asked of the member in the quarter, with its keys alone: figures are never given.

    Nobody can know beforehand which disruptions there were: their template has no rows.
    """
    if not filling.member or filling.quarter is None or layout.may_be_empty:
        return []
    known = [{"member": filling.member, "quarter": str(filling.quarter), "item": item} for item in ITEMS]
    if layout.measures:
        known = [
            {"member": filling.member, "month": str(month), "product": product}
            for month in filling.quarter.months
            for product in filling.products
        ]
    return [[row.get(column.name, "") for column in layout.columns] for row in known]


def listed(column: Column, filling: Filling, partners: Sequence[str]) -> list[str]:
    """What a cell of the column can be chosen from; empty where anything fits."""
    if column.form is Form.MEMBER and filling.member:
        return [filling.member]
    if column.form is Form.MONTH and filling.quarter:
        return [str(month) for month in filling.quarter.months]
    if column.form is Form.QUARTER and filling.quarter:
        return [str(filling.quarter)]
    if column.form is Form.PARTNER:
        return [code for code in partners if code != filling.member]
    return list(column.choices) if column.form is Form.CHOICE else []
