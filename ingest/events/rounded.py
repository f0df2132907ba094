"""Identifiers that a spreadsheet took for numbers and rounded, such as `4.00638E+12`: many items became one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ingest.events import arrow_bytes
from ingest.events.texts import Mask, spans
from ingest.identifiers import was_rounded

_PLUS = ord("+")


def rounded(texts: pa.StringArray) -> Mask:
    """Which cells are numbers with an exponent; all but those with a plus before two digits cost one look each."""
    data, places = spans(texts)
    found = np.zeros(len(texts), bool)
    long = np.flatnonzero(np.diff(places) >= len("1E+10"))
    near = long[data[places[long + 1] - 3] == _PLUS]
    found[near] = [was_rounded(text) for text in texts.take(arrow_bytes.column(near)).to_pylist()]
    return found
