"""Columns of text as bytes: trimmed, with Latin digits, and as matrices where the cells are equally long."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ingest.events import arrow_bytes

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

DIGITS = {ord("٠") + n: str(n) for n in range(10)} | {ord("۰") + n: str(n) for n in range(10)}
"""Arabic-Indic and Persian digits, as `str.translate` wants them."""

_BLANKS = np.zeros(256, bool)
_BLANKS[[*range(9, 14), *range(28, 33), *range(128, 256)]] = True
"""Bytes with which a cell that `str.strip` would shorten may begin or end; those above 127 only may."""


def spans(texts: pa.StringArray) -> tuple[Bytes, Numbers]:
    """The bytes of all cells in a row, and where each begins (one more than there are cells, for the end)."""
    _, offsets, data = texts.buffers()
    places = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8), places


def lengths(texts: pa.StringArray) -> Numbers:
    """Bytes of each cell."""
    return np.diff(spans(texts)[1])


def is_ascii(texts: pa.StringArray) -> bool:
    data, places = spans(texts)
    return bytes(data[places[0] : places[-1]]).isascii()


def stripped(texts: pa.StringArray) -> pa.StringArray:
    """Each cell without blanks around it, as `str.strip` has it. A column that has none costs two looks per cell."""
    data, places = spans(texts)
    filled = np.flatnonzero(places[1:] > places[:-1])
    edges = _BLANKS[data[places[filled]]] | _BLANKS[data[places[filled + 1] - 1]]
    touched = filled[edges]
    if not len(touched):
        return texts
    cells = [cell.strip() for cell in texts.take(arrow_bytes.column(touched)).to_pylist()]
    return replaced(texts, touched, cells)


def replaced(texts: pa.StringArray, rows: Numbers, cells: list[str]) -> pa.StringArray:
    """The column with other cells in these rows."""
    mask = np.zeros(len(texts), bool)
    mask[rows] = True
    return pc.replace_with_mask(texts, arrow_bytes.flags(mask), arrow_bytes.texts(cells))


def with_latin_digits(texts: pa.StringArray) -> pa.StringArray:
    """Arabic-Indic and Persian digits as 0-9; a column that is ASCII is returned as it is."""
    if is_ascii(texts):
        return texts
    data, places = spans(texts)
    data = data[places[0] : places[-1]]
    places = places - places[0]
    lead, next_ = data[:-1], data[1:]
    arabic = (lead == 0xD9) & (next_ >= 0xA0) & (next_ <= 0xA9)
    persian = (lead == 0xDB) & (next_ >= 0xB0) & (next_ <= 0xB9)
    both = np.flatnonzero(arabic | persian)
    latin = data.copy()
    latin[both + 1] = (data[both + 1] & 0x0F) + 0x30
    keep = np.ones(len(data), bool)
    keep[both] = False
    left_out = np.concatenate(([0], np.cumsum(~keep)))
    offsets = (places - left_out[places]).astype(np.int32)
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(latin[keep]))


def columns_of(texts: pa.StringArray, rows: Mask, length: int) -> Bytes:
    """The bytes of the cells in `rows`, all `length` long, one line of the matrix per place in the cell."""
    chosen = texts if rows.all() else texts.filter(arrow_bytes.flags(rows))
    data, places = spans(chosen)
    return np.ascontiguousarray(data[places[0] : places[-1]].reshape(len(chosen), length).T)
