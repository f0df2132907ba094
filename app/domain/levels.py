"""Points between goalposts, levels, grades, and whether a level is certain."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from app.domain.bands import Band
from app.domain.editions import Measured, Reason
from app.domain.method import Indicator, Rules
from app.domain.normalising import normalise
from app.domain.readings import Reading
from app.domain.rounding import half_up

_SIDES = {-1: "below", 0: None, 1: "above"}


def points_of(value: Measured, indicator: Indicator) -> tuple[Measured, str | None]:
    """0-100 between floor and target, and on which side it was clipped (`below` the floor, `above` the target)."""
    return points_of_all([value], indicator)[0]


def points_of_all(values: Sequence[Measured], indicator: Indicator) -> list[tuple[Measured, str | None]]:
    """As `points_of`, for the values of one indicator of many members."""
    raw = np.array([np.nan if value.value is None else value.value for value in values])
    points = normalise(indicator, raw)
    found: list[tuple[Measured, str | None]] = []
    for given, score, reason, clip in zip(values, points.values, points.reasons, points.clip, strict=True):
        if given.value is None:
            found.append((given, None))
        else:
            found.append((Measured(None, reason) if reason else Measured(float(score)), _SIDES[int(clip)]))
    return found


def level_of(published: float, rules: Rules) -> int:
    """The level 1 to `rules.levels` of a published value (rulings 8)."""
    return min(rules.levels, 1 + math.floor(published / rules.level_width))


def quality_of(reading: Reading, indicator: Indicator, rules: Rules) -> float:
    """1 for a fresh exact value, a step lower for each quarter past fresh, and one for an approximate value."""
    steps = max(0, reading.age - indicator.fresh_quarters + 1) + reading.approximate
    return rules.freshness[min(steps, len(rules.freshness) - 1)]


def is_owed(indicator: Indicator, value: Measured) -> bool:
    """Whether the indicator counts for the member: False where there was nothing to measure and the method drops it."""
    return indicator.nothing_to_measure != "drops" or value.reason is not Reason.NOTHING_TO_MEASURE


def grade_of(quality: float, small: bool, rules: Rules) -> str:
    """The letter for a share of fresh weight; one step lower where a value rests on few items (rulings 7)."""
    letters = [letter for letter, _ in rules.grades]
    at = next(i for i, (_, least) in enumerate(rules.grades) if quality >= least - 1e-9 or i == len(letters) - 1)
    return letters[min(at + small, len(letters) - 1)]


def is_small(readings: Iterable[Reading], rules: Rules) -> bool:
    """Whether one of the values rests on fewer items than the method asks for."""
    return any(r.value.value is not None and r.n is not None and r.n < rules.small_n for r in readings)


def is_borderline(band: Band | None, rules: Rules) -> bool:
    """Whether the 5-95 % band of the index crosses a cut between levels (`scoring.md` 4)."""
    if band is None:
        return False
    return level_of(half_up(band.low, rules.decimals), rules) != level_of(half_up(band.high, rules.decimals), rules)
