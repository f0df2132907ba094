"""A partition of the store: the member of destination and the month of the item's first scan."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

UNKNOWN = "unknown"
"""Stands for a destination that no scan of the item tells, and for the month of an item without a scan."""


class Partition(NamedTuple):
    """Where all scans of an item lie: its destination (the greatest told), and the month of its first local time."""

    destination: str
    month: str

    @classmethod
    def parse(cls, text: str) -> Partition:
        """From `EG/2026-01`; the month never holds a slash."""
        destination, _, month = text.rpartition("/")
        return cls(destination, month)

    def __str__(self) -> str:
        return f"{self.destination}/{self.month}"

    @property
    def folder(self) -> str:
        """The folder of its parts, in the form that engines read as columns."""
        return f"destination={quote(self.destination, safe='')}/month={quote(self.month, safe='')}"
