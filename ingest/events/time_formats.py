"""Declared formats of times as shapes of a fixed length: which bytes are digits, which are marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from ingest.event_times import TOKEN, DateFormat

_WIDTHS = {"YYYY": (4,), "YY": (2,), "MM": (2,), "M": (2, 1), "DD": (2,), "D": (2, 1), "hh": (2, 1), "mm": (2,)}
_WIDTHS |= {"ss": (2,), "f": tuple(range(9, 0, -1))}
_PART = {"YYYY": "year", "YY": "short", "MM": "month", "M": "month", "DD": "day", "D": "day", "hh": "hour"}
_PART |= {"mm": "minute", "ss": "second", "f": "fraction"}
_ISO_TIMES = ("hh:mm", "hh:mm:ss", *(f"hh:mm:ss.{'f' * n}" for n in range(1, 10)))
_OFFSETS = ("", "Z", "+oo:pp", "+oopp")


@dataclass(frozen=True)
class Shape:
    """`digits` gives a part of the time its places; `marks` a place the bytes that may stand there."""

    length: int
    digits: dict[str, range]
    marks: tuple[tuple[int, bytes], ...]
    sign: int | None = field(default=None)


@cache
def shapes(formats: tuple[DateFormat, ...]) -> dict[int, tuple[Shape, ...]] | None:
    """Every shape of the formats by its length, in the order in which the formats would be tried.

    None for formats with names of months, whose cells have to be read one by one (few differ).
    """
    if any("MON" in TOKEN.findall(one.text) for one in formats):
        return None
    found: dict[int, list[Shape]] = {}
    for one in formats:
        for shape in _iso() if one.text == "iso" else _declared(one.text):
            found.setdefault(shape.length, []).append(shape)
    return {length: tuple(of_length) for length, of_length in found.items()}


def _declared(text: str) -> Iterator[Shape]:
    """The shapes of a format; a part of one or two digits takes two where it can, as its pattern does."""
    tokens = TOKEN.findall(text)
    between = TOKEN.split(text)
    for widths in product(*(_WIDTHS[token] for token in tokens)):
        at, digits, marks = 0, dict[str, range](), list[tuple[int, bytes]]()
        for literal, token, width in zip(between, [*tokens, None], [*widths, 0], strict=True):
            for byte in literal.encode():
                marks.append((at, bytes([byte])))
                at += 1
            if token:
                digits[_PART[token]] = range(at, at + width)
                at += width
        yield Shape(at, digits, tuple(marks))


def _iso() -> Iterator[Shape]:
    day = {"year": range(4), "month": range(5, 7), "day": range(8, 10)}
    marks = ((4, b"-"), (7, b"-"))
    yield Shape(10, day, marks)
    for clock, offset in product(_ISO_TIMES, _OFFSETS):
        yield _iso_shape(clock, offset, day, marks)


def _iso_shape(clock: str, offset: str, day: dict[str, range], marks: tuple[tuple[int, bytes], ...]) -> Shape:
    end = 11 + len(clock)
    digits = day | {"hour": range(11, 13), "minute": range(14, 16)}
    marks = (*marks, (10, b"T "), (13, b":"))
    if len(clock) > 5:
        digits, marks = digits | {"second": range(17, 19)}, (*marks, (16, b":"))
    if len(clock) > 8:
        digits, marks = digits | {"fraction": range(20, end)}, (*marks, (19, b"."))
    if offset == "Z":
        return Shape(end + 1, digits, (*marks, (end, b"Z")), end)
    if not offset:
        return Shape(end, digits, marks)
    minutes = end + len(offset) - 2
    digits |= {"offset_hours": range(end + 1, end + 3), "offset_minutes": range(minutes, minutes + 2)}
    colon = ((end + 3, b":"),) if ":" in offset else ()
    return Shape(end + len(offset), digits, (*marks, (end, b"+-"), *colon), end)
