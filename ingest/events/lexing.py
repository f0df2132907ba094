"""A block of whole records split into columns, with the line and the number of each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from ingest.events.cutting import Records
from ingest.events.faults import Faults
from ingest.events.texts import Numbers


@dataclass(frozen=True)
class Rows:
    """The rows of a block that have as many cells as the header, column by column.

    `columns` are text, or text by dictionary, by their place in the header; `records` count from 0 within the block.
    `read` counts all rows, those of `wrong` too.
    """

    columns: dict[int, pa.Array]
    lines: Numbers
    records: Numbers
    wrong: tuple[Faults, ...]
    read: int


@dataclass(frozen=True)
class Lexer:
    """Splits blocks of one file: `width` columns, of which those at `texts` and `coded` are wanted.

    Columns of few different cells are best `coded`.
    """

    separator: str
    width: int
    texts: frozenset[int]
    coded: frozenset[int]

    def rows(self, records: Records) -> Rows:
        """The rows of the block, which is UTF-8."""
        misfits: list[tuple[int, int]] = []
        table = self._table(records.text, misfits)
        total = table.num_rows + len(misfits)
        numbers = np.arange(total, dtype=np.int64)
        lines = records.lines if records.lines is not None else numbers + records.first_line
        if misfits or records.faulty:
            return self._with_wrong(table, lines, misfits, records.faulty)
        return Rows(self._columns(table), lines, numbers, (), total)

    def _table(self, text: bytes, misfits: list[tuple[int, int]]) -> pa.Table:
        """The rows that fit; the others by number from 0, with their count of cells."""

        def note(row: pa_csv.InvalidRow) -> str:
            misfits.append((row.number - 1, row.actual_columns))
            return "skip"

        if not text.strip():
            return pa.table({str(at): pa.nulls(0, pa.string()) for at in sorted(self.texts | self.coded)})
        names = [str(place) for place in range(self.width)]
        wanted = sorted(self.texts | self.coded)
        coded = pa.dictionary(pa.int32(), pa.string())
        return pa_csv.read_csv(
            pa.BufferReader(text),
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) + 1),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.separator, newlines_in_values=b'"' in text, invalid_row_handler=note
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types={str(place): coded if place in self.coded else pa.string() for place in wanted},
                include_columns=[str(place) for place in wanted],
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _columns(self, table: pa.Table) -> dict[int, pa.Array]:
        return {int(name): table.column(name).combine_chunks() for name in table.column_names}

    def _with_wrong(
        self, table: pa.Table, lines: Numbers, misfits: list[tuple[int, int]], faulty: list[tuple[int, str]]
    ) -> Rows:
        """The rows numbered with those between them that are no rows."""
        fits = np.ones(len(lines), bool)
        fits[[number for number, _ in misfits]] = False
        every = np.sort(np.concatenate((lines, np.array([line for line, _ in faulty], np.int64))))
        numbers = np.searchsorted(every, lines)
        at = np.array([number for number, _ in misfits], np.int64)
        counts: list[dict[str, object]] = [{"found": cells, "expected": self.width} for _, cells in misfits]
        short = Faults("EVT_CELL_COUNT", None, lines[at], numbers[at], [None] * len(at), counts)
        broken = np.array([line for line, _ in faulty], np.int64)
        quoted = Faults("EVT_QUOTING", None, broken, np.searchsorted(every, broken), [why for _, why in faulty])
        return Rows(self._columns(table), lines[fits], numbers[fits], (short, quoted), len(every))
