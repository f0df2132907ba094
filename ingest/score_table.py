"""Reads DATA.csv of `barid score`: units, periods, and a column of numbers for each indicator of a method."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from app.domain.tables import Table

_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?)", re.I)
_COUNT = ":n"


class TableError(ValueError):
    """The file cannot be scored; the text names line and column and says what to do."""


def read_score_table(path: Path, codes: Iterable[str]) -> Table:
    """The table in the file; TableError when anything in it is unknown, doubled or no number."""
    known = frozenset(codes)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"byte {error.start + 1}: the file is not UTF-8; save it as CSV UTF-8") from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, [])
        names = _names(header, known)
        return _table(rows, names, known)
    except csv.Error as error:
        raise TableError(f"line {rows.line_num}: {error}") from None


def _names(header: list[str], known: frozenset[str]) -> list[str]:
    """The columns as named; each known, and once."""
    if not header:
        raise TableError("line 1: the file is empty; it needs a column unit and one for each indicator")
    names = [name.strip() for name in header]
    for place, name in enumerate(names, 1):
        if names.index(name) != place - 1:
            raise TableError(f"line 1, column {place}: {name!r} stands there twice")
        if name not in {"unit", "period"} and name not in known and name.removesuffix(_COUNT) not in known:
            told = "a column without a name" if not name else f"unknown indicator {name!r}"
            raise TableError(f"line 1, column {place}: {told}; the method knows {', '.join(sorted(known)[:12])}…")
    if "unit" not in names:
        raise TableError("line 1: there is no column 'unit'")
    return names


def _table(rows: Iterable[list[str]], names: list[str], known: frozenset[str]) -> Table:
    keys: dict[tuple[str, str], int] = {}
    numbers: list[list[float]] = []
    numbered = [(place, name) for place, name in enumerate(names) if name not in {"unit", "period"}]
    unit_at, period_at = names.index("unit"), names.index("period") if "period" in names else None
    for row in rows:
        line = rows.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) != len(names):
            raise TableError(f"line {line}: {len(row)} cells where the header has {len(names)}")
        unit = row[unit_at].strip()
        period = "" if period_at is None else row[period_at].strip()
        if not unit:
            raise TableError(f"line {line}: the unit is empty")
        if (unit, period) in keys:
            first = keys[unit, period]
            raise TableError(f"line {line}: unit {unit!r} {period} stands already in line {first}".replace("  ", " "))
        keys[unit, period] = line
        numbers.append([_number(row[place], line, name) for place, name in numbered])
    if not keys:
        raise TableError("line 2: there are no units under the header")
    matrix = np.array(numbers, dtype=np.float64).reshape(len(keys), len(numbered))
    found = {name: matrix[:, at].copy() for at, (_, name) in enumerate(numbered)}
    return Table(
        units=tuple(unit for unit, _ in keys),
        periods=tuple(period for _, period in keys),
        columns={name: column for name, column in found.items() if name in known},
        counts={name.removesuffix(_COUNT): column for name, column in found.items() if name not in known},
    )


def _number(text: str, line: int, name: str) -> float:
    """The number in a cell, NaN for an empty one."""
    plain = text.strip()
    if not plain:
        return math.nan
    if _NUMBER.fullmatch(plain) is None:
        raise TableError(
            f"line {line}, column {name!r}: {text[:40]!r} is not a number; "
            "write digits with a decimal point, and leave the cell empty where nothing is known"
        )
    value = float(plain)
    if name.endswith(_COUNT) and not value >= 1:
        raise TableError(f"line {line}, column {name!r}: {text[:40]!r} is no number of items; it must be 1 or more")
    return value
