"""Scans into partitions by destination and month, as the bench of reading stores them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.events.arrow_bytes import column, numbers

BATCH_IN_SCANS = 400_000
_MONTHS = 12 * 110
_CODED = ["event", "origin", "destination", "product", "reason", "customs_end", "standard_days", "left_out", "s10",
          "office", "promised"]  # fmt: skip
_DELTAS = dict.fromkeys(("at", "local", "sent", "line"), "DELTA_BINARY_PACKED")


class Partitions:
    """Receives scans; closed, `dest=SA/month=2026-01/` and the others hold them all."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._waiting, self._count, self._part = folder, list[pa.Table](), 0, 0
        self._writer, self._written = ThreadPoolExecutor(1), Future[None]()
        self._written.set_result(None)

    def add(self, scans: pa.Table) -> None:
        self._waiting.append(scans)
        self._count += scans.num_rows
        if self._count >= BATCH_IN_SCANS:
            self._hand_over()

    def _hand_over(self) -> None:
        """Write what waits, beside the reading; one batch at a time."""
        self._written.result()
        self._written = self._writer.submit(self._write, self._waiting)
        self._waiting, self._count = [], 0

    def _write(self, tables: list[pa.Table]) -> None:
        scans = pa.concat_tables(tables).combine_chunks()
        tables.clear()
        self._part += 1
        if not scans.num_rows:
            return
        dest = scans["destination"].chunk(0)
        month = numbers(scans["local"].chunk(0).view(pa.int64())).view("datetime64[us]").astype("datetime64[M]")
        number = month.astype(np.int64)
        key = numbers(dest.indices).astype(np.int64) * _MONTHS + (number - number.min())
        least = key.min()
        key -= least
        counts = np.bincount(key)
        codes = np.flatnonzero(counts)
        rank = np.zeros(len(counts), np.int16)
        rank[codes] = np.arange(len(codes))
        order = np.argsort(rank[key], kind="stable")
        ends = np.cumsum(counts[codes])
        codes += least
        ordered = scans.take(column(order))
        for code, begin, end in zip(codes.tolist(), [0, *ends[:-1].tolist()], ends.tolist(), strict=True):
            country = dest.dictionary[code // _MONTHS].as_py() if code >= 0 else "unknown"
            stamp = str(np.datetime64(int(number.min() + code % _MONTHS), "M"))
            folder = self._folder / f"dest={country}" / f"month={stamp}"
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(
                ordered.slice(begin, end - begin), folder / f"part-{self._part:04}.parquet", compression="zstd",
                use_dictionary=_CODED, column_encoding=_DELTAS,
            )  # fmt: skip

    def __enter__(self) -> Partitions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._waiting:
            self._hand_over()
        self._written.result()
        self._writer.shutdown()
