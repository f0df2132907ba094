"""Months, quarters and the cycle: parse, order, print."""

from datetime import date

import pytest

from app.domain.periods import Cycle, Month, Quarter


@pytest.mark.parametrize("text", ["2026-01", "2026-12", "0999-07"])
def test_months_print_as_they_are_written(text):
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "", "٢٠٢٦-٠١", "2026-01\n", "0000-01"]
)
def test_what_is_not_a_month(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026-Q0", "2026-Q5", "2026-q1", "2026Q1", "", "2026-Q1\n", "0000-Q1", "9999-Q4"])
def test_what_is_not_a_quarter(text):
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize("text", ["2026-Q3", "2026-07", "2026-09"])
def test_the_quarter_of_a_period_is_its_own_or_that_of_its_month(text):
    assert Quarter.of_period(text) == Quarter(2026, 3)


def test_months_and_quarters_follow_each_other():
    month, quarter = Month(2025, 11), Quarter(2025, 3)
    for _ in range(30):
        assert month.after().before() == month
        assert month < month.after()
        assert month in month.quarter.months
        assert Month.of(month.last_day) == month
        assert Quarter.of(month.first_day) == month.quarter
        month = month.after()
    for _ in range(9):
        assert quarter.after().before() == quarter
        assert quarter.after().back(1) == quarter
        assert quarter.after().minus(quarter) == 1
        assert quarter.back(5).minus(quarter) == -5
        assert quarter.first_day < quarter.last_day < quarter.after().first_day
        assert Quarter.parse(str(quarter)) == quarter
        quarter = quarter.after()


def test_the_cycle():
    cycle = Cycle("c", Quarter(2026, 1), Quarter(2026, 4))
    assert [str(q) for q in cycle.quarters()] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert Quarter(2026, 4) in cycle
    assert Quarter(2027, 1) not in cycle
    assert "2026-Q1" not in cycle
    assert cycle.due_day(Quarter(2026, 4)) == date(2027, 1, 31)
    assert cycle.grace_ends(Quarter(2026, 4)) == date(2027, 2, 15)
    with pytest.raises(ValueError, match="ends before it begins"):
        Cycle("c", Quarter(2026, 2), Quarter(2026, 1))
