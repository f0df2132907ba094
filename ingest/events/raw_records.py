"""The records of a text file as they stand, each with its cells, so that something can be written behind them."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingest.events.sources import Source
from ingest.lexing import LONGEST_RECORD
from ingest.profiles import Profile


@dataclass(frozen=True)
class RawRecord:
    """`text` with its line end, beginning on the physical `line`; `cells` is None where its quotes are wrong."""

    line: int
    text: str
    cells: list[str] | None

    def with_cells(self, more: list[str], separator: str) -> str:
        """The text with further cells behind its own, on the same lines."""
        body = self.text.rstrip("\r\n")
        return body + "".join(separator + _quoted(cell) for cell in more) + (self.text[len(body) :] or "\n")


def lines_of(path: Path, profile: Profile) -> Iterator[str]:
    """The lines as the reader of events takes them: packed or plain, in the profile's encoding, ending with LF.

    UnicodeError or Fault when the file cannot be read.
    """
    source = Source(path, profile.encoding, profile.encoding_errors)
    for block in source.blocks():
        for line in block.splitlines(keepends=True):
            yield line.decode(source.encoding, profile.encoding_errors)


def separator_of(path: Path, profile: Profile) -> str:
    """The one of the profile's separators that the first line uses most."""
    return max(profile.separators, key=next(lines_of(path, profile), "").count)


def records(source: Iterator[str], separator: str) -> Iterator[RawRecord]:
    """Every record in its order, blank ones and the header too: the texts together are the file."""
    lines, line = _Lines(source), 1
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        lines.taken.clear()
        cells: list[str] | None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong):
            # Only the first line is lost: what follows may be whole again.
            cells = None
            lines.give_back()
            reader = csv.reader(lines, delimiter=separator, strict=True)
        yield RawRecord(line, "".join(lines.taken), cells)
        line += len(lines.taken)


class _TooLong(Exception):  # noqa: N818 - it never leaves the reading of one record
    pass


@dataclass
class _Lines:
    """Lines of a file that remember which of them the record at hand took."""

    source: Iterator[str]
    taken: list[str] = field(default_factory=list)
    back: deque[str] = field(default_factory=deque)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) > LONGEST_RECORD:
            raise _TooLong
        self.taken.append(self.back.popleft() if self.back else next(self.source))
        return self.taken[-1]

    def give_back(self) -> None:
        self.back.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if cell else ""
