"""Figures that an operator reported beside those derived from its scans, where both tell of the same months.

Of one member, dataset and month the figures of one source count; the method says which (`where_both`), reported ones
where it says nothing. The others are kept beside them, and what they read differently is told (`gaps.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

REPORTED, SCANS = "reported", "scans"
SOURCES = (REPORTED, SCANS)


@dataclass(frozen=True)
class Gap:
    """What one indicator reads from both sources over the months and products that both tell of, in its unit."""

    indicator: str
    reported: float
    scans: float
    counts: str


def source_of(dataset: str) -> str:
    """Whence a file of this dataset tells its months."""
    return SCANS if dataset == "item-events" else REPORTED


def other(source: str) -> str:
    """The source that stands beside when this one counts."""
    return SCANS if source == REPORTED else REPORTED
