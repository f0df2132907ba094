"""Text to records by one strict reading of quotes. Line numbers are those an editor shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_RECORD = 40
"""A quoted cell over more lines than this is taken for a closing quote that was forgotten."""

_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"(?!")')


@dataclass(frozen=True)
class Record:
    """One record: its first physical line, its cells, and the code of a quoting fault."""

    line: int
    cells: list[str]
    fault: str | None = None
    text: str = ""
    lines: int = 1


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line, forgiving: used to look at headers only."""
    cells, fault = scan(line, delimiter)
    return line.replace('"', "").split(delimiter) if fault else cells


def scan(text: str, delimiter: str) -> tuple[list[str], str | None]:
    """The cells of one record and the fault of its quotes: `open` or `stray`."""
    if '"' not in text:
        return text.split(delimiter), None
    cells: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            found = _QUOTED.match(text, at)
            if found is None:
                return cells, "open"
            cells.append(found[1].replace('""', '"'))
            at = found.end()
            if at < len(text) and text[at] != delimiter:
                return cells, "stray"
        else:
            end = text.find(delimiter, at)
            cell = text[at:] if end < 0 else text[at:end]
            if '"' in cell:
                return cells, "stray"
            cells.append(cell)
            at += len(cell)
        if at >= len(text):
            return cells, None
        at += 1


def records(text: str, delimiter: str, first_line: int) -> Iterator[Record]:
    """The records of a text that begins at a record. After a fault of quotes reading goes on in the next line."""
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    last_quote = next((at for at in range(len(lines) - 1, -1, -1) if '"' in lines[at]), -1) if '"' in text else -1
    at = 0
    while at < len(lines):
        record = _record(lines, at, delimiter, first_line, last_quote)
        yield record
        at += record.lines


def _record(lines: list[str], at: int, delimiter: str, first_line: int, last_quote: int) -> Record:
    line = lines[at]
    cells, fault = scan(line, delimiter)
    if fault is None:
        return Record(first_line + at, cells, text=line)
    slashed = "CSV_QUOTE_BACKSLASH" if '\\"' in line else None
    if fault == "stray":
        return Record(first_line + at, cells, slashed or "CSV_QUOTE_STRAY", line)
    joined = line
    for more in range(1, min(LONGEST_RECORD, len(lines) - at)):
        joined += "\n" + lines[at + more]
        if '"' not in lines[at + more]:
            continue
        cells, fault = scan(joined, delimiter)
        if fault is None:
            return Record(first_line + at, cells, text=joined, lines=more + 1)
        if fault == "stray":
            return Record(first_line + at, cells, slashed or "CSV_QUOTE_SWALLOW", line)
    further = last_quote >= at + LONGEST_RECORD
    code = "CSV_QUOTE_SWALLOW" if further else "CSV_QUOTE_OPEN"
    return Record(first_line + at, cells, slashed or code, line)
