"""Scans as columns: what was found out about each row becomes Arrow, texts of few kinds by dictionary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from app.domain.members import PRODUCTS
from ingest.events.arrow_bytes import column, flags, texts
from ingest.events.cells import Coded
from ingest.events.s10_columns import PAIRS
from ingest.events.storing import SCHEMA
from ingest.events.texts import Bytes, Mask, Numbers
from ingest.profiles import CODES

KNOWN = ""
"""The event of an item that is known from the file without having been scanned."""
EVENTS = (KNOWN, *sorted(CODES))
"""An event is its place here."""
DAY = 86_400_000_000
"""In microseconds."""

_BY_DICTIONARY = pa.dictionary(pa.int32(), pa.string())
CODED_SCHEMA = pa.schema(
    [
        field.with_type(_BY_DICTIONARY) if field.name in {"event", "origin", "destination", "product"} else field
        for field in SCHEMA
    ]
)
"""The same with the texts of few kinds by dictionary, always the same one: cheaper to make and to write."""


@dataclass(frozen=True)
class Parts:
    """What each row says. Countries, products and events are places in their lists, -1 for none; so is a standard.
    `lands` is the list of countries, or of what the profile has in their place.

    Times are in microseconds since 1970; `at`, `sent` and `promised` hold nothing of use where their mask is set.
    """

    item: pa.StringArray
    line: Numbers
    origin: npt.NDArray[np.int16]
    destination: npt.NDArray[np.int16]
    product: npt.NDArray[np.int8]
    s10: Mask
    standard: npt.NDArray[np.int16]
    promised: Numbers
    no_promise: Mask
    left_out: Mask
    event: Bytes
    at: Numbers
    local: Numbers
    no_time: Mask
    sent: Numbers
    not_sent: Mask
    reason: Mask
    customs_end: Mask
    office: Coded | None = None
    weight: npt.NDArray[np.float64] | None = None
    lands: tuple[str, ...] = PAIRS

    def of(self, rows: Mask, **other: Any) -> pa.RecordBatch:
        """The scans of these rows, with other values in some columns."""
        parts = replace(self, **other) if other else self
        chosen = slice(None) if rows.all() else np.flatnonzero(rows)
        return pa.RecordBatch.from_arrays(list(_arrays(parts, rows, chosen)), schema=CODED_SCHEMA)


def as_plain(scans: pa.Table) -> pa.Table:
    """The scans with every text written out, as `SCHEMA` says."""
    return scans.cast(SCHEMA)


def _arrays(parts: Parts, rows: Mask, chosen: Any) -> Any:
    time, without = pa.timestamp("us"), parts.no_time[chosen]
    whole = isinstance(chosen, slice)
    yield parts.item if whole else parts.item.filter(flags(rows))
    yield _coded(parts.event[chosen], EVENTS)
    yield column(parts.at[chosen], without).view(time)
    yield column(parts.local[chosen], without).view(time)
    yield column(parts.sent[chosen], parts.not_sent[chosen]).view(time)
    yield _coded(parts.origin[chosen], parts.lands)
    yield _coded(parts.destination[chosen], parts.lands)
    yield _coded(parts.product[chosen], PRODUCTS)
    yield _flags(parts.reason[chosen])
    yield _flags(parts.customs_end[chosen])
    standard = parts.standard[chosen]
    yield column(standard.astype(np.int64), standard < 0)
    promised = (parts.promised[chosen] // DAY).astype(np.int32)
    yield column(promised, parts.no_promise[chosen]).view(pa.date32())
    yield _flags(parts.left_out[chosen])
    yield _flags(parts.s10[chosen])
    yield column(parts.line[chosen])
    count = len(without)
    yield _offices(parts.office, chosen) if parts.office else pa.nulls(count, pa.string())
    weight = None if parts.weight is None else parts.weight[chosen]
    yield pa.nulls(count, pa.float64()) if weight is None else column(weight, np.isnan(weight))


def _flags(given: Mask) -> pa.Array:
    return column(given.astype(np.int64))


def _coded(places: npt.NDArray[Any], names: tuple[str, ...]) -> pa.DictionaryArray:
    indices = column(places.astype(np.int32), places < 0)
    return pa.DictionaryArray.from_arrays(indices, texts(names))


def _offices(office: Coded, chosen: Any) -> pa.StringArray:
    names = texts([name or None for name in office.values])
    return names.take(column(office.at[chosen]))
