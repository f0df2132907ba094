"""The keys of some records of a received file, as they were written: which month, which product, which partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ingest.grids import NO_ALIASES, Line, is_workbook, places_in, read_tab, text_lines, text_of
from ingest.layouts import LAYOUTS, Layout
from ingest.limits import Limits

Keys = dict[int, dict[str, str]]


def record_keys(
    path: Path,
    dataset: str,
    lines: frozenset[int],
    limits: Limits,
    encoding: str | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> Keys:
    """For each of these lines that holds a record the cells of its key columns; nothing where there is no header.

    Runs in the limited child only. `encoding`: the code page that a person chose for a text. `aliases`: tidied
    names that the member uses for our columns.
    """
    layout = LAYOUTS[dataset]
    if is_workbook(path):
        return read_tab(path, layout, limits, lambda _, rows: _keys(rows, layout, lines, aliases)) or {}
    return _keys(text_lines(text_of(path, encoding), layout, limits), layout, lines, aliases)


def _keys(source: Iterator[Line], layout: Layout, lines: frozenset[int], aliases: Mapping[str, str]) -> Keys:
    _, places = places_in(source, layout, aliases)
    keys = {name: at for name, at in places.items() if name in layout.key}
    return {
        line: {name: cells[at].strip() for name, at in keys.items() if at < len(cells)}
        for line, cells in source
        if keys and line in lines
    }
