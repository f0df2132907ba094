"""The quantiles of a quarter from its items: those of the months, however weighted, would not give them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from app.domain.measures import MEASURES, Kind
from app.domain.periods import Month

if TYPE_CHECKING:
    import ibis.expr.types as ir

QUARTERS_SCHEMA = pa.schema(
    [
        ("member", pa.string()),
        ("quarter", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("months", pa.string()),
    ]
)


def with_quarter(table: ir.Table) -> ir.Table:
    """The items of a rule with their quarter, as 2026-Q1, beside their month."""
    number = (table.month.substr(5, 2).cast("int64") + 2) // 3
    return table.mutate(quarter=table.month.left(4) + "-Q" + number.cast("string"))


def quantiles_in(names: Iterable[str]) -> list[str]:
    """Those of the measures that do not add up over months."""
    return [name for name in names if MEASURES[name].kind is Kind.QUANTILE]


def covered(rows: list[dict[str, Any]], months: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of quarters in a fixed order, each with the months of it that have the measure, parted by spaces."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in months:
        key = (row["member"], str(Month.parse(row["month"]).quarter), row["measure"])
        found.setdefault(key, set()).add(row["month"])
    told = [{**row, "months": " ".join(sorted(found[row["member"], row["quarter"], row["measure"]]))} for row in rows]
    return sorted(told, key=lambda row: [row[key] for key in ("member", "quarter", "measure")])
