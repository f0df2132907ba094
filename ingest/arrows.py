"""Arrow arrays from plain lists, built from buffers: `pyarrow.array` would import pandas, half a second for nothing."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pyarrow as pa


def strings(values: Sequence[str | None]) -> pa.Array:
    """Text with None as null."""
    encoded = [b"" if value is None else value.encode("utf-8") for value in values]
    offsets = array("i", [0])
    end = 0
    for part in encoded:
        end += len(part)
        offsets.append(end)
    buffers = [_valid(values), pa.py_buffer(offsets.tobytes()), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def floats(values: Sequence[float | None]) -> pa.Array:
    data = array("d", [0.0 if value is None else value for value in values])
    return pa.Array.from_buffers(pa.float64(), len(values), [_valid(values), pa.py_buffer(data.tobytes())])


def integers(values: Sequence[int]) -> pa.Array:
    data = values if isinstance(values, array) else array("q", values)
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(data.tobytes())])


def numbers(values: pa.Array) -> array[int]:
    """The whole numbers of an array without nulls, as Python counts them; without making each an object."""
    return array("q", values.cast(pa.int64()).buffers()[1][: 8 * len(values)].to_pybytes())


def booleans(values: Sequence[bool]) -> pa.Array:
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(_bits(values))])


def _valid(values: Sequence[object]) -> pa.Buffer | None:
    if None not in values:
        return None
    return pa.py_buffer(_bits([value is not None for value in values]))


def _bits(values: Sequence[bool]) -> bytes:
    out = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        if value:
            out[place >> 3] |= 1 << (place & 7)
    return bytes(out)


def text(value: str | None) -> pa.Scalar:
    """One text as a scalar; `pyarrow.scalar` would import pandas as well."""
    return strings([value])[0]


def flag(value: bool) -> pa.Scalar:
    return booleans([value])[0]


def integer(value: int) -> pa.Scalar:
    return integers([value])[0]


def whole(pieces: pa.ChunkedArray) -> pa.Array:
    """The pieces of one column as one array."""
    if pieces.num_chunks == 1:
        return pieces.chunk(0)
    return pa.concat_arrays(pieces.chunks) if pieces.num_chunks else pa.nulls(0, pieces.type)
