"""A received file as its cells stood, line by line, for showing it back. Nothing here decides what counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from ingest.checking import is_packed
from ingest.decoding import decode
from ingest.gathering import Gathered
from ingest.headers import DELIMITERS, read_header
from ingest.layouts import Layout, title
from ingest.lexing import records
from ingest.limits import Limits
from ingest.sheets import DAY, Book, SheetRow
from ingest.spelling import tidy
from ingest.workbook import choose, opened

_SEARCHED_LINES = 60

Line = tuple[int, list[str]]
T = TypeVar("T")
NO_ALIASES: Mapping[str, str] = MappingProxyType({})


def is_workbook(path: Path) -> bool:
    with path.open("rb") as source:
        return is_packed(source.read(16))


def text_of(path: Path, encoding: str | None) -> str:
    """The text of a plain file, in the code page that a person chose; what cannot be read shows as a mark."""
    received = path.read_bytes()
    decoded = decode(received, Gathered(), encoding)
    if decoded is not None:
        return decoded.decode("utf-8")
    return received.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def text_lines(text: str, layout: Layout, limits: Limits) -> Iterator[Line]:
    """The cells of each record, with the physical line on which it begins."""
    head = text.split("\n", _SEARCHED_LINES)[:_SEARCHED_LINES]
    header = read_header(head, layout, Gathered(), limits.max_columns)
    delimiter = header.delimiter if header else max(DELIMITERS, key=head[0].count)
    for record in records(text, delimiter, 1):
        yield record.line, record.cells[: limits.max_columns]


def read_tab(path: Path, layout: Layout, limits: Limits, use: Callable[[str, Iterator[Line]], T]) -> T | None:
    """What `use` makes of the sheet that a check reads, its title and its rows; None where there is none to read."""

    def read(book: Book) -> T | None:
        tab = choose(book, layout, Gathered())
        return use(tab.title, (_line(row) for row in book.rows(tab))) if tab is not None else None

    return opened(path, limits, Gathered(), read)


def _line(row: SheetRow) -> Line:
    """A spreadsheet keeps a typed 2026-01 as the first day of that month."""
    cells = zip(row.cells, row.kinds, strict=True)
    return row.line, [cell[:-3] if kind == DAY and cell.endswith("-01") else cell for cell, kind in cells]


def places_in(
    lines: Iterable[Line], layout: Layout, aliases: Mapping[str, str] = NO_ALIASES
) -> tuple[int, Mapping[str, int]]:
    """The line of the header, and the place of each column in it, from 0; (1, {}) where there is no header.

    `aliases`: tidied names that the member uses; a column that the file names itself is not given away to one.
    """
    names = {tidy(title(column, language)): column.name for column in layout.columns for language in ("ar", "fr", "en")}
    names |= {tidy(column.name): column.name for column in layout.columns}
    for line, cells in lines:
        if line > _SEARCHED_LINES:
            break
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            if (name := names.get(tidy(cell))) is not None:
                places.setdefault(name, place)
        for place, cell in enumerate(cells):
            if tidy(cell) not in names and (name := aliases.get(tidy(cell))) is not None:
                places.setdefault(name, place)
        if len(places) >= 2:
            return line, places
    return 1, {}
