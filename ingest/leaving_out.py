"""Rows of a pre-filled template that nobody touched: they say nothing, and least of all zero."""

from __future__ import annotations

from dataclasses import replace

from ingest.gathering import Gathered
from ingest.rows import ArrowRows, PlainRows, Rows


def leave_out_untouched(rows: Rows, found: Gathered) -> Rows:
    """The rows of monthly figures but those with keys alone, each with its finding; when none is left, that is a fault.

    A row with a word on why a figure is missing, or with a remark, stays. The checklist keeps all of its rows: a
    question without an answer is a fault of its own there.
    """
    names = [column.name for column in rows.layout.measures]
    silent = [row for row in rows.silent(names) if _untouched(rows, row)] if names else []
    if not silent:
        return rows
    for row in silent:
        found.add("SEM_ROW_EMPTY", rows.line(row), record=rows.record(row))
    left_out = set(silent)
    kept = [row for row in range(len(rows)) if row not in left_out]
    if not kept:
        found.add("HDR_NO_ROWS")
    return _only(rows, kept)


def _untouched(rows: Rows, row: int) -> bool:
    return rows.missing_text(row) is None and rows.value(row, "remark") is None


def _only(rows: Rows, kept: list[int]) -> Rows:
    records = [rows.record(row) for row in kept]
    if isinstance(rows, PlainRows):
        return PlainRows(
            rows.layout,
            [rows.lines[row] for row in kept],
            {name: [values[row] for row in kept] for name, values in rows.columns.items()},
            [rows.missing[row] for row in kept],
            records,
        )
    from ingest.arrows import integers

    assert isinstance(rows, ArrowRows)
    picked = integers(kept)
    columns = {name: values.take(picked) for name, values in rows.columns.items()}
    missing = rows.missing.take(picked)
    return replace(rows, lines=rows.lines.take(picked), columns=columns, missing=missing, records=records)
