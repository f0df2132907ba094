"""The columns of a block by our names for them, and what is found wrong in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from app.domain.findings import Severity
from app.domain.findings_events import CATALOGUE_EVENTS
from ingest.events import arrow_bytes
from ingest.events.faults import Faults
from ingest.events.lexing import Rows
from ingest.events.texts import Mask, Numbers, stripped


@dataclass(frozen=True)
class Coded:
    """A column of few different cells: each cell is a place in `values`."""

    values: list[str]
    at: npt.NDArray[np.int32]

    def by(self, meaning: Callable[[str], Any], kind: npt.DTypeLike) -> Any:
        """The meaning of each cell, asked once for each different one."""
        return np.array([meaning(value) for value in self.values], kind)[self.at]

    def take(self, rows: Numbers) -> list[str]:
        return [self.values[place] for place in self.at[rows].tolist()]


@dataclass
class Found:
    """Faults in the order of the checks. `first` tells which of them sets a row aside, -1 where none does."""

    rows: Rows
    faults: list[Faults] = field(default_factory=list)
    first: npt.NDArray[np.int16] = field(init=False)

    def __post_init__(self) -> None:
        self.first = np.full(len(self.rows.lines), -1, np.int16)

    @property
    def right(self) -> Mask:
        return self.first < 0

    def add(
        self,
        code: str,
        column: str | None,
        wrong: Mask,
        cells: pa.Array | Coded,
        params: Callable[[int], dict[str, object]] | None = None,
    ) -> None:
        """Note the rows that are wrong; an error sets them aside under the first code that they get."""
        if not wrong.any():
            return
        rows = np.flatnonzero(wrong)
        values = cells.take(rows) if isinstance(cells, Coded) else cells.take(arrow_bytes.column(rows)).to_pylist()
        if CATALOGUE_EVENTS[code][0] is Severity.ERROR:
            new = rows[self.first[rows] < 0]
            self.first[new] = len(self.faults)
        figures = [params(row) for row in rows.tolist()] if params else None
        self.faults.append(Faults(code, column, self.rows.lines[rows], self.rows.records[rows], values, figures))

    def aside(self) -> Counter[str]:
        """The rows set aside by code."""
        numbers, counts = np.unique(self.first[self.first >= 0], return_counts=True)
        counted: Counter[str] = Counter()
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            counted[self.faults[number].code] += count
        return counted


class Cells:
    """The columns of one block; `places` gives our name for a column its place in the header.

    Cells that are one of `missing`, the words that some programs write for nothing, are empty.
    """

    def __init__(
        self, rows: Rows, places: dict[str, int], *, padded: bool, missing: frozenset[str] = frozenset()
    ) -> None:
        self._rows, self._places, self._padded, self._missing = rows, places, padded, missing
        self._texts: dict[str, pa.StringArray] = {}
        self.count = len(rows.lines)

    def text(self, name: str) -> pa.StringArray | None:
        """The column as text; None when the file has none."""
        if name not in self._places:
            return None
        if name not in self._texts:
            column = self._rows.columns[self._places[name]]
            texts = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            self._texts[name] = self._without_missing(stripped(texts) if self._padded else texts)
        return self._texts[name]

    def need(self, name: str) -> Coded:
        """As `coded`, of a column that every file of the shape has."""
        column = self.coded(name)
        assert column is not None
        return column

    def coded(self, name: str) -> Coded | None:
        """The column by its different cells; None when the file has none."""
        if name not in self._places:
            return None
        column = self._rows.columns[self._places[name]]
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        values = column.dictionary.to_pylist()
        values = [value.strip() for value in values] if self._padded else values
        values = ["" if value in self._missing else value for value in values]
        return Coded(values, arrow_bytes.numbers(column.indices))

    def _without_missing(self, texts: pa.StringArray) -> pa.StringArray:
        if not self._missing:
            return texts
        words = pc.is_in(texts, pa.array(sorted(self._missing)))
        return pc.if_else(words, "", texts) if words.true_count else texts
