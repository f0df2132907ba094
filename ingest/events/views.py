"""One block seen through a profile: its columns by our names, and where to note what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ingest.events.cells import Cells, Found
from ingest.events.texts import Bytes, Mask, Numbers
from ingest.events.time_columns import IMPOSSIBLE, UNREADABLE, Times, read_times
from ingest.events.zones import NEVER, TWICE
from ingest.profiles import Profile


@dataclass(frozen=True)
class View:
    """`latest` is the instant, in microseconds since 1970, after which nothing can have been scanned."""

    profile: Profile
    cells: Cells
    found: Found
    latest: int | None

    def column(self, name: str) -> str:
        """Their name for the column."""
        return self.profile.columns[name]

    def times(self, texts: pa.StringArray, column: str, wanted: Mask | None = None) -> Times:
        """The times of a column; faults are noted for the wanted rows (without them for all)."""
        times = read_times(texts, self.profile.formats, self.profile.no_date)
        for state, code in ((UNREADABLE, "EVT_TIME_UNREADABLE"), (IMPOSSIBLE, "EVT_TIME_IMPOSSIBLE")):
            wrong = times.state == state
            self.found.add(code, column, wrong if wanted is None else wrong & wanted, texts)
        return times

    def note_future(self, at: Numbers, wanted: Mask, column: str, texts: pa.StringArray) -> None:
        """The wanted instants that are still to come."""
        if self.latest is not None:
            self.found.add("EVT_TIME_FUTURE", column, wanted & (at > self.latest), texts)

    def note_changes(self, often: Bytes, wanted: Mask, column: str, texts: pa.StringArray) -> None:
        """The wanted times that the clock showed twice or never, in rows that are not set aside."""
        if often.any():
            for times, code in ((TWICE, "EVT_TIME_TWICE"), (NEVER, "EVT_TIME_SKIPPED")):
                self.found.add(code, column, wanted & self.found.right & (often == times), texts)

    def none(self) -> Mask:
        return np.zeros(self.cells.count, bool)
