"""Rules across cells, all in two tuples: those of a row, then those of the whole set.

Set rules run only when no row is at fault. A rule asks `Rows` its questions and adds findings.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.checks import disruptions, figures, keys, preparedness
from ingest.gathering import Gathered
from ingest.rows import Rows
from ingest.situation import Situation

Rule = Callable[[Rows, Situation, Gathered], None]

ROW_RULES: tuple[Rule, ...] = (
    figures.parts_within_wholes,
    figures.dwell_believable,
    figures.partner_is_another,
    figures.row_says_something,
    preparedness.answer_fits_item,
    disruptions.times_in_order,
)
SET_RULES: tuple[Rule, ...] = (
    keys.one_member,
    keys.no_row_twice,
    keys.total_or_parts,
    figures.not_all_zero,
)


def run(rows: Rows, situation: Situation, found: Gathered) -> None:
    """All rules that may run."""
    for rule in ROW_RULES:
        rule(rows, situation, found)
    if not found.stopped:
        for rule in SET_RULES:
            rule(rows, situation, found)
