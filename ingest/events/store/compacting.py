"""The parts of a partition as one: sorted, each scan once for each submission, whatever the order they came in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from ingest.events.store.partition import Partition
from ingest.events.store.placing import Written
from ingest.events.store.rows import SCAN, STORED, columns, once, repeated, stored, text

_KEY = (*SCAN, "submission")
_SORTED = (*_KEY, *(name for name in STORED.names if name not in _KEY))
ROWS_IN_GROUP = 122_880


def unite(
    connection: duckdb.DuckDBPyConnection, partition: Partition, paths: Iterable[Path], target: Path
) -> tuple[Written, int]:
    """Writes the rows of the parts, and tells how many scans several submissions have in common.

    The connection must have one thread: several would cut the file where they happen to be.
    """
    source = stored(paths)
    if repeated(connection, source, _KEY):
        source = once(source, _KEY)
    connection.execute(
        f"COPY (SELECT {columns()} FROM {source} ORDER BY {_ordered(_SORTED)}) TO {text(str(target))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_IN_GROUP})"
    )
    query = f"SELECT submission, count(*) FROM {stored([target])} GROUP BY ALL ORDER BY ALL"
    submissions: dict[str, int] = dict(connection.execute(query).fetchall())
    repeats = repeated(connection, stored([target]), SCAN) if len(submissions) > 1 else 0
    return Written(target, partition, sum(submissions.values()), submissions), repeats


def single(connection: duckdb.DuckDBPyConnection, paths: Iterable[Path], target: Path) -> None:
    """Writes the scans of the parts, each once whoever told it, sorted by item and time."""
    connection.execute(
        f"COPY (SELECT {columns()} FROM {once(stored(paths), SCAN)} ORDER BY {_ordered(SCAN)}) TO {text(str(target))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_IN_GROUP})"
    )


def _ordered(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}" ASC NULLS LAST' for name in names)
