"""A file of item events as tables of scans, block by block, with every fault by physical line and column.

Two blocks are worked on at a time. A row that cannot be split into the header's number of cells is set aside; nothing
is guessed or filled.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pyarrow as pa

from ingest.events.cutting import Records, cut
from ingest.events.faults import Fault, Faults
from ingest.events.ledger import Ledger
from ingest.events.lexing import Lexer, Rows
from ingest.events.normalising import Normaliser
from ingest.events.parquet_files import ParquetRows, is_parquet
from ingest.events.sources import Source, transcoder
from ingest.profiles import Profile

THREADS = 2


@dataclass(frozen=True)
class Block:
    """What one block gave; records are counted from 0 within it."""

    read: int
    scans: pa.Table
    faults: list[Faults]
    aside: Counter[str]


class EventFile:
    """The scans of one file. `read` counts the data rows seen so far, faulty ones included.

    `now`, in UTC without zone: nothing was scanned after it.
    """

    def __init__(self, path: Path, profile: Profile, ledger: Ledger, now: datetime | None = None) -> None:
        self._path, self._profile, self._ledger, self._now = path, profile, ledger, now
        self.read = 0

    def scans(self) -> Iterator[pa.Table]:
        """The scans in the order of the file. The file is refused (see the ledger) where it cannot be read."""
        try:
            with ThreadPoolExecutor(THREADS) as pool:
                for block in in_order(pool, self._blocks()):
                    faults = [replace(one, records=one.records + self.read + 1) for one in block.faults]
                    self._ledger.add_all(faults, block.aside)
                    self.read += block.read
                    yield block.scans
            if not self.read and not self._ledger.refused:
                self._ledger.add(Fault("EVT_EMPTY"))
        except UnicodeError as error:
            self._ledger.add(Fault("EVT_ENCODING", value=type(error).__name__))
        except Fault as fault:
            self._ledger.add(fault)

    def _blocks(self) -> Iterator[Callable[[], Block]]:
        """The work to be done on each block."""
        if is_parquet(self._path):
            yield from self._parquet_blocks()
            return
        source = Source(self._path, self._profile.encoding, self._profile.encoding_errors)
        work: _Work | None = None
        rest, line = b"", 1
        for data in _with_last(source.blocks()):
            block = rest + data[0]
            if work is None:
                work, block, line = self._header(source, block, line)
                if self._ledger.refused:
                    return
            if work is not None and block:
                records, rest = cut(block, line, work.separator, source.encoding, last=data[1])
                line += block.count(b"\n") - rest.count(b"\n")
                yield work.on(records)

    def _parquet_blocks(self) -> Iterator[Callable[[], Block]]:
        file = ParquetRows(self._path)
        if self._header_fits(file.header):
            normaliser = Normaliser(self._profile, file.header, self._now)
            for rows in file.rows(normaliser.lexer(",")):
                yield partial(_block, normaliser, rows)

    def _header(self, source: Source, block: bytes, line: int) -> tuple[_Work | None, bytes, int]:
        """What is to be done with the blocks, once their header is found; what follows it, and its line."""
        separators = self._profile.separators
        while block:
            first = block[: block.index(b"\n") + 1].decode(source.encoding, self._profile.encoding_errors)
            separator = max(separators, key=first.count)
            lines = (text.decode(source.encoding, self._profile.encoding_errors) for text in block.splitlines(True))
            reader = csv.reader(lines, delimiter=separator, strict=True)
            try:
                cells = next(reader)
            except csv.Error as error:
                self._ledger.add(Fault("EVT_QUOTING", value=str(error)), line)
                cells = []
            for _ in range(reader.line_num):
                block, line = block[block.index(b"\n") + 1 :], line + 1
            if cells:
                header = [name.strip() for name in cells]
                if not self._header_fits(header):
                    return None, b"", line
                normaliser = Normaliser(self._profile, header, self._now)
                make_utf8 = transcoder(source.encoding, self._profile.encoding_errors)
                return _Work(separator, normaliser.lexer(separator), normaliser, make_utf8), block, line
        return None, b"", line

    def _header_fits(self, header: list[str]) -> bool:
        profile = self._profile
        needed = ["item", "event", "time"] if profile.shape == "events" else ["item"]
        wanted = [profile.columns[name] for name in needed] + list(profile.dates.values())
        for name in (*profile.columns.values(), *profile.dates.values()):
            if header.count(name) > 1:
                self._ledger.add(Fault("EVT_COLUMN_TWICE", column=name), 1)
        for name in dict.fromkeys(wanted):
            if name not in header:
                self._ledger.add(Fault("EVT_COLUMN_MISSING", column=name), 1)
        return not self._ledger.refused


@dataclass(frozen=True)
class _Work:
    """How the blocks of one file become scans."""

    separator: str
    lexer: Lexer
    normaliser: Normaliser
    make_utf8: Callable[[bytes], bytes]

    def on(self, records: Records) -> Callable[[], Block]:
        def block() -> Block:
            rows = self.lexer.rows(replace(records, text=self.make_utf8(records.text)))
            return _block(self.normaliser, rows)

        return block


def _block(normaliser: Normaliser, rows: Rows) -> Block:
    found = normaliser.scans(rows)
    wrong = Counter({one.code: len(one) for one in rows.wrong})
    return Block(rows.read, found.scans, [*rows.wrong, *found.faults], found.aside + wrong)


def _with_last(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each block, and whether it is the last."""
    before: bytes | None = None
    for block in blocks:
        if before is not None:
            yield before, False
        before = block
    if before is not None:
        yield before, True


def in_order(pool: ThreadPoolExecutor, work: Iterable[Callable[[], Block]]) -> Iterator[Block]:
    """The results in order, as many at work as there are threads."""
    at_work: deque[Future[Block]] = deque()
    for one in work:
        at_work.append(pool.submit(one))
        if len(at_work) > THREADS:
            yield at_work.popleft().result()
    while at_work:
        yield at_work.popleft().result()
