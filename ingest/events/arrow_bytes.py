"""Between Arrow and numpy by their bytes: `pa.array` and `to_numpy` would first load pandas, for half a second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_TYPES = {np.dtype(kind): made for kind, made in (
    (np.int32, pa.int32()), (np.int64, pa.int64()), (np.float64, pa.float64()),
)}  # fmt: skip


def column(values: npt.NDArray[Any], missing: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Whole numbers of 32 or 64 bits, or floats, as Arrow; null where missing."""
    present = None if missing is None or not missing.any() else _bits(~missing)
    return pa.Array.from_buffers(
        _TYPES[values.dtype], len(values), [present, pa.py_buffer(np.ascontiguousarray(values))]
    )


def flags(values: npt.NDArray[np.bool_]) -> pa.Array:
    """Yes and no as Arrow."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])


def texts(cells: Sequence[str | None]) -> pa.StringArray:
    """Texts as Arrow; None as null."""
    raw = [(cell or "").encode() for cell in cells]
    ends = np.zeros(len(raw) + 1, np.int32)
    np.cumsum([len(one) for one in raw], out=ends[1:])
    missing = np.array([cell is None for cell in cells], bool)
    present = _bits(~missing) if missing.any() else None
    return pa.StringArray.from_buffers(len(raw), pa.py_buffer(ends), pa.py_buffer(b"".join(raw)), present)


def numbers(array: pa.Array) -> npt.NDArray[Any]:
    """The values of whole numbers of 32 or 64 bits, or of floats; what stands for a null is of no use."""
    kind = {pa.int32(): np.int32, pa.int64(): np.int64, pa.float64(): np.float64}[array.type]
    return np.frombuffer(array.buffers()[1] or b"", kind)[array.offset : array.offset + len(array)]


def yes(array: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    """The values of a column of yes and no without nulls."""
    bits = np.unpackbits(np.frombuffer(array.buffers()[1] or b"", np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].astype(bool)


def _bits(values: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
