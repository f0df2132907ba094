"""Scans into one Parquet file, a batch at a time: the memory needed does not grow with the file."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.events.normalising import Scan

SCHEMA = pa.schema(
    [
        ("item", pa.string()),
        ("event", pa.string()),
        ("at", pa.timestamp("us")),
        ("local", pa.timestamp("us")),
        ("sent", pa.timestamp("us")),
        ("origin", pa.string()),
        ("destination", pa.string()),
        ("product", pa.string()),
        ("reason", pa.int64()),
        ("customs_end", pa.int64()),
        ("standard_days", pa.int64()),
        ("promised", pa.date32()),
        ("left_out", pa.int64()),
        ("s10", pa.int64()),
        ("line", pa.int64()),
    ]
)
BATCH_IN_SCANS = 50_000


class ScanStore:
    """Receives scans and writes them; closed, the file holds them all."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._waiting: list[Scan] = []

    def add(self, scan: Scan) -> None:
        self._waiting.append(scan)
        if len(self._waiting) >= BATCH_IN_SCANS:
            self._write()

    def _write(self) -> None:
        columns = list(zip(*self._waiting, strict=True)) or [()] * len(SCHEMA)
        self._writer.write_table(
            pa.table(
                [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA
            )
        )
        self._waiting.clear()

    def __enter__(self) -> ScanStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write()
        self._writer.close()
