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
from ingest.events import arrivals, customs, deliveries, on_time, quality, quarters, rules
from ingest.events.engines import EMBEDDED, Engine, open_engine
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
        delivered = items.EMI.notnull().sum()
        return Measured(
            [row for row in found if _kept(row["member"], member, profile)],
            [row for row in whole if _kept(row["member"], member, profile)],
            int(running.scalar(items.count())),
            int(running.scalar(delivered) or 0),
        )


def _kept(found: str, member: str | None, profile: Profile) -> bool:
    """Whether it is the member asked for; a member that is no place of the profile is the country of them all."""
    return member in (None, found) or (bool(profile.places) and member not in profile.places)


def _rows(engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> tuple[_Rows, _Rows]:
    rows: _Rows = []
    whole: _Rows = []
    for table in _rules(engine, items, profile, until, terms):
        names = [name for name in table.columns if name in profile.measures]
        if names:
            rows += _tally(engine, table, names)
            whole += _quarters(engine, table, quarters.quantiles_in(names))
    rows += rules.event_rows(engine, items, profile, until, terms)
    ordered = sorted(rows, key=lambda row: [row[key] for key in ("member", "month", "product", "partner", "measure")])
    return ordered, quarters.covered(whole, rows)


def _rules(engine: Engine, items: ir.Table, profile: Profile, until: datetime, terms: Terms) -> Iterable[ir.Table]:
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
    entered = engine.scalar(items.customs_entry.min())
    if entered is not None:
        yield customs.clearance(items, until)
        yield customs.holds(items)
        yield customs.refusals(items)
        yield customs.stock(items, engine.beside("months", customs.month_ends(entered, until)), until)


def _tally(engine: Engine, table: ir.Table, names: list[str]) -> _Rows:
    """One row per key and measure. A measure that is unknown for all items of a key has no row.

    Counted once, by partner: sums of the whole are those of its partners, only quantiles must be taken again.
    """
    totals: dict[str, ir.Value] = {}
    for name in quarters.quantiles_in(names):
        totals |= _quantile(table, name)
    counts = {name: table[name].sum() for name in names if name not in totals}
    parted = engine.run(table.group_by(KEYS).aggregate(**counts, **totals)).to_pylist()
    whole = _summed(parted, list(counts))
    if totals:
        for found in engine.run(table.group_by(KEYS[:-1]).aggregate(**totals)).to_pylist():
            whole[tuple(found[key] for key in KEYS[:-1])] |= found
    parted = [found for found in parted if found["partner"] is not None]
    return [_row(found, name) for found in (*whole.values(), *parted) for name in names if found[name] is not None]


def _summed(parted: _Rows, names: list[str]) -> dict[tuple[Any, ...], dict[str, Any]]:
    whole: dict[tuple[Any, ...], dict[str, Any]] = {}
    for found in parted:
        key = tuple(found[name] for name in KEYS[:-1])
        start = {**dict(zip(KEYS, key, strict=False)), "partner": "", **dict.fromkeys(names)}
        total = whole.setdefault(key, start)
        for name in names:
            if found[name] is not None:
                total[name] = (total[name] or 0) + found[name]
    return whole


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
