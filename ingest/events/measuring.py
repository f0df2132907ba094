"""All rules together: scans in a Parquet file become counts and quantiles per member, month, product and partner.

Quantiles also per member and quarter, since those of months do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from app.domain.measures import MEASURES, Kind
from ingest.events import arrivals, customs, deliveries, on_time, quality, quarters, rules
from ingest.events.items import KEYS, items_of
from ingest.events.ledger import Fault, Ledger
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
) -> Measured:
    """Every measure the profile promises; warnings about doubles and sequence go to the ledger.

    `memory`: bytes the engine may hold before it uses the disk beside `parquet`; None leaves it to the engine.
    """
    bound = {} if memory is None else {"memory_limit": f"{memory}B", "threads": 2}
    connection = ibis.duckdb.connect(temp_directory=str(parquet.parent), **bound)
    try:
        connection.raw_sql("SET TimeZone = 'UTC'")
        scans = connection.read_parquet(parquet)
        items = connection.create_table("items", customs.with_clock(items_of(scans, profile, member), scans), temp=True)
        until = as_of or _scalar(connection, scans["at"].max())
        found, whole = ([], []) if until is None else _rows(connection, items, profile, until, terms)
        _doubts(connection, scans, items, profile, ledger)
        delivered = items.EMI.notnull().sum()
        return Measured(
            [row for row in found if _kept(row["member"], member, profile)],
            [row for row in whole if _kept(row["member"], member, profile)],
            int(_scalar(connection, items.count())),
            int(_scalar(connection, delivered) or 0),
        )
    finally:
        connection.disconnect()


def _kept(found: str, member: str | None, profile: Profile) -> bool:
    """Whether it is the member asked for; a member that is no place of the profile is the country of them all."""
    return member in (None, found) or (bool(profile.places) and member not in profile.places)


def _rows(connection: Any, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> tuple[_Rows, _Rows]:
    rows: _Rows = []
    whole: _Rows = []
    known = items.inbound_partner.count() + items.outbound_partner.count()
    partners = _scalar(connection, known) > 0
    engine = rules.Engine(connection.to_pyarrow, partial(_beside, connection))
    for table in _rules(connection, engine, items, profile, until, terms):
        names = [name for name in table.columns if name in profile.measures]
        if names:
            rows += _tally(connection, table, names, by_partner=False)
            if partners:
                rows += _tally(connection, table.filter(table.partner.notnull()), names, by_partner=True)
            whole += _quarters(connection, table, quarters.quantiles_in(names))
    rows += rules.event_rows(engine, items, profile, until, terms)
    ordered = sorted(rows, key=lambda row: [row[key] for key in ("member", "month", "product", "partner", "measure")])
    return ordered, quarters.covered(whole, rows)


def _rules(
    connection: Any, engine: rules.Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms
) -> Iterable[ir.Table]:
    yield arrivals.arrivals(items, profile)
    yield arrivals.announcements(items)
    yield deliveries.deliveries(items, profile)
    yield deliveries.delivery_time(items, profile)
    yield deliveries.first_attempts(items, profile)
    if profile.on_time == "calendar-date":
        yield on_time.on_time_by_date(items, profile, until)
    else:
        yield on_time.on_time_by_standard(
            items,
            profile,
            until,
            rules.calendar_of(engine, items, until, terms),
            terms,
            rules.standards_of(engine, terms),
        )
    yield on_time.end_to_end(items)
    yield quality.sequence(items)
    yield quality.identifiers(items)
    yield quality.departures(items)
    entered = _scalar(connection, items.customs_entry.min())
    if entered is not None:
        yield customs.clearance(items, until)
        yield customs.holds(items)
        yield customs.refusals(items)
        yield customs.stock(items, _beside(connection, "months", customs.month_ends(entered, until)), until)


def _tally(connection: Any, table: ir.Table, names: list[str], by_partner: bool) -> _Rows:
    """One row per key and measure. A measure that is unknown for all items of a key has no row."""
    keys = list(KEYS) if by_partner else list(KEYS[:-1])
    totals: dict[str, ir.Value] = {}
    for name in names:
        if MEASURES[name].kind is Kind.QUANTILE:
            totals |= _quantile(table, name)
        else:
            totals[name] = table[name].sum()
    rows = []
    for found in connection.to_pyarrow(table.group_by(keys).aggregate(**totals)).to_pylist():
        for name in names:
            if found[name] is not None:
                rows.append(
                    {
                        "member": found["member"],
                        "month": found["month"],
                        "product": found["product"],
                        "direction": str(MEASURES[name].direction),
                        "partner": found["partner"] if by_partner else "",
                        "measure": name,
                        "value": float(found[name]),
                        "n": found.get(f"{name}.n"),
                        "approximate": False,
                    }
                )
    return rows


def _quantile(table: ir.Table, name: str) -> dict[str, ir.Value]:
    """Linear interpolation (type 7), and how many items it is of."""
    column = table[name]
    return {name: column.quantile(0.5 if name.endswith("p50") else 0.9), f"{name}.n": column.count()}


def _quarters(connection: Any, table: ir.Table, names: list[str]) -> _Rows:
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
        for found in connection.to_pyarrow(table.group_by("member", "quarter").aggregate(**totals)).to_pylist()
        for name in names
        if found[name] is not None
    ]


def _doubts(connection: Any, scans: ir.Table, items: ir.Table, profile: Profile, ledger: Ledger) -> None:
    """Doubles (counted once) and reversed sequences, in the order of the file."""
    one_by_one = scans.filter(scans.event != "") if profile.shape == "events" else scans.filter(scans.event == "")
    again = one_by_one.group_by("item", "event", "at").aggregate(
        first=one_by_one.line.min(), line=one_by_one.line.max(), times=one_by_one.count()
    )
    for row in _first(connection, again.filter(again.times > 1)):
        fault = Fault("EVT_DUPLICATE", profile.columns["item"], row["item"], first=row["first"])
        ledger.add(fault, row["line"], rows=row["times"] - 1)
    if "items_in_sequence" in profile.measures:
        reversed_items = items.filter((items.scans >= 2) & quality.out_of_sequence(items))
        for row in _first(connection, reversed_items.select("item", "line")):
            ledger.add(Fault("EVT_SEQUENCE", profile.columns["item"], row["item"]), row["line"])


def _first(connection: Any, table: ir.Table) -> Iterable[dict[str, Any]]:
    """The rows one after another by line, never all in memory."""
    ordered = table.order_by("line", "item")
    found = connection.raw_sql(connection.compile(ordered))
    while batch := found.fetchmany(10_000):
        yield from (dict(zip(ordered.columns, row, strict=True)) for row in batch)


def _beside(connection: Any, name: str, table: pa.Table) -> ir.Table:
    """An Arrow table as one of the engine; ibis 12's own way leaves a statement that DuckDB 2 cannot parse."""
    connection.con.register(name, table)
    return connection.table(name)


def _scalar(connection: Any, value: ir.Scalar) -> Any:
    return connection.to_pyarrow(value).as_py()
