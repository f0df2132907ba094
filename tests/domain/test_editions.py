"""A result is a number or a reason, and has a place among the others or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.editions import Measured, MemberResult, Reason, Standing, unplaced

PLACED = MemberResult(
    "EG", "2026-Q3", Measured(61.25), Measured(61.3), Standing.FINAL, "A", 1.0, 61.25, 61.25, level=4, rank=2, ranked=7
)


@pytest.mark.parametrize(
    ("value", "reason"),
    [(None, None), (0.0, Reason.NO_DATA), (float("nan"), None), (float("inf"), None), (float("-inf"), None)],
)
def test_neither_both_nor_a_number_that_is_none_can_be_measured(value: float | None, reason: Reason | None) -> None:
    with pytest.raises(ValueError):
        Measured(value, reason)


def test_a_result_without_its_place_keeps_all_else() -> None:
    alone = unplaced(PLACED)
    assert (alone.rank, alone.ranked) == (None, 0)
    assert replace(alone, rank=2, ranked=7) == PLACED
