"""Bytes to clean UTF-8 with `\\n` line ends, and what had to be made plain on the way.

Nothing is guessed: a file in a code page is read when a person has said in which one, and otherwise told of with its
likeliest readings.
"""

from __future__ import annotations

import codecs
import re

import numpy as np

from app.domain.encodings import WIDE
from ingest.code_pages import readings, readings_to_params, transcode
from ingest.gathering import Gathered
from ingest.wide_texts import looks_wide, transcode_wide, wide_readings

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]")
_WINDOW = 2**18
"""So many bytes at a time are looked at; they stay in the processor's cache."""
_ODD_BYTES = bytes([*range(0, 9), 11, 12, *range(14, 32), 127])
_SAMPLE = 2**20
_MANY_BYTES = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_NEVER = re.compile(rb"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]|[\xfe\xff]")
"""What is no letter of UTF-8 and seldom one of a code page: overlong forms, surrogates, two bytes that never stand."""
_FOREIGN = (
    (b"%PDF", "PDF"),
    *((mark, "HTML") for mark in (b"<!DOCTYPE", b"<html", b"<head", b"<body", b"<meta", b"<table", b"<style", b"<div")),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"BZh9", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"X5O!P%@AP[4\\PZX54", "EICAR"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def foreign_type(start: bytes) -> str | None:
    """The kind of a file that is neither text nor workbook, by its first bytes."""
    head = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if re.match(rb"\[\s*[\[{]|\{\s*[\"}]", head):
        return "JSON"
    for mark, kind in _FOREIGN:
        if head[: len(mark)].lower() == mark.lower():
            return None if kind == "program" and mark == b"MZ" and b"\x00" not in start else kind
    return "XML" if re.match(rb"<[A-Za-z!?]", head) else None


def decode(received: bytes, found: Gathered, encoding: str | None = None) -> bytes | None:
    """The text as UTF-8 without mark and with `\\n` line ends; None when it cannot be read.

    `encoding`: what a person chose, of `CHOICES`; it is never taken for a file that says itself what it is.
    """
    data = _to_utf8(received, found, encoding)
    if data is None:
        return None
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
        found.add("ENC_BOM")
        while data.startswith(codecs.BOM_UTF8):
            data = data[3:]
            found.add("ENC_BOM_DOUBLE")
    data = _plain(data, found)
    return None if found.stopped else data


def _to_utf8(received: bytes, found: Gathered, encoding: str | None) -> bytes | None:
    if received[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        if encoding:
            found.add("ENC_CHOSEN_OTHER", encoding=encoding, actual="UTF-16")
            return None
        try:
            text = received.decode("utf-16")
        except UnicodeDecodeError as error:
            found.add("ENC_BAD_BYTE", 1, byte=error.start)
            return None
        found.add("ENC_UTF16_BOM")
        return text.encode("utf-8")
    if looks_wide(received):
        if encoding in WIDE:
            return transcode_wide(received, encoding, found)
        found.add("ENC_UTF16_NO_BOM", 1, **readings_to_params(wide_readings(received)))
        return None
    if received.isascii() and encoding not in WIDE:
        return received
    return _narrow(received, found, encoding)


def _narrow(received: bytes, found: Gathered, encoding: str | None) -> bytes | None:
    """Of a file with one byte for a letter of ASCII; a choice of UTF-16 cannot be right for it."""
    try:
        received.decode("utf-8")
    except UnicodeDecodeError:
        if encoding and encoding not in WIDE:
            return transcode(received, encoding, found)
        _bad_bytes(received, found)
        return None
    if encoding:
        found.add("ENC_CHOSEN_OTHER", encoding=encoding, actual="UTF-8")
        return None
    return received


def _bad_bytes(received: bytes, found: Gathered) -> None:
    """Tell a few broken bytes from a file in a code page; the latter is shown as each of those would read it."""
    places: list[int] = []
    at = 0
    while len(places) < 50:
        try:
            received[at:].decode("utf-8")
            break
        except UnicodeDecodeError as error:
            places.append(at + error.start)
            end = at + error.end
            while end < len(received) and end < places[-1] + 4 and 0x80 <= received[end] <= 0xBF:
                end += 1  # what else belongs to the same broken letter
            at = end
    if _is_mostly_utf8(received, places[0]):
        for place in places:
            code = _bad_code(received[place : place + 2])
            found.add(code, _line_at(received, place), byte=place - received.rfind(b"\n", 0, place))
        return
    found.add("ENC_NOT_UTF8", _line_at(received, places[0]), **readings_to_params(readings(received)))


def _is_mostly_utf8(received: bytes, first: int) -> bool:
    """Whether most of what is beyond ASCII near the first bad byte is UTF-8: two letters of a code page may look so."""
    around = _NEVER.sub(b"", received[max(first - _SAMPLE // 2, 0) : first + _SAMPLE // 2])
    broken = around.decode("utf-8", "replace").count("\ufffd")
    return broken == 0 or len(_MANY_BYTES.findall(around)) > broken


def _bad_code(bad: bytes) -> str:
    """Bytes that look like a letter and are none: half of a pair, or one written longer than need be."""
    if bad[:1] == b"\xed" and b"\xa0" <= bad[1:] <= b"\xbf":
        return "ENC_SURROGATE"
    overlong = bad[:1] in {b"\xc0", b"\xc1"} or (bad[:1] == b"\xe0" and b"\x80" <= bad[1:] < b"\xa0")
    return "ENC_OVERLONG" if overlong else "ENC_BAD_BYTE"


def _line_at(data: bytes, place: int) -> int:
    before = data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _plain(data: bytes, found: Gathered) -> bytes:
    """The text with one kind of line end, its controls told. A clean file costs a single pass that copies."""
    returns = data.count(b"\r")
    alone = data.count(b"\r\n") < returns
    if alone or (returns and data.count(b"\n") > returns):
        found.add("CSV_LINE_END")
    if not alone and not _has_odd_bytes(data):
        bare = data.translate(None, b"\r") if returns else data
        if not bare.isascii():
            _look_for_controls(bare, found)
        return bare
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _look_for_controls(data, found)
    return data


def _has_odd_bytes(data: bytes) -> bool:
    """Whether there are controls other than tabulators and line ends."""
    codes = np.frombuffer(data, dtype=np.uint8)
    low = sum(int(np.count_nonzero(codes[at : at + _WINDOW] < 32)) for at in range(0, len(codes), _WINDOW))
    return b"\x7f" in data or low > data.count(b"\n") + data.count(b"\t") + data.count(b"\r")


def _look_for_controls(data: bytes, found: Gathered) -> None:
    suspicious = len(data.translate(None, _ODD_BYTES)) != len(data) or b"\xc2" in data or b"\xe2\x80" in data
    if not suspicious:
        return
    line, seen = 1, 0
    for match in _CONTROL.finditer(data):
        line += data.count(b"\n", seen, match.start())
        seen = match.start()
        character = match[0].decode("utf-8")
        if character == "\0":
            code = "ENC_NUL"
        else:
            code = "CSV_LINE_SEPARATOR" if character in "\u0085\u2028\u2029" else "ENC_CONTROL"
        found.add(code, line, character=f"U+{ord(character):04X}")
