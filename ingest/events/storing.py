"""Scans into one Parquet file, a batch at a time: the memory needed does not grow with the file."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

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
        ("office", pa.string()),
        ("weight", pa.float64()),
    ]
)
"""One scan a row. `at` and `sent` are UTC, `local` the clock on the wall; flags are 0 or 1; `weight` in kilograms."""


class ScanStore:
    """Receives scans in `SCHEMA` and writes them; closed, the file holds them all."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def add(self, scans: pa.Table) -> None:
        self._writer.write_table(scans)

    def __enter__(self) -> ScanStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
