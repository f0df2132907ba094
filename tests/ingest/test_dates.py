"""Periods and moments: one form, and a code of its own for each other calendar, order and habit."""

from datetime import date

import pytest

from app.domain.periods import Cycle, Quarter
from ingest import dates

CYCLE = Cycle("2026-2029", Quarter(2026, 1), Quarter(2029, 4))
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("text", "value"), [("2026-01", "2026-01"), ("٢٠٢٦-٠١", "2026-01"), (" 2026-10 ", "2026-10")])
def test_a_month_that_has_ended_is_read(text: str, value: str) -> None:
    assert dates.month(text, CYCLE, TODAY).value == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2026", "TYP_DATE_AMBIGUOUS"),
        ("13/04/2026", "TYP_DATE_FORMAT"),
        ("3/4/26", "TYP_DATE_YEAR2"),
        ("46112", "TYP_DATE_SERIAL"),
        ("1447-09-01", "TYP_DATE_HIJRI"),
        ("٠١/٠٩/١٤٤٧", "TYP_DATE_HIJRI"),
        ("1447-09", "TYP_DATE_HIJRI"),
        ("2569-01", "TYP_DATE_CALENDAR"),
        ("1405-01", "TYP_DATE_CALENDAR"),
        ("115-01", "TYP_DATE_CALENDAR"),
        ("3026-01", "TYP_DATE_CALENDAR"),
        ("31 mars 2026", "TYP_DATE_WORDS"),
        ("٣١ مارس ٢٠٢٦", "TYP_DATE_WORDS"),
        ("2026-02-30", "TYP_DATE_IMPOSSIBLE"),
        ("31/31/2026", "TYP_DATE_IMPOSSIBLE"),
        ("2026-13", "TYP_PERIOD_FORMAT"),
        ("2026-01-15", "TYP_PERIOD_FORMAT"),
        ("2026/01", "TYP_PERIOD_FORMAT"),
        ("2026-11", "SEM_FUTURE"),
        ("2025-12", "SEM_CYCLE"),
        ("2030-01", "SEM_CYCLE"),
        ("2٠26-01", "TYP_DIGITS_MIXED"),
        ("", "TYP_PERIOD_FORMAT"),
    ],
)
def test_another_month_is_refused_with_its_own_code(text: str, code: str) -> None:
    assert dates.month(text, CYCLE, TODAY).fault == code


def test_an_ambiguous_date_shows_both_readings() -> None:
    assert dates.month("03/04/2026", CYCLE, TODAY).params == {"read_as": ["2026-04", "2026-03"], "write": "2026-04"}


def test_a_hijri_date_is_shown_as_the_gregorian_day_of_the_civil_table() -> None:
    assert dates.month("1447-09-01", CYCLE, TODAY).params["gregorian"] == "2026-02-18"


@pytest.mark.parametrize(("text", "meant"), [("2569-01", "2026"), ("1405-01", "2026"), ("3026-01", "")])
def test_a_year_of_another_calendar_is_translated_where_it_can_be(text: str, meant: str) -> None:
    assert dates.month(text, CYCLE, TODAY).params["meant"] == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-Q4", None),
        ("2026-q1", None),
        ("2027-Q1", "SEM_FUTURE"),
        ("Q5-2026", "TYP_PERIOD_FORMAT"),
        ("1st quarter", "TYP_PERIOD_FORMAT"),
        ("1447-Q1", "TYP_DATE_HIJRI"),
        ("2٠26-Q1", "TYP_DIGITS_MIXED"),
    ],
)
def test_a_quarter_may_be_answered_once_it_has_begun(text: str, code: str | None) -> None:
    assert dates.quarter(text, CYCLE, TODAY).fault == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-01-05T08:00", "TYP_TIME_ZONE"),
        ("2026-01-05T24:00+02:00", "TYP_TIME_ODD"),
        ("2026-01-05T23:59:60Z", "TYP_TIME_ODD"),
        ("2026-02-30T08:00Z", "TYP_DATE_IMPOSSIBLE"),
        ("2026-01-05", "TYP_DATE_FORMAT"),
        ("2026-01-٠5T08:00Z", "TYP_DIGITS_MIXED"),
        ("yesterday", "TYP_DATE_FORMAT"),
        ("1447-01-05T08:00Z", "TYP_DATE_HIJRI"),
        ("2026-01-05T08:00+99:00", "TYP_DATE_IMPOSSIBLE"),
    ],
)
def test_a_moment_needs_its_offset_and_must_exist(text: str, code: str) -> None:
    assert dates.moment(text).fault == code


def test_a_moment_keeps_its_offset() -> None:
    assert dates.moment("2026-01-05 08:00+0200").value == "2026-01-05T08:00:00+02:00"
    assert dates.moment("2026-01-05T08:00:30Z").value == "2026-01-05T08:00:30+00:00"
