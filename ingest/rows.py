"""Rows of values as the rules see them, in plain lists or in Arrow: the same questions, the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ingest.layouts import Layout

if TYPE_CHECKING:
    import pyarrow as pa

Value = str | float | None
Repeats = tuple[Sequence[int], Sequence[int]]
"""The rows whose key stood before, and beside each the row in which it stood first."""


class Rows(Protocol):
    """Questions the rules ask. Answers are row numbers from 0, in order. `record`: the data row in the file, from 1."""

    layout: Layout

    def __len__(self) -> int: ...
    def line(self, row: int) -> int: ...
    def record(self, row: int) -> int: ...
    def value(self, row: int, column: str) -> Value: ...
    def values(self, column: str) -> list[Value]: ...
    def above(self, column: str, bound: str) -> list[int]: ...
    def same(self, one: str, other: str) -> list[int]: ...
    def over(self, column: str, limit: float) -> list[int]: ...
    def silent(self, columns: list[str]) -> list[int]: ...
    def all_zero(self, columns: list[str]) -> bool: ...
    def repeats(self, columns: tuple[str, ...]) -> Repeats: ...
    def differences(self, repeats: Repeats) -> dict[int, str]: ...
    def missing_text(self, row: int) -> str | None: ...
    def table(self) -> pa.Table: ...


def _repeats(keys: Iterable[object]) -> Repeats:
    first: dict[object, int] = {}
    rows, firsts = [], []
    for row, key in enumerate(keys):
        earlier = first.setdefault(key, row)
        if earlier != row:
            rows.append(row)
            firsts.append(earlier)
    return rows, firsts


@dataclass
class PlainRows:
    """Rows in lists."""

    layout: Layout
    lines: list[int]
    columns: dict[str, list[Value]]
    missing: list[str | None]
    records: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, row: int) -> int:
        return self.lines[row]

    def record(self, row: int) -> int:
        return row + 1 if self.records is None else self.records[row]

    def value(self, row: int, column: str) -> Value:
        return self.columns[column][row]

    def values(self, column: str) -> list[Value]:
        return self.columns[column]

    def missing_text(self, row: int) -> str | None:
        return self.missing[row]

    def above(self, column: str, bound: str) -> list[int]:
        pairs = zip(self.columns[column], self.columns[bound], strict=True)
        return [row for row, (a, b) in enumerate(pairs) if a is not None and b is not None and a > b]  # type: ignore[operator]

    def same(self, one: str, other: str) -> list[int]:
        pairs = zip(self.columns[one], self.columns[other], strict=True)
        return [row for row, (a, b) in enumerate(pairs) if a is not None and a == b]

    def over(self, column: str, limit: float) -> list[int]:
        return [row for row, a in enumerate(self.columns[column]) if a is not None and a > limit]  # type: ignore[operator]

    def silent(self, columns: list[str]) -> list[int]:
        picked = [self.columns[name] for name in columns]
        return [row for row in range(len(self)) if all(column[row] is None for column in picked)]

    def all_zero(self, columns: list[str]) -> bool:
        said = [value for name in columns for value in self.columns[name] if value is not None]
        return bool(said) and not any(said)

    def repeats(self, columns: tuple[str, ...]) -> Repeats:
        return _repeats(zip(*(self.columns[name] for name in columns), strict=True))

    def differences(self, repeats: Repeats) -> dict[int, str]:
        """The first column in which a repeat says another thing than the row before it, by its place among them."""
        found = (self._difference(row, first) for row, first in zip(*repeats, strict=True))
        return {at: column for at, column in enumerate(found) if column is not None}

    def _difference(self, one: int, other: int) -> str | None:
        for column in self.layout.columns:
            if self.columns[column.name][one] != self.columns[column.name][other]:
                return column.name
        return self.layout.measures[0].name if self.missing[one] != self.missing[other] else None

    def table(self) -> pa.Table:
        import pyarrow as pa

        from ingest.arrows import booleans, floats, integers, strings

        given: dict[str, pa.Array] = {"line": integers(self.lines)}
        for column in self.layout.columns:
            values = self.columns[column.name]
            if column.name == "force_majeure":
                given[column.name] = booleans([value == "yes" for value in values])
            else:
                given[column.name] = floats(values) if column.is_number else strings(values)  # type: ignore[arg-type]
        if self.layout.measures:
            given["missing"] = strings(self.missing)
        return pa.table(given)


@dataclass
class ArrowRows:
    """Rows in Arrow columns."""

    layout: Layout
    lines: pa.Array
    columns: dict[str, pa.Array]
    missing: pa.Array
    records: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, row: int) -> int:
        return self.lines[row].as_py()

    def record(self, row: int) -> int:
        return row + 1 if self.records is None else self.records[row]

    def value(self, row: int, column: str) -> Value:
        return self.columns[column][row].as_py()

    def values(self, column: str) -> list[Value]:
        return self.columns[column].to_pylist()

    def missing_text(self, row: int) -> str | None:
        return self.missing[row].as_py()

    def above(self, column: str, bound: str) -> list[int]:
        import pyarrow.compute as pc

        return pc.indices_nonzero(pc.greater(self.columns[column], self.columns[bound])).to_pylist()

    def same(self, one: str, other: str) -> list[int]:
        import pyarrow.compute as pc

        return pc.indices_nonzero(pc.equal(self.columns[one], self.columns[other])).to_pylist()

    def over(self, column: str, limit: float) -> list[int]:
        import pyarrow.compute as pc

        largest = pc.max(self.columns[column]).as_py()
        if largest is None or largest <= limit:
            return []
        return [row for row, a in enumerate(self.values(column)) if a is not None and a > limit]  # type: ignore[operator]

    def silent(self, columns: list[str]) -> list[int]:
        import pyarrow.compute as pc

        if any(self.columns[name].null_count == 0 for name in columns):
            return []
        silent = self.columns[columns[0]].is_null()
        for name in columns[1:]:
            silent = pc.and_(silent, self.columns[name].is_null())
        return pc.indices_nonzero(silent).to_pylist()

    def all_zero(self, columns: list[str]) -> bool:
        import pyarrow.compute as pc

        largest = [pc.max(self.columns[name]).as_py() for name in columns]
        return any(value == 0 for value in largest) and all(value in {None, 0} for value in largest)

    def repeats(self, columns: tuple[str, ...]) -> Repeats:
        """The keys become whole numbers, one digit for each column."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from ingest.arrows import integer, integers, numbers

        key = pa.nulls(len(self), "int64").fill_null(integer(0))
        for name in columns:
            encoded = self.columns[name].dictionary_encode()
            number = encoded.indices.cast("int64").fill_null(integer(len(encoded.dictionary)))
            key = pc.add(pc.multiply(key, integer(len(encoded.dictionary) + 1)), number)
        codes = key.dictionary_encode().indices.cast("int64")
        # Codes are given in the order of first appearance: a new key is one above the largest before it.
        largest = pc.cumulative_max(codes)
        new = pc.not_equal(largest, pa.concat_arrays([integers([-1]), largest[:-1]]))
        rows, first = pc.indices_nonzero(pc.invert(new)), pc.indices_nonzero(new)
        return numbers(rows), numbers(first.take(codes.take(rows)))

    def differences(self, repeats: Repeats) -> dict[int, str]:
        """As for plain rows, a column at a time."""
        import pyarrow.compute as pc

        from ingest.arrows import integers

        rows, firsts = (integers(given) for given in repeats)
        found: dict[int, str] = {}
        named = [(column.name, self.columns[column.name]) for column in self.layout.columns]
        if self.layout.measures:
            named.append((self.layout.measures[0].name, self.missing))
        for name, column in named:
            one, other = column.take(rows), column.take(firsts)
            # Null where both are null, true where one is, so that no literal is needed: making one imports pandas.
            other_said = pc.or_kleene(pc.not_equal(one, other), pc.xor(one.is_null(), other.is_null()))
            for at in pc.indices_nonzero(other_said).to_pylist():
                found.setdefault(at, name)
        return dict(sorted(found.items()))

    def table(self) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        from ingest.arrows import text

        given: dict[str, pa.Array] = {"line": self.lines}
        for column in self.layout.columns:
            values = self.columns[column.name]
            given[column.name] = pc.equal(values, text("yes")) if column.name == "force_majeure" else values
        if self.layout.measures:
            given["missing"] = self.missing
        return pa.table(given)
