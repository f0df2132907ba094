"""The one place where engines are brought to mean the same by one expression.

DuckDB is the measure. The classes are the dialects that Ibis writes for the other engines, with what differs set right;
`fitted` brings what they give back into the types of the expression. docs/events-engines.md lists the differences,
also those that need nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

TEXT_ORDER = ' COLLATE "C"'
"""PostgreSQL orders text by the language of its database; the others, and we, by its bytes."""
_PARTS_OF_INTERVAL = ("day", "hour", "minute", "second")


class PostgresWords(PostgresCompiler):  # type: ignore[misc]
    """PostgreSQL as the rules understand it."""

    def visit_ExtractEpochSeconds(self, op: Any, *, arg: Any) -> Any:
        # EXTRACT gives a decimal; quotients and averages of decimals are rounded to its places.
        return self.cast(self.f.floor(self.f.extract("epoch", arg)), dt.int64)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        # A condition becomes a small number, and no larger one.
        small = op.arg.dtype.is_boolean() and to.is_integer()
        return super().visit_Cast(op, arg=self.cast(arg, dt.int32) if small else arg, to=to)


class SparkWords(PySparkCompiler):  # type: ignore[misc]
    """Spark as the rules understand it."""

    def visit_ExtractEpochSeconds(self, op: Any, *, arg: Any) -> Any:
        # UNIX_TIMESTAMP of a time without zone goes through text; this does not.
        return self.f.unix_seconds(self.cast(arg, dt.timestamp))

    def visit_IntervalFromInteger(self, op: Any, *, arg: Any, unit: Any) -> Any:
        # Ibis glues text that Spark parses again for each row.
        return self.f.make_dt_interval(*(arg if unit.singular == part else 0 for part in _PARTS_OF_INTERVAL))


def fitted(table: ir.Table, rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Rows in the types of the expression: sums of whole numbers are decimals in PostgreSQL."""
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    schema = table.schema().to_pyarrow()
    return pa.table(
        [
            pa.array([None if value is None else _plain(field.type, value) for value in column], field.type)
            for column, field in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )


def _plain(kind: pa.DataType, value: Any) -> Any:
    if pa.types.is_integer(kind):
        return int(value)
    if pa.types.is_floating(kind):
        return float(value)
    return value


def without_zone(table: ir.Table, found: pa.Table) -> pa.Table:
    """The same rows in the types of the expression: Spark gives times of a session in UTC that zone."""
    return found.cast(table.schema().to_pyarrow())
