"""Blocks of somebody's rows as our scans, and the reasons why rows are set aside or doubted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from ingest.events.cells import Cells, Found
from ingest.events.clocks import Clocks, clocks_of
from ingest.events.faults import Faults
from ingest.events.item_rows import item_scans
from ingest.events.known_items import UNKNOWN, known_items
from ingest.events.lexing import Lexer, Rows
from ingest.events.scan_columns import EVENTS, KNOWN, Parts
from ingest.events.texts import Mask, Numbers
from ingest.events.time_columns import NONE, Times
from ingest.events.views import View
from ingest.profiles import Profile

__all__ = ("KNOWN", "Normalised", "Normaliser")

TEXTS = ("item", "time", "sent", "promised", "weight")
CODED = ("event", "utc_offset", "zone", "office", "origin", "destination", "receptacle", "product", "retention_reason",
         "nondelivery_reason", "standard_days", "missent", "status")  # fmt: skip
EARLY = timedelta(days=1)
"""So far may a clock be ahead of ours before its times are of the future: zones are up to 14 hours apart."""
_IGNORED = -3


@dataclass(frozen=True)
class Normalised:
    """The scans of a block (`CODED_SCHEMA`), its faults in the order of the checks, the rows set aside by code."""

    scans: pa.Table
    faults: list[Faults]
    aside: Counter[str]


class Normaliser:
    """Turns the rows of one file into scans by a profile. Same rows, same scans.

    `now`, in UTC without zone, is when the file is read: nothing was scanned after it. Without it nothing is checked
    against the present.
    """

    def __init__(self, profile: Profile, header: list[str], now: datetime | None = None) -> None:
        self._profile = profile
        self._places = {name: header.index(theirs) for name, theirs in profile.columns.items() if theirs in header}
        self._dates = {event: header.index(theirs) for event, theirs in profile.dates.items()}
        self._latest = None if now is None else int(np.datetime64(now + EARLY, "us").astype(np.int64))
        self._width = len(header)

    def lexer(self, separator: str) -> Lexer:
        """What splits this file into the columns that are used."""
        texts = {self._places[name] for name in TEXTS if name in self._places} | set(self._dates.values())
        coded = {self._places[name] for name in CODED if name in self._places}
        return Lexer(separator, self._width, frozenset(texts), frozenset(coded - texts))

    def scans(self, rows: Rows) -> Normalised:
        """The scans of one block."""
        found = Found(rows)
        places = self._places | self._dates
        cells = Cells(rows, places, padded=self._profile.padded, missing=self._profile.missing)
        view = View(self._profile, cells, found, self._latest)
        known = known_items(view, rows)
        scans = item_scans(view, known) if self._profile.shape == "items" else _event_scans(view, known)
        return Normalised(scans, found.faults, found.aside())


def _event_scans(view: View, known: Parts) -> pa.Table:
    """One scan for each row that is right and whose code is not ignored."""
    cells, found = view.cells, view.found
    events = cells.need("event")
    profile = view.profile

    def meaning(text: str) -> int:
        code = profile.event(text)
        return EVENTS.index(code) if code else _IGNORED if text in profile.ignored_codes else UNKNOWN

    event = events.by(meaning, np.int8)
    found.add("EVT_CODE_UNKNOWN", view.column("event"), event == UNKNOWN, events)
    texts, column = cells.text("time"), view.column("time")
    times = view.times(texts, column)
    found.add("EVT_TIME_MISSING", column, times.state == NONE, texts)
    used = event != _IGNORED
    clocks = clocks_of(cells, view.profile.zone)
    sent_texts = cells.text("sent")
    sent = None if sent_texts is None else view.times(sent_texts, view.column("sent"), used)
    clocks.note_unknown(found, used & (times.by_clock | (sent.by_clock if sent else False)), view.profile.columns)
    at, often = clocks.utc(times)
    view.note_future(at, used & clocks.known(times), column, texts)
    kept = used & found.right
    view.note_changes(often, kept, column, texts)
    other = _sent(view, clocks, sent, at, kept) | _reasons(view, event, kept)
    batch = known.of(kept, event=event, at=at, local=times.local, no_time=view.none(), **other)
    return pa.Table.from_batches([batch])


def _sent(view: View, clocks: Clocks, sent: Times | None, at: Numbers, kept: Mask) -> dict[str, Any]:
    """When the scans were sent; a transmission before its event is doubted and left out."""
    if sent is None:
        return {}
    instants, _ = clocks.utc(sent)
    early = sent.read & (instants < at)
    view.found.add("EVT_SENT_BEFORE_EVENT", view.column("sent"), early & kept, view.cells.text("sent"))
    return {"sent": instants, "not_sent": ~sent.read | early}


def _reasons(view: View, event: Any, kept: Mask) -> dict[str, Any]:
    """Whether a reason was given, and whether the scan ends the customs clock."""
    cells, nothing = view.cells, view.none()
    held = event == EVENTS.index("EME")
    reasons = cells.coded("retention_reason")
    reason = nothing if reasons is None else reasons.by(bool, np.bool_)
    if reasons is not None:
        view.found.add("EVT_HOLD_NO_REASON", view.column("retention_reason"), held & ~reason & kept, reasons)
    attempts = cells.coded("nondelivery_reason")
    by_customs = (
        nothing if attempts is None else attempts.by(lambda text: text in view.profile.customs_reasons, np.bool_)
    )
    customs_end = (event == EVENTS.index("EDX")) | ((event == EVENTS.index("EMH")) & by_customs)
    return {"reason": reason, "customs_end": customs_end}
