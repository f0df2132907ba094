"""Rules of monthly figures: parts within wholes, believable times, partners."""

from __future__ import annotations

from ingest.gathering import Gathered
from ingest.rows import Rows
from ingest.situation import Situation

LONGEST_HOURS = 24.0 * 366
LONGEST_DAYS = 366.0
_ALSO_CAPPED = (("arrivals_transmitted_24h", "items_emc"),)
"""VIS-02 divides by the EMC events received; the Regulations count more than all as met."""


def shown(value: object) -> str:
    """A number as a person would write it."""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 and value != int(value) else f"{value:.0f}"


def parts_within_wholes(rows: Rows, situation: Situation, found: Gathered) -> None:
    """A part is at most its whole; where the measure is capped, more is a doubt and not a fault."""
    relations = [
        (column.name, column.measure.at_most, "SEM_CAPPED" if column.measure.capped else "SEM_NUM_GT_DEN")
        for column in rows.layout.measures
        if column.measure and column.measure.at_most
    ]
    names = {column.name for column in rows.layout.measures}
    relations += [(part, whole, "SEM_CAPPED") for part, whole in _ALSO_CAPPED if part in names]
    for part, whole, code in relations:
        above = rows.above(part, whole)
        for row in above[: found.most_listed]:
            a, b = shown(rows.value(row, part)), shown(rows.value(row, whole))
            found.add(code, rows.line(row), record=rows.record(row), column=part, value=a, part=a, whole=b, bound=whole)
        if len(above) > found.most_listed:
            found.count_more(code, part, len(above) - found.most_listed)


def dwell_believable(rows: Rows, situation: Situation, found: Gathered) -> None:
    """More than a year in customs or in delivery: is the unit right?"""
    for column in rows.layout.measures:
        unit = column.measure.unit if column.measure else ""
        limit = {"hours": LONGEST_HOURS / 12, "days": LONGEST_DAYS}.get(unit)
        if limit is None:
            continue
        for row in rows.over(column.name, limit):
            value = rows.value(row, column.name)
            days = float(value or 0) / (24 if unit == "hours" else 1)
            found.add(
                "SEM_DWELL_HUGE",
                rows.line(row),
                record=rows.record(row),
                column=column.name,
                value=shown(value),
                days=shown(round(days)),
            )


def partner_is_another(rows: Rows, situation: Situation, found: Gathered) -> None:
    """Nobody is its own partner."""
    if not rows.layout.measures:
        return
    for row in rows.same("member", "partner"):
        partner = rows.value(row, "partner")
        found.add("SEM_SELF_PARTNER", rows.line(row), record=rows.record(row), column="partner", value=str(partner))


def row_says_something(rows: Rows, situation: Situation, found: Gathered) -> None:
    """A row without any figure, and without a word on why, says nothing."""
    names = [column.name for column in rows.layout.measures]
    for row in rows.silent(names) if names else []:
        if rows.missing_text(row) is None:
            found.add("SEM_NO_FIGURES", rows.line(row), record=rows.record(row))


def not_all_zero(rows: Rows, situation: Situation, found: Gathered) -> None:
    """Nothing but zeros is seldom what happened: nothing to report is an empty cell."""
    names = [column.name for column in rows.layout.measures]
    if names and len(rows) and rows.all_zero(names):
        found.add("SEM_ALL_ZERO")
