"""Score a table by a method file without a database, for the command line."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from app import handbook
from app.domain.index import AnyIndex
from app.domain.means import Floats
from app.domain.tables import Scored, score_table
from ingest.score_table import read_score_table

COLUMNS = ("unit", "period", "code", "level", "value", "reason", "coverage", "lower", "upper", "rank")


def score_by_hand(method: Path, data: Path) -> tuple[AnyIndex, Scored]:
    """The index in the one file and its scores for the other; MethodError or TableError name the place of a fault."""
    index = handbook.read_index(method.read_bytes())
    table = read_score_table(data, [leaf.code for leaf in index.indicators])
    return index, score_table(index, table)


def score_rows(index: AnyIndex, scored: Scored) -> Iterable[tuple[str, ...]]:
    """The rows of SCORES.csv, without its header: unit by unit, the index first, each node above what is under it."""
    codes = in_order(index)
    columns = {code: _texts(index, code, scored) for code in codes}
    for at, (unit, period) in enumerate(zip(scored.table.units, scored.table.periods, strict=True)):
        for code in codes:
            level = str(index.heights[code])
            yield (unit, period, code, level, *(column[at] for column in columns[code]))


def in_order(index: AnyIndex) -> list[str]:
    """The codes of nodes and indicators from the index down, each before what is under it."""

    def walk(code: str) -> Iterable[str]:
        yield code
        if index.is_node(code):
            for child, _ in index.children(code):
                yield from walk(child)

    return list(walk(index.root.code))


def _texts(index: AnyIndex, code: str, scored: Scored) -> list[list[str]]:
    column = scored.scores.columns[code]
    decimals = index.decimals(code)
    ends = [column.lower, column.upper]
    if decimals is not None:
        from app.domain.rounding import half_up_all

        ends = [half_up_all(end, decimals) for end in ends]
    return [
        numbers(scored.published[code]),
        ["" if reason is None else str(reason) for reason in column.reasons],
        numbers(column.coverage),
        *(numbers(end) for end in ends),
        numbers(scored.ranks[code]),
    ]


def numbers(values: Floats) -> list[str]:
    """Each number in the shortest way that reads back the same; empty where there is none."""
    return ["" if np.isnan(value) else repr(value).removesuffix(".0") for value in values.tolist()]


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The whole file or none: it takes its name when it is complete."""
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
