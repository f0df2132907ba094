"""Parquet of machines' own exports as rows, a batch at a time. A row's line is its number, the header being line 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.events.faults import Fault
from ingest.events.lexing import Lexer, Rows

BATCH_IN_ROWS = 65_536


def is_parquet(path: Path) -> bool:
    """Whether the file says so itself."""
    with path.open("rb") as start:
        return start.read(4) == b"PAR1"


class ParquetRows:
    """The columns and the rows of one file; Fault when it is damaged."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path)
        except pa.ArrowException as error:
            raise Fault("EVT_PACKED", value=type(error).__name__) from error
        self.header: list[str] = self._file.schema_arrow.names

    def rows(self, lexer: Lexer) -> Iterator[Rows]:
        """The rows with the columns that the lexer wants, as text; nothing stands for a null."""
        wanted = sorted(lexer.texts | lexer.coded)
        line = 2
        try:
            for batch in self._file.iter_batches(BATCH_IN_ROWS, columns=[self.header[at] for at in wanted]):
                columns = {at: _text(batch.column(self.header[at])) for at in wanted}
                numbers = np.arange(batch.num_rows, dtype=np.int64)
                yield Rows(columns, numbers + line, numbers, (), batch.num_rows)
                line += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise Fault("EVT_PACKED", value=type(error).__name__) from error


def _text(column: pa.Array) -> pa.StringArray:
    """The cells as text, times with their offset where they have a zone."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz:
        column = column.cast(pa.timestamp(kind.unit, "UTC"))
    return column.cast(pa.string()).fill_null("")
