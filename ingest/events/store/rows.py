"""What a part holds: the columns of a scan and the submission it came from; how the same scan told twice is one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.events.storing import SCHEMA

STORED = SCHEMA.append(pa.field("submission", pa.string()))
SCAN = ("item", "event", "at")
"""What makes two rows the same scan: item, event and instant."""
LEAST = frozenset(("local", "sent", "standard_days", "promised", "line"))
"""Columns of which the rules take the least over an item or a scan; of all others they take the greatest."""


def connect(scratch: Path, memory: int, threads: int) -> duckdb.DuckDBPyConnection:
    """The engine, which uses `scratch` beyond so many bytes. With one thread it writes the same bytes each time."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}B",
        "threads": str(threads),
        "temp_directory": str(scratch / "spill"),
        "preserve_insertion_order": "true" if threads == 1 else "false",
        # Few rows wait for each of many partitions: what waits for all of them would not fit into the memory.
        "partitioned_write_max_open_files": "100000",
        "partitioned_write_flush_threshold": "10000",
    }
    connection = duckdb.connect(config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    connection.register("no_rows", STORED.empty_table())
    return connection


def text(value: str) -> str:
    """A literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def stored(paths: Iterable[Path]) -> str:
    """The rows of these parts, and their `filename`; columns that an older part lacks are unknown."""
    listed = ", ".join(text(str(path)) for path in paths)
    return (
        "(SELECT * FROM no_rows UNION ALL BY NAME SELECT * FROM "
        f"read_parquet([{listed}], union_by_name = true, filename = true, hive_partitioning = false))"
    )


def columns(names: Iterable[str] = tuple(STORED.names), of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in names)


def once(source: str, by: Iterable[str]) -> str:
    """The rows of `source`, those that agree in `by` joined to one.

    The transmission that counts is the earliest; of what copies say of the item, the rules' own choice is taken, so
    that a store and the files it came from give the same measures.
    """
    by = tuple(by)
    joined = ", ".join(
        f'{"min" if name in LEAST else "max"}("{name}") AS "{name}"' for name in STORED.names if name not in by
    )
    return f"(SELECT {columns(by)}, {joined} FROM {source} GROUP BY {columns(by)})"


def repeated(connection: duckdb.DuckDBPyConnection, source: str, by: Iterable[str]) -> int:
    """How many rows of `source` agree with another one in `by`, that one not counted."""
    groups = f"SELECT count(*) AS n FROM {source} GROUP BY {columns(by)} HAVING n > 1"
    found = connection.execute(f"SELECT coalesce(sum(n - 1), 0)::BIGINT FROM ({groups})").fetchone()
    return int(found[0]) if found else 0


def coming(path: Path, submission: str) -> str:
    """The scans of a Parquet file as rows of that submission."""
    told = f"SELECT *, {text(submission)} AS submission FROM read_parquet({text(str(path))}, hive_partitioning = false)"
    return f"(SELECT * FROM no_rows UNION ALL BY NAME {told})"


def same(connection: duckdb.DuckDBPyConnection, held: Iterable[Path], submission: str, source: str) -> bool:
    """Whether the parts hold exactly the scans of `source` for the submission, doubles not counted."""
    stands = f"(SELECT {columns()} FROM {stored(held)} WHERE submission = {text(submission)})"
    here, there = (f"(SELECT {columns()} FROM {once(rows, SCAN)})" for rows in (stands, source))
    differing = f"(FROM {here} EXCEPT FROM {there}) UNION ALL (FROM {there} EXCEPT FROM {here})"
    return connection.execute(f"SELECT 1 FROM ({differing}) LIMIT 1").fetchone() is None
