"""A unit that stands in the name of a column: another one than is asked for is a fault, for nobody converts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.layouts import Layout
from ingest.spelling import folded

_WORDS = {
    "hours": "hours hour hrs hr h heures heure ساعات ساعة",
    "days": "days day d jours jour j ايام يوم",
    "minutes": "minutes minute min mins دقائق دقيقة",
    "weeks": "weeks week semaines semaine اسابيع اسبوع",
    "items": "items item pieces envois envoi بعائث بعيثة",
    "thousands": "thousands thousand 000 milliers millier ألف آلاف بالآلاف",
    "percent": "% percent per_cent pct percentage pourcent pour_cent بالمئة في_المئة نسبة",
}
_UNITS = {folded(word): unit for unit, words in _WORDS.items() for word in words.split()}
_BEHIND = re.compile(r"(.+?)\s*[(\[]\s*([^()\[\]]{1,20}?)\s*[)\]]\s*")


def unit_within(name: str, columns: Mapping[str, str], layout: Layout) -> tuple[str, str, str] | None:
    """The column, the unit given and the unit asked for, when a name is that of a column with a unit in it.

    `dwell_hours_p50 (days)` and `dwell_days_p50` both are. `columns`: our columns by their folded names.
    """
    behind = _BEHIND.fullmatch(name)
    found = None
    if behind and folded(behind[2]) in _UNITS and folded(behind[1]) in columns:
        found = columns[folded(behind[1])], _UNITS[folded(behind[2])]
    else:
        found = _replaced(folded(name), columns)
    asked = {column.name: column.measure.unit for column in layout.measures if column.measure}
    return (*found, asked[found[0]]) if found and found[0] in asked else None


def _replaced(name: str, columns: Mapping[str, str]) -> tuple[str, str] | None:
    """The column whose name holds another unit at the place where this name holds one."""
    parts = name.split("_")
    for place, part in enumerate(parts):
        for word in _UNITS if part in _UNITS else ():
            other = "_".join([*parts[:place], word, *parts[place + 1 :]])
            if other != name and other in columns:
                return columns[other], _UNITS[part]
    return None
