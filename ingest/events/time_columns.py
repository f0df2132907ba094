"""Whole columns of times read at once, cell by cell the same as `event_times.read_time`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.event_times import EARLIEST, LATEST, DateFormat, Impossible, Unreadable, read_time
from ingest.events import arrow_bytes
from ingest.events.texts import Bytes, Mask, Numbers, columns_of, lengths, with_latin_digits
from ingest.events.time_formats import Shape, shapes

READ, NONE, UNREADABLE, IMPOSSIBLE = 0, 1, 2, 3
NO_OFFSET = 32_767
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - clocks on the wall are counted from it


@dataclass(frozen=True)
class Times:
    """One column: `local` in microseconds since 1970 on the clock on the wall, `offset` in minutes or NO_OFFSET.

    `state` is READ, NONE (the profile says that this text is no date), UNREADABLE or IMPOSSIBLE; the two others hold
    nothing of use unless it is READ.
    """

    local: Numbers
    offset: npt.NDArray[np.int16]
    state: Bytes

    @property
    def read(self) -> Mask:
        return self.state == READ

    @property
    def by_clock(self) -> Mask:
        """Those that were read and carry no offset."""
        return self.read & (self.offset == NO_OFFSET)


def read_times(texts: pa.StringArray, formats: tuple[DateFormat, ...], no_date: frozenset[str]) -> Times:
    """The times of a column that has no blanks around its cells. An empty cell is no date."""
    rows = len(texts)
    times = Times(np.zeros(rows, np.int64), np.full(rows, NO_OFFSET, np.int16), np.full(rows, UNREADABLE, np.uint8))
    open_ = np.ones(rows, bool)
    words = [word for word in no_date if word]
    if words:
        none = arrow_bytes.yes(pc.is_in(texts, arrow_bytes.texts(words)))
        times.state[none], open_[none] = NONE, False
    texts = with_latin_digits(texts)
    sizes = lengths(texts)
    empty = sizes == 0
    times.state[empty], open_[empty] = NONE, False
    known = shapes(formats)
    if known is not None:
        for size in np.flatnonzero(np.bincount(sizes[open_], minlength=1)).tolist():
            _read_size(texts, open_, sizes == size, known.get(size, ()), times)
    _read_one_by_one(texts, np.flatnonzero(open_), formats, times)
    return times


def _read_size(texts: pa.StringArray, open_: Mask, rows: Mask, of_size: tuple[Shape, ...], times: Times) -> None:
    """Read the open ones of these equally long cells by the first shape that each has."""
    rows = rows & open_
    if not of_size:
        return
    bytes_ = columns_of(texts, rows, of_size[0].length)
    places = np.flatnonzero(rows)
    for shape in of_size:
        fits = _fits(bytes_, shape)
        taken = places[fits] if not fits.all() else places
        _read_shape(bytes_ if fits.all() else bytes_[:, fits], shape, taken, times)
        open_[taken] = False
        if fits.all():
            return
        bytes_, places = bytes_[:, ~fits], places[~fits]


def _fits(bytes_: Bytes, shape: Shape) -> Mask:
    fits = np.ones(bytes_.shape[1], bool)
    for at, allowed in shape.marks:
        fits &= reduce(np.logical_or, (bytes_[at] == byte for byte in allowed))
    for places in shape.digits.values():
        for at in places:
            fits &= (bytes_[at] - np.uint8(48)) < 10
    return fits


def _read_shape(bytes_: Bytes, shape: Shape, rows: Numbers, times: Times) -> None:
    part = {name: _number(bytes_, places) for name, places in shape.digits.items()}
    nothing = np.int32(0)
    year = part["year"] if "year" in part else part["short"] + 2000
    hour, minute, second = (part.get(name, nothing) for name in ("hour", "minute", "second"))
    inside = (year >= EARLIEST) & (year < LATEST) & (part["month"] < 13) & (part["day"] < 32)
    inside &= (hour < 24) & (minute < 60) & (second < 60)
    index = ((year - EARLIEST) * 13 + part["month"]) * 32 + part["day"]
    days = _days()[np.where(inside, index, 0)]
    clock = (hour * 60 + minute) * 60 + second
    local = (days.astype(np.int64) * 86_400 + clock) * 1_000_000
    if "fraction" in part:
        digits = len(shape.digits["fraction"])
        local += part["fraction"] * 10 ** (6 - digits) if digits <= 6 else part["fraction"] // 10 ** (digits - 6)
    state = np.where(days < 0, np.uint8(IMPOSSIBLE), np.uint8(READ))
    if shape.sign is not None:
        hours, minutes = part.get("offset_hours", nothing), part.get("offset_minutes", nothing)
        offset = np.where(bytes_[shape.sign] == ord("-"), -1, 1) * (hours * 60 + minutes)
        times.offset[rows] = offset
        state[((hours > 14) | (minutes > 59)) & (days >= 0)] = UNREADABLE
    times.local[rows], times.state[rows] = local, state


def _number(bytes_: Bytes, places: range) -> npt.NDArray[np.int32]:
    value = (bytes_[places[0]] - np.uint8(48)).astype(np.int32)
    for at in places[1:]:
        value = value * np.int32(10) + (bytes_[at] - np.uint8(48))
    return value


@cache
def _days() -> npt.NDArray[np.int32]:
    """Days since 1970 by year, month (of 13) and day (of 32); -1 for what is no day."""
    days = np.full((LATEST - EARLIEST, 13, 32), -1, np.int32)
    months = np.arange(f"{EARLIEST}-01", f"{LATEST}-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int32)
    first, sizes = (values.reshape(-1, 12) for values in (months[:-1], np.diff(months)))
    for day in range(1, 32):
        days[:, 1:, day] = np.where(day <= sizes, first + (day - 1), -1)
    return days.reshape(-1)


def _read_one_by_one(texts: pa.StringArray, rows: Numbers, formats: tuple[DateFormat, ...], times: Times) -> None:
    """What has none of the shapes, each different text once."""
    if not len(rows):
        return
    coded = texts.take(arrow_bytes.column(rows)).dictionary_encode()
    read = [_one(text, formats) for text in coded.dictionary.to_pylist()]
    local, offset, state = (np.array(values) for values in zip(*read, strict=True))
    at = arrow_bytes.numbers(coded.indices)
    times.local[rows], times.offset[rows], times.state[rows] = local[at], offset[at], state[at]


def _one(text: str, formats: tuple[DateFormat, ...]) -> tuple[int, int, int]:
    try:
        read = read_time(text, formats)
    except Unreadable:
        return 0, NO_OFFSET, UNREADABLE
    except Impossible:
        return 0, NO_OFFSET, IMPOSSIBLE
    since = read.replace(tzinfo=None) - _EPOCH
    micro = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    apart = read.utcoffset()
    return micro, NO_OFFSET if apart is None else int(apart.total_seconds() // 60), READ
