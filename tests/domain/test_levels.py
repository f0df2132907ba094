"""Points, levels, grades, rounding: rows of numbers."""

from dataclasses import replace

import pytest

from app.domain.bands import Band
from app.domain.editions import Measured, Reason
from app.domain.levels import grade_of, is_borderline, is_small, level_of, points_of, quality_of
from app.domain.readings import NO_DATA, Reading
from app.domain.rounding import half_up
from app.handbook import load

METHOD = load("v1")
RULES = METHOD.rules


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.05, 0.1), (0.25, 0.3), (2.45, 2.5), (68.35, 68.4), (68.34999999999997, 68.4), (68.3499, 68.3), (99.95, 100.0),
     (-0.04, 0.0), (100, 100.0), (1e-12, 0.0)],
)  # fmt: skip
def test_half_up(value, expected):
    assert half_up(value) == expected
    assert str(half_up(value)) == str(expected)


@pytest.mark.parametrize(
    ("code", "value", "points", "clip"),
    [
        ("VIS-01", 98, 100, None), ("VIS-01", 56, 0, None), ("VIS-01", 77, 50, None), ("VIS-01", 99, 100, "above"),
        ("VIS-01", 10, 0, "below"), ("CUS-03", 12, 100, None), ("CUS-03", 72, 0, None), ("CUS-03", 42, 50, None),
        ("CUS-03", 0, 100, "above"), ("CUS-03", 999, 0, "below"), ("RSK-02", 0, 100, None),
    ],
)  # fmt: skip
def test_points_lie_between_floor_and_target(code, value, points, clip):
    assert points_of(Measured(value), METHOD.indicator(code)) == (Measured(points), clip)


def test_points_of_a_log_scale_and_of_nothing():
    log = replace(METHOD.indicator("VIS-01"), scale="log", floor=1, target=100)
    assert points_of(Measured(10), log)[0].value == pytest.approx(50)
    assert points_of(Measured(0), log)[0].reason is Reason.NON_POSITIVE
    assert points_of(NO_DATA.value, log) == (NO_DATA.value, None)


@pytest.mark.parametrize(("value", "level"), [(0, 1), (9.9, 1), (10, 2), (59.9, 6), (60, 7), (90, 10), (100, 10)])
def test_levels(value, level):
    assert level_of(value, RULES) == level


@pytest.mark.parametrize(
    ("quality", "small", "grade"),
    [(1, 0, "A"), (0.9, 0, "A"), (0.899, 0, "B"), (0.75, 0, "B"), (0.7, 0, "C"), (0.65, 0, "C"), (0.649, 0, "D"),
     (0, 0, "D"), (1, 1, "B"), (0.7, 1, "D"), (0, 1, "D")],
)  # fmt: skip
def test_grades(quality, small, grade):
    assert grade_of(quality, bool(small), RULES) == grade


def test_quality_falls_with_age_and_approximation():
    quarterly, yearly = METHOD.indicator("VIS-01"), METHOD.indicator("MOR-01")
    value = Reading(Measured(1.0))
    assert [quality_of(replace(value, age=age), quarterly, RULES) for age in (0, 1, 2, 3)] == [1, 0.75, 0.5, 0.5]
    assert [quality_of(replace(value, age=age), yearly, RULES) for age in (0, 3, 4)] == [1, 1, 0.75]
    assert quality_of(replace(value, approximate=True), quarterly, RULES) == 0.75
    assert quality_of(replace(value, approximate=True, age=1), quarterly, RULES) == 0.5


def test_small_numbers():
    assert is_small([Reading(Measured(1.0), n=29)], RULES)
    assert not is_small([Reading(Measured(1.0), n=30), Reading(Measured(1.0)), replace(NO_DATA, n=1)], RULES)


def test_borderline_when_the_band_crosses_a_cut():
    def band(low, high):
        return Band(low, high, (), None, 1.0)

    assert is_borderline(band(69.8, 71.2), RULES)
    assert not is_borderline(band(70.0, 75.0), RULES)
    assert not is_borderline(band(69.95, 71.0), RULES)  # published as 70.0
    assert not is_borderline(None, RULES)
