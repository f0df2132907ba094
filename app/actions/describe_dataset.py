"""What pages and documents tell about a dataset, from its one declaration."""

from __future__ import annotations

from ingest import layouts
from ingest.layouts import GuideRow
from ingest.profiles import SHIPPED

PROFILES = SHIPPED
"""The names of the profiles that item events may be sent with; the first takes our own columns."""


def version(dataset: str) -> str:
    """The version of the template that is in use."""
    return layouts.LAYOUTS[dataset].version


def schema(dataset: str) -> dict[str, object]:
    """The Frictionless Table Schema."""
    return layouts.table_schema(dataset)


def guide(dataset: str, language: str) -> tuple[GuideRow, ...]:
    """The columns with their rules, for people."""
    return layouts.guide(dataset, language)
