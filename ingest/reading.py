"""A text of figures to columns of text: the plain way for small files, the fast way for large ones.

Both give equal columns, line numbers and findings (tests/ingest/test_twins.py). The fast way cuts blocks at line ends
outside quotes and lets Arrow lex those that are regular; every other block is lexed the plain way, and from the first
faulty quote on the rest of the file is, since nobody can say where its records begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.headers import Header
from ingest.lexing import Record, records
from ingest.limits import Limits
from ingest.structure import Judge, may_be_no_row
from ingest.telling import EVERY

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 24 * 2**20
_PIECE = 4 * 2**20
"""Arrow lexes so many bytes at a time, on each processor; well above the longest row that limits allow."""
FAST_FROM = 512 * 2**10
"""Files of at least so many bytes take the fast way."""


@dataclass
class Grid:
    """Text by column. `lines` holds the physical line of each row."""

    lines: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class ArrowGrid:
    """As `Grid`, in Arrow; an empty cell is null. Columns stay in the pieces in which they were read."""

    lines: pa.Array
    columns: dict[str, pa.ChunkedArray]


def read_plain(body: bytes, header: Header, judge: Judge, first_line: int, limits: Limits) -> Grid:
    """All rows of the body, one by one."""
    return fill(records(body.decode("utf-8"), header.delimiter, first_line), header, judge, limits.max_rows)


def fill(source: Iterator[Record], header: Header, judge: Judge, most_rows: int) -> Grid:
    """A grid of the records that are whole; stops when there are too many."""
    lines: list[int] = []
    rows: list[list[str]] = []
    for record in source:
        cells = judge.admit(record)
        if cells is not None:
            lines.append(record.line)
            rows.append(cells)
            if judge.rows % EVERY == 0:
                judge.telling.at("reading", judge.rows)
        if judge.rows > most_rows or judge.rows * header.width > judge.limits.max_cells:
            judge.within_limits(most_rows)
            break
    return Grid(lines, {name: [row[place] for row in rows] for name, place in header.places.items()})


def read_fast(text: bytes, at: int, header: Header, judge: Judge, first_line: int, limits: Limits) -> ArrowGrid:
    """All rows of the text from byte `at` on, block by block."""
    from ingest.arrows import integers

    lines: list[pa.Array] = []
    tables: list[pa.Table] = []
    while at < len(text):
        end = _cut(text, at)
        quoted = text.find(b'"', at, end) >= 0
        kind = _kind(text[at:end], header.delimiter) if quoted else "regular"
        table = _lex_fast(memoryview(text)[at:end], quoted, header, judge) if kind == "regular" else None
        if table is not None:
            first, count = first_line, table.num_rows
            judge.rows += count
            lines.append(integers(range(first, first + count)))
        else:
            found = None if kind == "broken" else list(records(text[at:end].decode(), header.delimiter, first_line))
            if found is None or any(record.fault for record in found):
                end = len(text)
                found = list(records(text[at:].decode(), header.delimiter, first_line))
            grid = fill(iter(found), header, judge, limits.max_rows)
            lines.append(integers(grid.lines))
            table = _as_table(grid)
        tables.append(table)
        first_line += text.count(b"\n", at, end) if end < len(text) else 0
        at = end
        judge.telling.at("reading", judge.rows, 100 * at // len(text))
        if not judge.within_limits(limits.max_rows):
            break
    return _joined(lines, tables, header)


def _joined(lines: list[pa.Array], tables: list[pa.Table], header: Header) -> ArrowGrid:
    import pyarrow

    from ingest.arrows import integers, strings

    if not tables:
        return ArrowGrid(integers([]), {name: pyarrow.chunked_array([strings([])]) for name in header.places})
    columns = {
        name: pyarrow.chunked_array(
            [chunk for table in tables for chunk in table.column(name).chunks], pyarrow.string()
        )
        for name in header.places
    }
    return ArrowGrid(pyarrow.concat_arrays(lines), columns)


def _cut(body: bytes, at: int) -> int:
    """Where the block that begins here ends: after a line end with an even number of quotes before it."""
    if at + BLOCK >= len(body):
        return len(body)
    end = body.rfind(b"\n", at, at + BLOCK) + 1
    while end > at:
        if body.find(b'"', at, end) < 0 or body.count(b'"', at, end) % 2 == 0:
            return end
        end = body.rfind(b"\n", at, end - 1) + 1
        if end <= at or at + BLOCK - end > 2**16:
            break
    return len(body)


def _kind(block: bytes, delimiter: str) -> str:
    """Of a block with quotes. `regular`: Arrow may lex it. `lines`: cells over lines. `broken`: faulty quotes."""
    mark = re.escape(delimiter).encode()
    stripped = re.sub(rb"(?<![^\n" + mark + rb'])"[^"]*(?:""[^"]*)*"(?=[\n' + mark + rb"]|\Z)", b"q", block)
    if b'"' in stripped:
        return "broken"
    return "lines" if stripped.count(b"\n") != block.count(b"\n") else "regular"


def _lex_fast(block: memoryview, quoted: bool, header: Header, judge: Judge) -> pa.Table | None:
    """The block as a table of text; None when a line may be no row, is too long, or has another number of cells."""
    import pyarrow as pa
    import pyarrow.csv as pa_csv

    places = {place: name for name, place in header.places.items()}
    names = [places.get(place, f"#{place}") for place in range(header.width)]
    blanks = [f"#{place}" for place in header.blank]
    wanted = list(dict.fromkeys([names[0], *header.places, *blanks]))
    try:
        table = pa_csv.read_csv(
            pa.py_buffer(block),
            pa_csv.ReadOptions(column_names=names, block_size=_PIECE, use_threads=True),
            pa_csv.ParseOptions(
                delimiter=header.delimiter, quote_char='"' if quoted else False, ignore_empty_lines=False
            ),
            pa_csv.ConvertOptions(
                check_utf8=False,
                column_types={name: pa.string() for name in names},
                include_columns=wanted,
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:  # a row with another number of cells, or a line longer than a piece
        return None
    if any(may_be_no_row(said, header) for said in table.column(names[0]).unique().to_pylist()):
        return None
    filled = (table.column(name).null_count < table.num_rows for name in blanks)
    judge.blank_filled |= {place for place, any_cell in zip(header.blank, filled, strict=True) if any_cell}
    return table


def _as_table(grid: Grid) -> pa.Table:
    import pyarrow as pa

    from ingest.arrows import strings

    return pa.table({name: strings([cell or None for cell in cells]) for name, cells in grid.columns.items()})
