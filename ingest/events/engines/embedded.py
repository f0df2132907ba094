"""DuckDB inside this process: the default, and the measure of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ingest.events.engines.engine import Engine

_ROWS_AT_A_TIME = 10_000


class Embedded(Engine):
    """One DuckDB in memory, that uses `folder` when it needs more than `memory` bytes, and then so many threads.

    `connection` is Ibis' own, for statements that are no expressions.
    """

    def __init__(self, folder: Path, memory: int | None, threads: int = 2) -> None:
        bound = {} if memory is None else {"memory_limit": f"{memory}B", "threads": threads}
        self.connection: Any = ibis.duckdb.connect(temp_directory=str(folder), **bound)
        self.connection.raw_sql("SET TimeZone = 'UTC'")

    def scans(self, parquet: Path) -> ir.Table:
        return self.connection.read_parquet(parquet)

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        return self.connection.create_table(name, table, temp=True)

    def beside(self, name: str, table: pa.Table) -> ir.Table:
        # ibis 12's own way leaves a statement that DuckDB 2 cannot parse.
        self.connection.con.register(name, table)
        return self.connection.table(name)

    def run(self, table: ir.Table) -> pa.Table:
        return self.connection.to_pyarrow(table)

    def rows(self, table: ir.Table) -> Iterator[dict[str, Any]]:
        found = self.connection.raw_sql(self.connection.compile(table))
        while batch := found.fetchmany(_ROWS_AT_A_TIME):
            yield from (dict(zip(table.columns, row, strict=True)) for row in batch)

    def close(self) -> None:
        self.connection.disconnect()
