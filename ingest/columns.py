"""Columns of text to columns of values, with the findings of every cell. Two ways, equal results."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ingest.gathering import Gathered
from ingest.headers import Header
from ingest.layouts import Column, Form, Layout
from ingest.numbers import Cell
from ingest.parsing import Parser, parser_of
from ingest.reading import ArrowGrid, Grid
from ingest.rows import ArrowRows, PlainRows
from ingest.situation import Situation

if TYPE_CHECKING:
    import pyarrow as pa

_ZERO = np.uint8(ord("0"))
_COUNT = "^[0-9]{1,15}$"
_DECIMAL = r"^(?:[0-9]{1,15}|[0-9]{1,6}\.[0-9]{1,9})$"


@dataclass
class Casting:
    """What the columns of one file have in common while they are read."""

    layout: Layout
    header: Header
    situation: Situation
    max_chars: int
    found: Gathered
    missing: dict[int, dict[str, str]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    """The decimal marks seen so far, and the line of each."""

    def parser(self, column: Column) -> Parser:
        return parser_of(column, self.situation, self.max_chars)

    def tell(self, column: Column, row: int, line: int, text: str, cell: Cell) -> None:
        """Note what a cell says beside its value."""
        if cell.missing:
            self.missing.setdefault(row, {})[column.name] = cell.missing
        for code in (cell.fault, *cell.notes) if cell.fault else cell.notes:
            if self.found.full(code, column.name):
                self.found.count_more(code, column.name, 1)
                continue
            params = cell.params if code in {cell.fault, "ENC_MOJIBAKE"} else {}
            number = self.header.places[column.name] + 1
            self.found.add(
                code, line, record=row + 1, column=column.name, column_no=number, value=text or None, **params
            )

    def two_points(self, column: Column, comma: int | None, point: int | None) -> None:
        """Decimal comma and decimal point in one file: one of them may be a mark of thousands.

        `comma` and `point` are the first lines of this column that have them; told in each column that disagrees with
        itself or with a column before it.
        """
        for mark, line in ((",", comma), (".", point)):
            if line is not None:
                self.marks.setdefault(mark, line)
        if comma is None and point is None:
            return
        comma, point = self.marks.get(",") if comma is None else comma, self.marks.get(".") if point is None else point
        if comma is not None and point is not None:
            number = self.header.places[column.name] + 1
            self.found.add(
                "TYP_DECIMAL_MIXED", max(comma, point), column=column.name, column_no=number, comma=comma, point=point
            )

    def missing_texts(self, rows: int) -> list[str | None]:
        said = self.missing
        return [json.dumps(said[row], sort_keys=True) if row in said else None for row in range(rows)]

    def missing_array(self, rows: int) -> pa.Array:
        import pyarrow as pa

        from ingest.arrows import strings

        return strings(self.missing_texts(rows)) if self.missing else pa.nulls(rows, pa.string())


def cast_plain(grid: Grid, casting: Casting) -> PlainRows:
    """Each cell by its parser, one by one."""
    values: dict[str, list[str | float | None]] = {}
    for column in casting.layout.columns:
        texts = grid.columns.get(column.name)
        if texts is None:
            values[column.name] = [_nothing(column)] * len(grid.lines)
            continue
        parse, known = casting.parser(column), dict[str, Cell]()
        out: list[str | float | None] = []
        marks: dict[str, int] = {}
        for row, text in enumerate(texts):
            cell = known.get(text) or known.setdefault(text, parse(text))
            out.append(_nothing(column) if cell.value is None else cell.value)
            if cell.decimal:
                marks.setdefault(cell.decimal, grid.lines[row])
            if cell.fault or cell.notes or cell.missing:
                casting.tell(column, row, grid.lines[row], text, cell)
        casting.two_points(column, marks.get(","), marks.get("."))
        values[column.name] = out
    return PlainRows(casting.layout, grid.lines, values, casting.missing_texts(len(grid.lines)))


def _nothing(column: Column) -> str | None:
    return "" if column.form is Form.PARTNER else None


def cast_arrow(grid: ArrowGrid, casting: Casting) -> ArrowRows:
    """Each column by Arrow; only the cells it cannot cast go to the parser, each text once."""
    import pyarrow as pa

    from ingest.arrows import text

    values: dict[str, pa.Array] = {}
    rows = len(grid.lines)
    for column in casting.layout.columns:
        texts = grid.columns.pop(column.name, None)
        if texts is None:
            kind = pa.float64() if column.is_number else pa.string()
            empty = pa.nulls(rows, kind)
            values[column.name] = empty.fill_null(text("")) if column.form is Form.PARTNER else empty
        elif column.is_number:
            values[column.name] = _numbers(texts, column, grid.lines, casting)
        else:
            values[column.name] = _texts(texts, column, grid.lines, casting)
    return ArrowRows(casting.layout, grid.lines, values, casting.missing_array(rows))


def _numbers(pieces: pa.ChunkedArray, column: Column, lines: pa.Array, casting: Casting) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    from ingest.arrows import flag, floats, text, whole

    comma = point = None
    if all(_only_digits(piece) for piece in pieces.chunks):
        return whole(pieces.cast(pa.int64()).cast(pa.float64()))
    texts = whole(pieces)
    good = pc.match_substring_regex(texts, _DECIMAL if column.form is Form.DECIMAL else _COUNT).fill_null(flag(False))
    if column.form is Form.DECIMAL:
        with_point = pc.and_(good, pc.match_substring(texts, ".").fill_null(flag(False)))
        first = pc.indices_nonzero(with_point)
        point = lines[first[0].as_py()].as_py() if len(first) else None
    values = pc.if_else(good, texts, text(None)).cast(pa.float64())
    odd = pc.and_(pc.invert(good), texts.is_valid())
    places = pc.indices_nonzero(odd).to_pylist()
    if places:
        parse, known = casting.parser(column), dict[str, Cell]()
        given: list[float | None] = []
        for row, said in zip(places, texts.filter(odd).to_pylist(), strict=True):
            cell = known.get(said) or known.setdefault(said, parse(said))
            given.append(cell.value)  # type: ignore[arg-type]
            line = lines[row].as_py() if cell.decimal or cell.fault or cell.notes or cell.missing else 0
            if cell.decimal == ",":
                comma = line if comma is None else comma
            elif cell.decimal == ".":
                point = line if point is None else min(point, line)
            if cell.fault or cell.notes or cell.missing:
                casting.tell(column, row, line, said, cell)
        values = pc.replace_with_mask(values, odd, floats(given))
    casting.two_points(column, comma, point)
    return values


def _only_digits(texts: pa.Array) -> bool:
    """Whether every cell is empty or a whole number of at most 15 digits."""
    import pyarrow.compute as pc

    data = texts.buffers()[2]
    if data is not None and len(data) and (np.frombuffer(data, dtype=np.uint8) - _ZERO).max() > 9:
        return False
    longest = pc.max(pc.binary_length(texts)).as_py()
    return longest is None or longest <= 15


def _texts(pieces: pa.ChunkedArray, column: Column, lines: pa.Array, casting: Casting) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    from ingest.arrows import integers, strings, text, whole

    texts = whole(pieces)
    encoded = texts.fill_null(text("")).dictionary_encode()
    known = encoded.dictionary.to_pylist()
    parse = casting.parser(column)
    cells = [parse(said) for said in known]
    told = [place for place, cell in enumerate(cells) if cell.fault or cell.notes or cell.missing]
    if told:
        rows = pc.is_in(encoded.indices, integers(told).cast(pa.int32()))
        for row in pc.indices_nonzero(rows).to_pylist():
            place = encoded.indices[row].as_py()
            casting.tell(column, row, lines[row].as_py(), known[place], cells[place])
    given = [_nothing(column) if cell.value is None else cell.value for cell in cells]
    if all(value == said for value, said in zip(given, known, strict=True)):
        return texts.fill_null(text("")) if texts.null_count else texts
    return strings(given).take(encoded.indices)  # type: ignore[arg-type]
