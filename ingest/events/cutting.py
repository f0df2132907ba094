"""Blocks of a file cut into whole records, with the physical line on which each record begins.

A block whose quotes are all where they belong is left as it is; a record with another one is taken out and split by
itself, as `csv` does. Works on bytes of any encoding in which ASCII is ASCII.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import numpy as np

from ingest.events.texts import Bytes, Numbers
from ingest.lexing import LONGEST_RECORD

_QUOTE, _LF, _CR = 34, 10, 13
_WINDOW = 4096


@dataclass
class Records:
    """`text` holds the records that can be split as they stand; `lines` the line of each that is not blank.

    Without `lines` every line of the text is a record, from `first_line` on. `faulty` are lines whose quotes are
    wrong, with what is wrong.
    """

    text: bytes
    first_line: int
    lines: Numbers | None = None
    faulty: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Block:
    """A block and its marks."""

    data: bytes
    first_line: int
    separator: str
    encoding: str
    last: bool
    ends: Numbers = field(init=False)
    quotes: Numbers = field(init=False)

    def __post_init__(self) -> None:
        codes = np.frombuffer(self.data, np.uint8)
        self.ends = np.flatnonzero(codes == _LF)
        self.quotes = np.flatnonzero(codes == _QUOTE)


def cut(data: bytes, first_line: int, separator: str, encoding: str = "utf-8", *, last: bool) -> tuple[Records, bytes]:
    """The whole records of the block, and what of its end belongs to a record that goes on in the next one.

    The block begins with a record and ends with a line end; `last` says that no other follows.
    """
    if b'"' not in data and not _has_blank_line(data):
        return Records(data, first_line), b""
    block = _Block(data, first_line, separator, encoding, last)
    parts: list[bytes] = []
    lines: list[Numbers] = []
    faulty: list[tuple[int, str]] = []
    at = 0
    while at < len(data):
        wrong = _first_wrong(block, int(np.searchsorted(block.quotes, at)))
        right, end = _lines(block, at, len(data) if wrong is None else _record_start(block, at, wrong))
        parts.append(data[at:end])
        lines.append(right)
        at = end
        if at < len(data):
            line = first_line + int(np.searchsorted(block.ends, at))
            cells, wrongness, past = _one_record(block, at)
            if past is None:
                break
            if wrongness:
                faulty.append((line, wrongness))
            else:
                parts.append(_written(cells, separator, encoding))
                lines.append(np.array([line], np.int64))
            at = past
    return Records(b"".join(parts), first_line, np.concatenate(lines), faulty), data[at:]


def _has_blank_line(data: bytes) -> bool:
    return data.startswith((b"\n", b"\r\n")) or b"\n\n" in data or b"\n\r\n" in data


def _first_wrong(block: _Block, begin: int) -> int | None:
    """The number of the first quote from `begin` on, where one would open, that is not where it belongs."""
    codes, quotes, separator = np.frombuffer(block.data, np.uint8), block.quotes, ord(block.separator)
    at, size = begin, _WINDOW
    while at < len(quotes):
        window = quotes[at : at + size]
        opening, closing = window[::2], window[1::2]
        before = codes[opening - 1]
        opens = (opening == 0) | (before == separator) | (before == _LF) | _follows(quotes, at, len(opening))
        after = codes[np.minimum(closing + 1, len(codes) - 1)]
        closes = (after == separator) | (after == _LF) | (after == _QUOTE)
        crs = np.flatnonzero(after == _CR)
        closes[crs] = codes[np.minimum(closing[crs] + 2, len(codes) - 1)] == _LF
        wrong = [2 * int(np.argmin(opens))] if not opens.all() else []
        wrong += [2 * int(np.argmin(closes)) + 1] if not closes.all() else []
        if wrong:
            return at + min(wrong)
        if len(opening) > len(closing):
            return at + len(window) - 1
        at, size = at + len(window), size * 2
    return None


def _follows(quotes: Numbers, at: int, count: int) -> Bytes:
    """Whether each second quote from `at` on stands right behind the one before it: two of them mean one letter."""
    opening = quotes[at : at + 2 * count : 2]
    before = quotes[at - 1 : at + 2 * count - 2 : 2] if at else np.concatenate(([-2], quotes[1 : 2 * count - 2 : 2]))
    return before + 1 == opening


def _record_start(block: _Block, at: int, wrong: int) -> int:
    """Where the record of that quote begins, all quotes between `at` and it being right."""
    first = int(np.searchsorted(block.quotes, at))
    place = int(block.quotes[wrong])
    while True:
        end = int(np.searchsorted(block.ends, place)) - 1
        if end < 0 or block.ends[end] < at:
            return at
        inside = int(np.searchsorted(block.quotes, block.ends[end])) - first
        if inside % 2 == 0:
            return int(block.ends[end]) + 1
        place = int(block.quotes[first + inside - 1])


def _lines(block: _Block, begin: int, end: int) -> tuple[Numbers, int]:
    """The line of each record that is not blank in a stretch whose quotes are right, up to a record that is too long.

    Also where that one begins, or else the end of the stretch.
    """
    low, high = (int(np.searchsorted(block.ends, place)) for place in (begin, end))
    ends = block.ends[low:high]
    number = np.arange(len(ends))
    if len(block.quotes):
        first = int(np.searchsorted(block.quotes, begin))
        outside = (np.searchsorted(block.quotes, ends) - first) % 2 == 0
        number, ends = number[outside], ends[outside]
    starts = np.concatenate(([begin], ends[:-1] + 1))[: len(ends)]
    after = np.concatenate(([0], number[:-1] + 1))[: len(ends)]
    too_long = np.flatnonzero(number - after >= LONGEST_RECORD)
    if len(too_long):
        end = int(starts[too_long[0]])
        starts, after, ends = (values[: too_long[0]] for values in (starts, after, ends))
    sizes = ends - starts
    blank = (sizes == 0) | ((sizes == 1) & (np.frombuffer(block.data, np.uint8)[starts] == _CR))
    return (block.first_line + low + after)[~blank].astype(np.int64), end


def _one_record(block: _Block, at: int) -> tuple[list[str], str, int | None]:
    """The record that begins there: its cells, or what is wrong with its first line, and where the next one begins.

    None for the place when the record goes on behind the block.
    """
    low = int(np.searchsorted(block.ends, at))
    ends = block.ends[low : low + LONGEST_RECORD].tolist()
    begins = [at, *(end + 1 for end in ends)]
    texts = (block.data[a:b].decode(block.encoding, "replace") for a, b in zip(begins, begins[1:], strict=False))
    reader = csv.reader(texts, delimiter=block.separator, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        unfinished = len(ends) < LONGEST_RECORD and reader.line_num == len(ends) and not block.last
        open_ = "unexpected end" in str(error)
        return [], str(error), None if unfinished and open_ else begins[1]
    return cells, "", begins[reader.line_num]


def _written(cells: list[str], separator: str, encoding: str) -> bytes:
    """The record with its quotes where they belong."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return out.getvalue().encode(encoding, "replace")
