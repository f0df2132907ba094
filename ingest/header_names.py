"""Names of a header that are none of ours as they stand: other letters, a unit, a member's own, an old one.

Each takes what it understands out of `unknown` and gives its column a place.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.gathering import Gathered
from ingest.header_units import unit_within
from ingest.layouts import Layout
from ingest.spelling import folded, tidy

OPTIONAL = frozenset({"partner", "remark", "note", "areas"})
"""Columns that a file may lack."""


def written_otherwise(
    layout: Layout,
    columns: Mapping[str, str],
    places: dict[str, int],
    unknown: dict[str, int],
    line: int,
    found: Gathered,
) -> None:
    """Names that differ in marks or shapes of letters alone, and names with a unit in them.

    `columns`: ours by their folded names.
    """
    for cell, number in list(unknown.items()):
        name = columns.get(folded(cell))
        within = None if name else unit_within(cell, columns, layout)
        if within and within[1] != within[2]:
            name, given, asked = within
            del unknown[cell]
            places.setdefault(name, number)
            found.add("HDR_UNIT", line, column=name, column_no=number + 1, value=cell,
                      given=f"unit.{given}", asked=f"unit.{asked}")  # fmt: skip
            continue
        name = name or (within[0] if within else None)
        if name and name not in places:
            del unknown[cell]
            places[name] = number
            found.add("HDR_VARIANT", line, column=name, column_no=number + 1, value=cell)


def by_alias(
    aliases: Mapping[str, str], places: dict[str, int], unknown: dict[str, int], line: int, found: Gathered
) -> None:
    """Names that the member told us once; a column that the file names itself is not given away."""
    for cell, number in list(unknown.items()) if aliases else []:
        name = aliases.get(tidy(cell))
        if name and name not in places:
            del unknown[cell]
            places[name] = number
            found.add("HDR_ALIAS", line, column=name, column_no=number + 1, value=cell)


def of_earlier(cells: list[str], names: Mapping[str, str], line: int, layout: Layout, found: Gathered) -> bool:
    """Whether the header is that of an earlier version: it has all its names, and lacks some of today's."""
    given = {tidy(cell) for cell in cells}
    if {names.get(name) for name in given} >= {column.name for column in layout.columns}:
        return False
    for version, header in layout.earlier.items():
        if {tidy(name) for name in header} <= given:
            old_template(version, layout, found, line)
            return True
    return False


def old_template(version: str, layout: Layout, found: Gathered, line: int | None = None) -> None:
    """The finding for a template of an earlier version: which one, which one is taken today, and where it is."""
    found.add("TPL_VERSION", line, old=version, current=layout.version, where=f"/datasets/{layout.dataset}")
