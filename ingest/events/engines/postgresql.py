"""PostgreSQL, where figures live there already: scans go into a temporary table by COPY."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import psycopg
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from psycopg import sql

from ingest.events.engines.differences import TEXT_ORDER, PostgresWords, fitted
from ingest.events.engines.engine import Engine, EngineError

_ROWS_AT_A_TIME = 10_000
_SESSION = (
    "SET TIME ZONE 'UTC'",
    "SET work_mem = '256MB'",  # one query runs at a time
    "SET jit = off",  # compiling takes longer than the short queries themselves
)


class PostgreSQL(Engine):
    """One connection; its temporary tables end with it, so that many may count at once."""

    def __init__(self, address: str) -> None:
        try:
            self._connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.Error as error:
            raise EngineError(f"PostgreSQL does not let us in ({type(error).__name__})") from None
        for setting in _SESSION:
            self._connection.execute(setting)
        self._backend: Any = ibis.postgres.from_connection(self._connection)
        self._backend.compiler = PostgresWords()

    def scans(self, parquet: Path) -> ir.Table:
        with pq.ParquetFile(parquet) as file:
            return self._taken("scans", file.schema_arrow, file.iter_batches())

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        self._drop(name)
        self._do(f"CREATE TEMP TABLE {{}} AS {self._backend.compile(table)}", name)
        return self._known(name)

    def beside(self, name: str, table: pa.Table) -> ir.Table:
        return self._taken(name, table.schema, table.to_batches())

    def _taken(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> ir.Table:
        types = ibis.schema(schema).to_sqlglot_column_defs("postgres")
        columns = ", ".join(
            one.sql("postgres") + (TEXT_ORDER if pa.types.is_string(field.type) else "")
            for one, field in zip(types, schema, strict=True)
        )
        self._drop(name)
        self._do(f"CREATE TEMP TABLE {{}} ({columns})", name)
        copied = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(sql.Identifier(name))
        with self._connection.cursor() as cursor, cursor.copy(copied) as copy:
            for batch in batches:
                copy.write(_as_csv(batch))
        return self._known(name)

    def _drop(self, name: str) -> None:
        self._do("DROP TABLE IF EXISTS pg_temp.{}", name)

    def _known(self, name: str) -> ir.Table:
        self._do("ANALYZE {}", name)
        return self._backend.table(name)

    def _do(self, statement: str, name: str) -> None:
        # Braces only stand for the name: the statements are ours, and ibis quotes what stands in expressions.
        head, tail = statement.split("{}", 1)
        self._connection.execute((head + sql.Identifier(name).as_string(self._connection) + tail).encode())

    def run(self, table: ir.Table) -> pa.Table:
        found = self._connection.execute(self._backend.compile(table).encode())
        return fitted(table, found.fetchall())

    def rows(self, table: ir.Table) -> Iterator[dict[str, Any]]:
        with self._connection.transaction(), self._connection.cursor("barid_rows") as found:
            found.execute(self._backend.compile(table).encode())
            while batch := found.fetchmany(_ROWS_AT_A_TIME):
                yield from fitted(table, batch).to_pylist()

    def close(self) -> None:
        self._connection.close()


def _as_csv(batch: pa.RecordBatch) -> bytes:
    """Text in quotes, so that empty text is told from nothing."""
    written = io.BytesIO()
    pyarrow.csv.write_csv(batch, written, pyarrow.csv.WriteOptions(include_header=False))
    return written.getvalue()
