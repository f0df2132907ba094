"""One line of a received file, as it was received, for people who follow a number down to its source.

For showing only: nothing here decides what counts. The strict reader is `ingest/reading.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

MOST_CELLS, MOST_CHARACTERS = 200, 400
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def raw_line(path: Path, line: int, chosen: str | None = None) -> tuple[tuple[str, str], ...]:
    """Column and cell of the record that begins at a physical line; nothing where the file is no plain text.

    `chosen`: the code page that a person chose for a file that is not UTF-8.
    """
    with path.open("rb") as source:
        start = source.read(4)
    if start.startswith(b"PK") or line < 2:
        return ()
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), chosen or "utf-8")
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as text:
            first = text.readline()
            text.seek(0)
            return _found(_records(text, _separator(first)), line)
    except (OSError, UnicodeError, csv.Error):
        return ()


def _separator(header: str) -> str:
    return max(",;\t", key=header.count)


def _records(text: Iterator[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line on which it begins."""
    reader = csv.reader(text, delimiter=separator)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _found(records: Iterator[tuple[int, list[str]]], line: int) -> tuple[tuple[str, str], ...]:
    header: list[str] = []
    for begins, record in records:
        if begins == 1:
            header = record
        elif begins == line:
            cells = record[:MOST_CELLS]
            names = [header[at] if at < len(header) else "" for at in range(len(cells))]
            return tuple(
                (name[:MOST_CHARACTERS], cell[:MOST_CHARACTERS]) for name, cell in zip(names, cells, strict=True)
            )
        elif begins > line:
            return ()
    return ()
