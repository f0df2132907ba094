"""The clock of each row: the offset in the text of a time, else the row's offset, its zone, the profile's zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.events.cells import Cells, Coded, Found
from ingest.events.texts import Bytes, Mask, Numbers
from ingest.events.time_columns import NO_OFFSET, Times
from ingest.events.zones import ONCE, Zone, utc_by_group, zone_of, zone_of_offset

_MINUTE = 60_000_000


@dataclass(frozen=True)
class Clocks:
    """For each row the place of its clock in `zones`; a place with None is an offset or zone that is not known."""

    zones: list[Zone | None]
    group: npt.NDArray[np.int32]
    offsets: Coded | None
    names: Coded | None

    @property
    def unknown(self) -> Mask:
        """Rows that name a clock that is not known."""
        strange = np.array([zone is None for zone in self.zones])
        rows: Mask = strange[self.group] if strange.any() else np.zeros(len(self.group), bool)
        return rows

    def known(self, times: Times) -> Mask:
        """The times that were read and whose instants are known."""
        return times.read & ((times.offset != NO_OFFSET) | ~self.unknown)

    def utc(self, times: Times) -> tuple[Numbers, Bytes]:
        """The instants of the times that were read, and how often the clock showed them."""
        own = times.offset != NO_OFFSET
        if own.all():
            return self._by_offset(times), np.full(len(own), ONCE, np.uint8)
        instants, often = utc_by_group(times.local, self.group, self.zones)
        if own.any():
            instants, often = np.where(own, self._by_offset(times), instants), np.where(own, np.uint8(ONCE), often)
        return instants, often

    def _by_offset(self, times: Times) -> Numbers:
        return times.local - times.offset.astype(np.int64) * _MINUTE

    def note_unknown(self, found: Found, needed: Mask, columns: Mapping[str, str]) -> None:
        """The rows that need their clock and name one that is not known."""
        unknown = needed & self.unknown
        if not unknown.any():
            return
        for cells, name in ((self.offsets, "utc_offset"), (self.names, "zone")):
            if cells is not None:
                filled = cells.by(bool, np.bool_)
                found.add("EVT_OFFSET_UNREADABLE", columns[name], unknown & filled, cells)
                unknown = unknown & ~filled


def clocks_of(cells: Cells, zone: str) -> Clocks:
    """The clocks of a block's rows; `zone` is that of rows which name none."""
    zones: list[Zone | None] = [zone_of(zone)]
    group = np.zeros(cells.count, np.int32)
    offsets, names = cells.coded("utc_offset"), cells.coded("zone")
    for column, known in ((names, zone_of), (offsets, zone_of_offset)):
        if column is not None:
            place = np.array([len(zones) + n if value else -1 for n, value in enumerate(column.values)], np.int32)
            zones += [known(value) if value else None for value in column.values]
            own = place[column.at]
            group = np.where(own >= 0, own, group)
    return Clocks(zones, group, offsets, names)
