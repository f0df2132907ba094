"""Files with one row per item and a column per date, as scans: one that the item is known, one for each date."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ingest.events.clocks import clocks_of
from ingest.events.scan_columns import CODED_SCHEMA, EVENTS, Parts
from ingest.events.texts import Mask, Numbers
from ingest.events.time_columns import NONE, Times
from ingest.events.views import View
from ingest.profiles import ORDERED

_EPOCH = np.datetime64(0, "us")


def item_scans(view: View, known: Parts) -> pa.Table:
    """The scans of rows whose dates agree with each other and with the status."""
    cells, found, profile = view.cells, view.found, view.profile
    times = {event: view.times(cells.text(event), column) for event, column in profile.dates.items()}
    texts = cells.text("sent")
    if texts is not None:
        times["sent"] = view.times(texts, view.column("sent"))
    clocks = clocks_of(cells, profile.zone)
    needed = np.logical_or.reduce([one.by_clock for one in times.values()])
    clocks.note_unknown(found, needed, profile.columns)
    instants = {event: clocks.utc(one) for event, one in times.items()}
    for event, column in profile.dates.items():
        if event != ORDERED:
            view.note_future(instants[event][0], clocks.known(times[event]), column, cells.text(event))
    cancelled = _statuses(view, times["EMI"])
    _note_intervals(view, times, {event: at for event, (at, _) in instants.items()})
    kept = found.right
    for event, column in profile.dates.items():
        view.note_changes(instants[event][1], kept & times[event].read, column, cells.text(event))
    status = cells.coded("status")
    if status is not None:
        contradicts = cancelled & times["EMI"].read & kept
        found.add("EVT_STATUS_CONTRADICTS", view.column("status"), contradicts, status)
    left_out = cancelled & ~times["EMI"].read
    scans = [known.of(kept, left_out=left_out)]
    for event, one in times.items():
        if event not in (ORDERED, "sent"):
            code = np.full(cells.count, EVENTS.index(event), np.uint8)
            at = {"at": instants[event][0], "local": one.local, "no_time": view.none()}
            scans.append(known.of(kept & one.read, left_out=left_out, event=code, **at))
    return pa.Table.from_batches(scans, CODED_SCHEMA)


def _statuses(view: View, delivered: Times) -> Mask:
    """Whether each item is cancelled; those said to be delivered without a date are noted."""
    status, profile = view.cells.coded("status"), view.profile
    if status is None:
        return view.none()
    said = status.by(lambda text: text in profile.delivered_statuses, np.bool_)
    view.found.add(
        "EVT_NO_DELIVERY_DATE", profile.dates["EMI"], said & (delivered.state == NONE), view.cells.text("EMI")
    )
    cancelled: Mask = status.by(lambda text: text in profile.cancelled_statuses, np.bool_)
    return cancelled


def _note_intervals(view: View, times: dict[str, Times], at: dict[str, Numbers]) -> None:
    for interval in view.profile.intervals:
        first, second = interval.first, interval.second
        if not {first, second} <= set(times):
            continue
        wrong = times[first].read & times[second].read & (at[second] < at[first])
        column = view.profile.dates.get(second) or view.column(second)

        def figures(row: int, first: str = first, second: str = second) -> dict[str, object]:
            return {"first": _written(times[first], row), "second": _written(times[second], row)}

        view.found.add(interval.finding, column, wrong, view.cells.text(second), figures)


def _written(times: Times, row: int) -> str:
    """The time as its row has it, on the clock on the wall."""
    moment = _EPOCH + np.timedelta64(int(times.local[row]), "us")
    return str(moment.astype(object))
