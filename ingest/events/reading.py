"""Files of item events as rows of text, one after another, with the physical line on which each begins.

UTF-8 with or without mark and UTF-16 with mark; any line end; a line end inside quotes belongs to its cell. A row
that cannot be split into the header's number of cells is set aside; nothing is guessed or filled.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from ingest.events.ledger import Fault, Ledger
from ingest.profiles import Profile


@dataclass(frozen=True)
class Row:
    """One row of the file: physical line (header is line 1), data row from 1, cells as they stand."""

    line: int
    record: int
    cells: list[str]


class EventFile:
    """The header and the rows of one file. `read` counts the data rows seen so far, faulty ones included."""

    def __init__(self, path: Path, profile: Profile, ledger: Ledger) -> None:
        self._path, self._profile, self._ledger = path, profile, ledger
        self.read = 0
        self.header: list[str] = []

    def rows(self) -> Iterator[Row]:
        """The rows with as many cells as the header. The file is refused (see the ledger) where it is not text."""
        try:
            with self._open() as source:
                separator = self._separator(source.readline())
                source.seek(0)
                yield from self._split(csv.reader(source, delimiter=separator, strict=True))
        except UnicodeError as error:
            self._ledger.add(Fault("EVT_ENCODING", value=type(error).__name__))

    def _open(self) -> TextIO:
        with self._path.open("rb") as start:
            marks = start.read(2)
        encoding = "utf-16" if marks in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
        return self._path.open(encoding=encoding, errors=self._profile.encoding_errors, newline="")

    def _separator(self, first_line: str) -> str:
        """The one of the profile's separators that the header uses most."""
        return max(self._profile.separators, key=first_line.count)

    def _split(self, reader: Any) -> Iterator[Row]:
        """Rows of csv's reader (whose type is not public), by the physical line after the end of the one before."""
        while True:
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                lost = max(1, reader.line_num - before)
                self.read += lost
                self._ledger.add(Fault("EVT_QUOTING", value=str(error)), before + 1, self.read, lost)
                continue
            if not self.header:
                if cells:
                    self.header = [name.strip() for name in cells]
                    if not self._header_fits():
                        return
            elif cells:
                self.read += 1
                if len(cells) == len(self.header):
                    yield Row(before + 1, self.read, cells)
                else:
                    self._ledger.add(
                        Fault("EVT_CELL_COUNT", found=len(cells), expected=len(self.header)), before + 1, self.read
                    )
        if not self.read and not self._ledger.refused:
            self._ledger.add(Fault("EVT_EMPTY"))

    def _header_fits(self) -> bool:
        profile = self._profile
        needed = ["item", "event", "time"] if profile.shape == "events" else ["item"]
        wanted = [profile.columns[name] for name in needed] + list(profile.dates.values())
        for name in (*profile.columns.values(), *profile.dates.values()):
            if self.header.count(name) > 1:
                self._ledger.add(Fault("EVT_COLUMN_TWICE", column=name), 1)
        for name in dict.fromkeys(wanted):
            if name not in self.header:
                self._ledger.add(Fault("EVT_COLUMN_MISSING", column=name), 1)
        return not self._ledger.refused
