"""Rows of files beside the main one, found by their key. They wait on disk: memory does not grow with the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.profile_files import JoinedFile

Row = tuple[int, list[str]]
"""The physical line and the cells for `JoinedFile.needs`."""


class Lookups:
    """One table per joined file."""

    def __init__(self, folder: Path, files: Iterable[JoinedFile]) -> None:
        self._at = sqlite3.connect(folder / "joined.sqlite", isolation_level=None)
        self._at.execute("PRAGMA journal_mode = OFF")
        self._at.execute("PRAGMA synchronous = OFF")
        self._numbers: dict[str, int] = {}
        for number, file in enumerate(files):
            self._numbers[file.name] = number
            self._at.execute(f"CREATE TABLE t{number} (line, {', '.join(_names(file))})")

    def fill(self, file: JoinedFile, rows: Iterator[Row]) -> None:
        """Take the rows of one file of this kind."""
        marks = ", ".join("?" for _ in range(len(file.needs) + 1))
        insert = f"INSERT INTO t{self._numbers[file.name]} VALUES ({marks})"
        self._at.execute("BEGIN")
        self._at.executemany(insert, ([line, *cells] for line, cells in rows))
        self._at.execute("COMMIT")

    def ready(self) -> None:
        """All files are taken."""
        for number in self._numbers.values():
            self._at.execute(f"CREATE INDEX by_key_{number} ON t{number} (c0)")

    def twice(self, file: JoinedFile) -> Iterator[tuple[str, int, int, int]]:
        """Keys of rows that occur more than once: the key, the first and last line, how many rows too many."""
        alike = ", ".join(f"c{file.needs.index(column)}" for column in file.unique)
        yield from self._at.execute(
            f"SELECT c0, min(line), max(line), count(*) - 1 FROM t{self._numbers[file.name]} "  # noqa: S608 - numbers
            f"GROUP BY {alike} HAVING count(*) > 1 ORDER BY 3"
        )

    def found(self, file: JoinedFile, key: str) -> list[tuple[str, ...]]:
        """What the rows with this key bring, in the order of `file.brings`; no row, nothing."""
        brought = ", ".join(f"c{file.needs.index(column)}" for column in file.brings)
        return self._at.execute(
            f"SELECT DISTINCT {brought} FROM t{self._numbers[file.name]} WHERE c0 = ?",  # noqa: S608 - numbers
            (key,),
        ).fetchall()

    def close(self) -> None:
        self._at.close()


def _names(file: JoinedFile) -> list[str]:
    return [f"c{number}" for number in range(len(file.needs))]
