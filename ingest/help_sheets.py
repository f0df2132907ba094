"""The mark of sheets that stand in a template for reading: they are never taken for figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.layouts import Layout

PROPERTY = "barid-template"
"""The document property that repeats the mark, for programs of others."""
_MARK = re.compile(r"Barid · ([a-z-]{1,40}) · ([0-9]{4}\.[0-9]{1,3})")


@dataclass(frozen=True)
class Stamp:
    """Which template a workbook was made from."""

    dataset: str
    version: str


def mark(layout: Layout) -> str:
    """What stands in the first cell of every sheet that is there for reading."""
    return f"Barid · {layout.dataset} · {layout.version}"


def read_mark(value: object) -> Stamp | None:
    """The stamp in a cell or property; None for anything else."""
    found = _MARK.fullmatch(value.strip()) if isinstance(value, str) else None
    return Stamp(found[1], found[2]) if found else None
