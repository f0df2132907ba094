"""Tallies: what one partition adds to the measures of any member and month, so that partitions can be added up.

A row is of one member, month, product, partner (null where unknown) and measure. Of a count it has the sum as `n` and
no `value`; of a quantile there is one row for each value met, which `n` items have. Sums over partitions are exact, and
quantiles are those of the items, however they are parted.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.events.store.rows import text

TALLIES = pa.schema(
    [
        ("member", pa.string()),
        ("month", pa.string()),
        ("product", pa.string()),
        ("partner", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("n", pa.int64()),
    ]
)
_QUANTILES = {"p50": 0.5, "p85": 0.85, "p90": 0.9}
"""Which quantile a measure is, by the end of its name; linear interpolation (type 7)."""


def tallies(files: Iterable[Path], connection: duckdb.DuckDBPyConnection) -> str:
    """The rows in these files, with their `filename`; none where there is no file."""
    connection.register("no_tallies", TALLIES.append(pa.field("filename", pa.string())).empty_table())
    listed = ", ".join(text(str(path)) for path in files)
    return f"read_parquet([{listed}], filename = true, hive_partitioning = false)" if listed else "no_tallies"


def write(connection: duckdb.DuckDBPyConnection, query: str, target: Path, order: Iterable[str]) -> None:
    """The rows of the query in a total order: with one thread, the same rows are the same bytes."""
    ordered = ", ".join(f"{name} NULLS FIRST" for name in order)
    connection.execute(
        f"COPY (SELECT * FROM ({query}) ORDER BY {ordered}) TO {text(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def counted(source: str) -> str:
    """What adds up: over all partners as partner '', and for each that is known."""
    return _over(f"(SELECT * FROM {source} WHERE value IS NULL)", "sum(n)::DOUBLE AS value, NULL::BIGINT AS n")


def ranked(source: str) -> str:
    """Quantiles, and of how many items each is, likewise."""
    return _over(_each(source), _quantile())


def ranked_by_quarter(source: str) -> str:
    """Quantiles of each member and quarter over all its products and partners, with the months that have any."""
    months = "string_agg(DISTINCT month, ' ' ORDER BY month) AS months"
    return (
        f"SELECT member, quarter, measure, {_quantile()}, {months} FROM {_each(with_quarter(source))} "
        "GROUP BY member, quarter, measure"
    )


def with_quarter(source: str) -> str:
    """The rows with the quarter of their month, as 2026-Q1."""
    quarter = "left(month, 4) || '-Q' || ((right(month, 2)::INTEGER + 2) // 3)"
    return f"(SELECT *, {quarter} AS quarter FROM {source})"


def _over(source: str, values: str) -> str:
    keys = "member, month, product"
    return (
        f"SELECT {keys}, '' AS partner, measure, {values} FROM {source} GROUP BY {keys}, measure UNION ALL "
        f"SELECT {keys}, partner, measure, {values} FROM {source} WHERE partner IS NOT NULL "
        f"GROUP BY {keys}, partner, measure"
    )


def _each(source: str) -> str:
    return f"(SELECT * EXCLUDE (n), unnest(range(n)) FROM {source} WHERE value IS NOT NULL)"


def _quantile() -> str:
    shares = ", ".join(map(str, _QUANTILES.values()))
    which = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(_QUANTILES, start=1))
    return f"quantile_cont(value, [{shares}])[CASE right(measure, 3) {which} END] AS value, count(*)::BIGINT AS n"
