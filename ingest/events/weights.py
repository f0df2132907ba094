"""Columns of weights in kilograms: digits with at most one decimal mark (point, comma, Arabic comma)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.events import arrow_bytes
from ingest.events.texts import Bytes, Mask, Numbers, is_ascii, spans, with_latin_digits

_LONGEST = 25
_MARK = "\u066b"


def read_weights(texts: pa.StringArray) -> tuple[npt.NDArray[np.float64], Mask]:
    """The weights of a column and which rows hold one."""
    if not is_ascii(texts):
        texts = with_latin_digits(pc.replace_substring(texts, _MARK, "."))
    data, places = spans(texts)
    data, places = data[places[0] : places[-1]], places - places[0]
    mark = (data == ord(".")) | (data == ord(","))
    odd = ~(mark | (data - np.uint8(48) < 10))
    sizes = np.diff(places)
    good = (sizes > 0) & (sizes <= _LONGEST) & (_within(odd, places) == 0) & (_within(mark, places) <= 1)
    filled = np.flatnonzero(good)
    good[filled] &= ~mark[places[filled]] & ~mark[places[filled + 1] - 1]
    values = np.full(len(texts), np.nan)
    read = _with_points(data, mark, places).filter(arrow_bytes.flags(good)).cast(pa.float64())
    values[good] = arrow_bytes.numbers(read)
    return values, good


def _within(marked: Mask, places: Numbers) -> Numbers:
    """How many marked bytes each cell has."""
    before = np.zeros(len(marked) + 1, np.int32)
    np.cumsum(marked, out=before[1:])
    return np.diff(before[places])


def _with_points(data: Bytes, mark: Mask, places: Numbers) -> pa.StringArray:
    plain = np.where(mark, np.uint8(ord(".")), data)
    return pa.StringArray.from_buffers(len(places) - 1, pa.py_buffer(places.astype(np.int32)), pa.py_buffer(plain))
