"""Numbers with one reading are read, all others refused with the code of their fault."""

import pytest

from ingest.layouts import MISSING_WORDS
from ingest.numbers import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("007", 7),
        (" 12 ", 12),
        ("12.0", 12),
        ("١٢٣٤", 1234),
        ("۱۲۳۴", 1234),
        ("१२", 12),
        ("９５", 95),
        ("١٬٢٣٤", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1234567),
        ("1\u202f234", 1234),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,23,456", 123456),
        ("+5", 5),
        ("1'234", 1234),
        ("\u200b5", 5),
        ("-0", 0),
    ],
)
def test_a_count_with_one_reading_is_read(text: str, value: float) -> None:
    cell = number(text, whole=True)
    assert (cell.fault, cell.value) == (None, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95.4", 95.4),
        ("95,4", 95.4),
        ("٩٥٫٤", 95.4),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("0,500", 0.5),
        ("1.234", 1.234),
        ("1 234,5", 1234.5),
    ],
)
def test_a_quantity_with_one_reading_is_read(text: str, value: float) -> None:
    cell = number(text, whole=False)
    assert (cell.fault, cell.value) == (None, value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "TYP_NUMBER_AMBIGUOUS"),
        ("1.234", "TYP_NUMBER_AMBIGUOUS"),
        ("95%", "TYP_PERCENT"),
        ("٩٥٪", "TYP_PERCENT"),
        ("1.2E+3", "TYP_SCIENTIFIC"),
        ("4e492493924924", "TYP_SCIENTIFIC"),
        ("1_000", "TYP_UNDERSCORE"),
        ("NaN", "TYP_NONFINITE"),
        ("-Infinity", "TYP_NONFINITE"),
        ("½", "TYP_FRACTION_CHAR"),
        ("9²", "TYP_FRACTION_CHAR"),
        ("1/2", "TYP_FRACTION_CHAR"),
        ("3 days", "TYP_UNIT"),
        ("72h", "TYP_UNIT"),
        ("٣ أيام", "TYP_UNIT"),
        ("SDR 1.2", "TYP_CURRENCY"),
        ("$5", "TYP_CURRENCY"),
        ("n/a", "TYP_MISSING_MARK"),
        ("-", "TYP_MISSING_MARK"),
        ("…", "TYP_MISSING_MARK"),
        ("لا يوجد", "TYP_MISSING_MARK"),
        ("TRUE", "TYP_BOOL"),
        ("=1+1", "TYP_NUMBER"),
        ("9٥", "TYP_DIGITS_MIXED"),
        ("−3", "SEM_NEGATIVE"),
        ("3-", "SEM_NEGATIVE"),
        ("(3)", "SEM_NEGATIVE"),
        ("2.5", "SEM_NOT_WHOLE"),
        ("1234567890123456", "TYP_NUMBER_LONG"),
        ("٫٫", "TYP_NUMBER"),
        ("a" * 500 + "!", "TYP_NUMBER"),
    ],
)
def test_anything_else_is_refused_with_its_own_code(text: str, code: str) -> None:
    assert number(text, whole=True).fault == code


def test_an_ambiguous_number_shows_both_readings() -> None:
    assert number("1,234", whole=False).params == {"read_as": ["1234", "1.234"]}


def test_an_empty_cell_and_the_words_for_missing_are_not_zero() -> None:
    assert number("", whole=True).value is None
    cell = number("Not-Applicable", whole=True, missing_words=MISSING_WORDS)
    assert (cell.value, cell.missing, cell.fault) == (None, "not-applicable", None)
