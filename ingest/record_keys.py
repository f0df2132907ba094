"""The keys of some records of a received file, as they were written: which month, which product, which partner."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.gathering import Gathered
from ingest.grids import Line, is_workbook, places_in, sheet_lines, text_lines, text_of
from ingest.layouts import LAYOUTS, Layout
from ingest.limits import Limits
from ingest.packages import look_into


def record_keys(
    path: Path,
    dataset: str,
    lines: frozenset[int],
    limits: Limits,
    sheet: str | None = None,
    encoding: str | None = None,
) -> dict[int, dict[str, str]]:
    """For each of these lines that holds a record the cells of its key columns; nothing where there is no header.

    Runs in the limited child only. `sheet`: the one that was checked, of a workbook. `encoding`: the code page
    that a person chose for a text.
    """
    layout = LAYOUTS[dataset]
    if not is_workbook(path):
        return _keys(text_lines(text_of(path, encoding), layout, limits), layout, lines)
    if not look_into(path, limits, Gathered()):
        return {}
    import openpyxl

    # Kept files have no suffix, which the library asks of a name.
    with path.open("rb") as source:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True, keep_links=False)
        chosen = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        chosen.reset_dimensions()
        return _keys(sheet_lines(chosen, limits), layout, lines)


def _keys(source: Iterator[Line], layout: Layout, lines: frozenset[int]) -> dict[int, dict[str, str]]:
    _, places = places_in(source, layout)
    keys = {name: at for name, at in places.items() if name in layout.key}
    return {
        line: {name: cells[at].strip() for name, at in keys.items() if at < len(cells)}
        for line, cells in source
        if keys and line in lines
    }
