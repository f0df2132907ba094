"""Read one row of a received workbook, for the page that shows where a number comes from."""

from __future__ import annotations

from pathlib import Path

from app.actions.house import House
from app.actions.places import CHILDREN
from ingest.line_child import line_in_child


def read_workbook_line(house: House, *, path: Path, dataset: str, line: int) -> tuple[tuple[str, str], ...]:
    """Column and cell of a row of the sheet that was read; nothing for a plain text or where there is no such row.

    The workbook is opened in a limited child; who may see it was decided before.
    """
    with CHILDREN.one():
        return line_in_child(path, dataset, line, house.limits)
