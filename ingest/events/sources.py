"""Files as blocks of bytes that end with a line end: plain or packed by gzip, in the encoding of the profile.

UTF-8 with or without mark, UTF-16 with mark, or the code page that the profile names. Any line end becomes one that
ends with LF. Memory holds one block, whatever the file's size.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa

from ingest.events.faults import Fault

BLOCK_BYTES = 4 * 2**20
LONGEST_LINE = 16 * 2**20
"""More bytes without a line end are no text of rows."""
MOST_UNPACKED, MOST_RATIO = 64 * 2**20, 200
"""A packed file may always grow to so many bytes, and beyond them to so many times its own."""

_GZIP = b"\x1f\x8b"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONE_CR = re.compile(rb"\r(?!\n)")


class Source:
    """One file. `encoding` is that of the blocks: the profile's, or UTF-8 where the file says so itself."""

    def __init__(self, path: Path, encoding: str, errors: str) -> None:
        self._path, self._errors = path, errors
        with self._opened() as start:
            first = start.read(4)
        self._wide = first.startswith(_WIDE)
        self._marked = first.startswith(codecs.BOM_UTF8)
        self.encoding = "utf-8" if self._wide or self._marked else encoding

    def blocks(self) -> Iterator[bytes]:
        """The file in order, each block whole lines. UnicodeError or Fault when it cannot be read."""
        rest = b""
        for piece in self._pieces():
            end = piece.rfind(b"\n") + 1
            if end:
                yield rest + piece[:end] if rest else piece[:end]
                rest = piece[end:]
            else:
                rest += piece
            if len(rest) > LONGEST_LINE:
                raise Fault("EVT_LINE_LONG", most=LONGEST_LINE // 2**20)
        if rest:
            yield rest + b"\n"

    def _pieces(self) -> Iterator[bytes]:
        """The text with LF or CR LF at the line ends, in the encoding of the blocks."""
        decoder = codecs.getincrementaldecoder("utf-16")(self._errors) if self._wide else None
        held = b""
        with self._opened() as source:
            if self._marked:
                source.read(len(codecs.BOM_UTF8))
            while received := source.read(BLOCK_BYTES):
                piece = held + (decoder.decode(received).encode("utf-8", "replace") if decoder else received)
                held = b"\r" if piece.endswith(b"\r") else b""
                yield _with_line_feeds(piece[: len(piece) - len(held)])
            if decoder:
                held += decoder.decode(b"", final=True).encode("utf-8", "replace")
        if held:
            yield _with_line_feeds(held)

    def _opened(self) -> IO[bytes]:
        with self._path.open("rb") as start:
            packed = start.read(2) == _GZIP
        return cast(IO[bytes], _Unpacked(self._path)) if packed else self._path.open("rb")


class _Unpacked:
    """A gzip file unpacked as it is read, never much beyond its limit."""

    def __init__(self, path: Path) -> None:
        self._file = gzip.GzipFile(path)
        self._most = max(MOST_UNPACKED, MOST_RATIO * path.stat().st_size)
        self._seen = 0

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except (EOFError, OSError, zlib.error) as error:
            raise Fault("EVT_PACKED", value=type(error).__name__) from error
        self._seen += len(data)
        if self._seen > self._most:
            raise Fault("EVT_PACKED", value=f"> {self._most // 2**20} MiB")
        return data

    def __enter__(self) -> _Unpacked:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _with_line_feeds(piece: bytes) -> bytes:
    if b"\r" in piece and piece.count(b"\r") != piece.count(b"\r\n"):
        return _LONE_CR.sub(b"\n", piece)
    return piece


def _is_utf8(block: bytes) -> bool:
    """Whether the block is UTF-8: the same rules as `decode`, without making the text."""
    whole = pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, len(block)], np.int32)), pa.py_buffer(block))
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def transcoder(encoding: str, errors: str) -> Callable[[bytes], bytes]:
    """Makes UTF-8 of a block; UnicodeDecodeError when the block is not in the encoding and errors are strict."""

    def transcode(block: bytes) -> bytes:
        if block.isascii():
            return block
        if encoding == "utf-8" and _is_utf8(block):
            return block
        return block.decode(encoding, errors).encode("utf-8", "replace")

    return transcode
