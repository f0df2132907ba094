"""All rules together: scans in a Parquet file become counts and quantiles per member, month, product and partner.

Quantiles also per member and quarter, since those of months do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from app.domain.measures import MEASURES
from ingest.events import customs, figure_rules, quality, quarters
from ingest.events.by_partner import by_partner
from ingest.events.engines import EMBEDDED, Engine, open_engine
from ingest.events.event_rules import event_rows
from ingest.events.items import items_of
from ingest.events.ledger import Fault, Ledger
from ingest.events.side_tables import side_tables
from ingest.events.terms import USUAL, Terms
from ingest.profiles import Profile

_Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Measured:
    """The measures as rows of MEASURES.csv, the quantiles of quarters, and the plain counts."""

    rows: _Rows
    quarters: _Rows
    items: int
    delivered: int


def measure(
    parquet: Path,
    profile: Profile,
    ledger: Ledger,
    member: str | None,
    as_of: datetime | None,
    memory: int | None = None,
    terms: Terms = USUAL,
    engine: str = EMBEDDED,
) -> Measured:
    """Every measure the profile promises; warnings about doubles and sequence go to the ledger.

    `engine`: the address of what counts (ingest/events/engines). `memory`: bytes that the embedded one may hold before
    it uses the disk beside `parquet`; None leaves it to the engine. EngineError when the engine does not answer.
    """
    with open_engine(engine, parquet.parent, memory) as running:
        scans = running.scans(parquet)
        items = running.keep("items", customs.with_clock(items_of(scans, profile, member), scans))
        until = as_of or running.scalar(scans["at"].max())
        found, whole = ([], []) if until is None else _rows(running, items, profile, until, terms)
        _doubts(running, scans, items, profile, ledger)
        (plain,) = running.run(items.aggregate(items=items.count(), delivered=items.EMI.count())).to_pylist()
        return Measured(
            [row for row in found if _kept(row["member"], member, profile)],
            [row for row in whole if _kept(row["member"], member, profile)],
            int(plain["items"]),
            int(plain["delivered"]),
        )


def _kept(found: str, member: str | None, profile: Profile) -> bool:
    """Whether it is the member asked for; a member that is no place of the profile is the country of them all."""
    return member in (None, found) or (bool(profile.places) and member not in profile.places)


def _rows(engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> tuple[_Rows, _Rows]:
    rows: _Rows = []
    whole: _Rows = []
    side = side_tables(engine, items, until, terms)
    for table in figure_rules.tables(items, profile, until, terms, side):
        names = [name for name in table.columns if name in profile.measures]
        if names:
            rows += _tally(engine, table, names)
            whole += _quarters(engine, table, quarters.quantiles_in(names))
    rows += event_rows(engine, items, profile, until, terms, side)
    ordered = sorted(rows, key=lambda row: [row[key] for key in ("member", "month", "product", "partner", "measure")])
    return ordered, quarters.covered(whole, rows)


def _tally(engine: Engine, table: ir.Table, names: list[str]) -> _Rows:
    """One row per key and measure. A measure that is unknown for all items of a key has no row."""
    totals: dict[str, ir.Value] = {}
    for name in quarters.quantiles_in(names):
        totals |= _quantile(table, name)
    counts = {name: table[name].sum() for name in names if name not in totals}
    whole, parted = by_partner(engine, table, counts, totals)
    return [_row(found, name) for found in (*whole, *parted) for name in names if found[name] is not None]


def _row(found: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "member": found["member"],
        "month": found["month"],
        "product": found["product"],
        "direction": str(MEASURES[name].direction),
        "partner": found["partner"],
        "measure": name,
        "value": float(found[name]),
        "n": found.get(f"{name}.n"),
        "approximate": False,
    }


def _quantile(table: ir.Table, name: str) -> dict[str, ir.Value]:
    """Linear interpolation (type 7), and how many items it is of."""
    column = table[name]
    return {name: column.quantile(0.5 if name.endswith("p50") else 0.9), f"{name}.n": column.count()}


def _quarters(engine: Engine, table: ir.Table, names: list[str]) -> _Rows:
    """The quantiles of each member and quarter over all its items, whatever their product and partner."""
    if not names:
        return []
    totals: dict[str, ir.Value] = {}
    table = quarters.with_quarter(table)
    for name in names:
        totals |= _quantile(table, name)
    return [
        {
            "member": found["member"],
            "quarter": found["quarter"],
            "measure": name,
            "value": float(found[name]),
            "n": found[f"{name}.n"],
        }
        for found in engine.run(table.group_by("member", "quarter").aggregate(**totals)).to_pylist()
        for name in names
        if found[name] is not None
    ]


def _doubts(engine: Engine, scans: ir.Table, items: ir.Table, profile: Profile, ledger: Ledger) -> None:
    """Doubles (counted once) and reversed sequences, in the order of the file."""
    one_by_one = scans.filter(scans.event != "") if profile.shape == "events" else scans.filter(scans.event == "")
    again = one_by_one.group_by("item", "event", "at").aggregate(
        first=one_by_one.line.min(), line=one_by_one.line.max(), times=one_by_one.count()
    )
    for row in _first(engine, again.filter(again.times > 1)):
        fault = Fault("EVT_DUPLICATE", profile.columns["item"], row["item"], first=row["first"])
        ledger.add(fault, row["line"], rows=row["times"] - 1)
    if "items_in_sequence" in profile.measures:
        reversed_items = items.filter((items.scans >= 2) & quality.out_of_sequence(items))
        for row in _first(engine, reversed_items.select("item", "line")):
            ledger.add(Fault("EVT_SEQUENCE", profile.columns["item"], row["item"]), row["line"])


def _first(engine: Engine, table: ir.Table) -> Iterable[dict[str, Any]]:
    """The rows one after another by line, never all in memory."""
    return engine.rows(table.order_by("line", "item"))
