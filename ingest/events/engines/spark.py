"""Apache Spark, when one machine is too small: a standalone cluster by its address.

The folder of the scans is read by the workers themselves, so that they must see it under the same path. Memory and
cores are the cluster's own settings (`spark-defaults.conf` in SPARK_CONF_DIR).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ingest.events.engines.differences import SparkWords, without_zone
from ingest.events.engines.engine import Engine, EngineError

_SESSION = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",  # what carries no zone stays without
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}

_PARTS_A_CORE = 2


class Spark(Engine):
    """One application on the cluster; it ends with `close`."""

    def __init__(self, address: str) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError("the package pyspark is missing: install barid[spark]") from None
        builder = SparkSession.builder.master(address).appName("barid events")
        for name, value in _SESSION.items():
            builder = builder.config(name, value)
        try:
            self._session: Any = builder.getOrCreate()
            self._share()
            self._backend: Any = ibis.pyspark.connect(self._session)
        except Exception as error:  # what py4j and the machine of Java raise has no base of its own
            raise EngineError(f"Spark does not answer ({type(error).__name__})") from None
        self._backend.compiler = SparkWords()
        self._kept: list[Any] = []

    def _share(self) -> None:
        # 200, the usual number of parts, is made for hundreds of cores; who runs the cluster may say another.
        if "spark.sql.shuffle.partitions" not in dict(self._session.sparkContext.getConf().getAll()):
            parts = _PARTS_A_CORE * self._session.sparkContext.defaultParallelism
            self._session.conf.set("spark.sql.shuffle.partitions", str(parts))

    def scans(self, parquet: Path) -> ir.Table:
        return self._named("scans", self._session.read.parquet(parquet.resolve().as_uri()))

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        frame = self._frame(table).persist()
        self._kept.append(frame)
        return self._named(name, frame)

    def beside(self, name: str, table: pa.Table) -> ir.Table:
        return self._named(name, self._session.createDataFrame(table))

    def run(self, table: ir.Table) -> pa.Table:
        return without_zone(table, self._frame(table).toArrow())

    def rows(self, table: ir.Table) -> Iterator[dict[str, Any]]:
        yield from (row.asDict() for row in self._frame(table).toLocalIterator())

    def close(self) -> None:
        for frame in self._kept:
            frame.unpersist()
        self._session.stop()

    def _frame(self, table: ir.Table) -> Any:
        return self._session.sql(self._backend.compile(table))

    def _named(self, name: str, frame: Any) -> ir.Table:
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)
