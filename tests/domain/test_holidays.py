"""Adding and taking away holidays: days in their order, each once, within bounds."""

from datetime import date, timedelta

import pytest

from app.domain.errors import BadRequest
from app.domain.holidays import MOST, MOST_AT_ONCE, with_days, without_day

EID = date(2026, 3, 20)


def test_days_are_kept_in_their_order_and_once():
    known = (date(2026, 12, 1), EID)
    found = with_days(known, EID, EID + timedelta(days=2))
    assert found == (EID, date(2026, 3, 21), date(2026, 3, 22), date(2026, 12, 1))
    assert with_days(found, EID, EID) == found
    assert without_day(found, date(2026, 3, 21)) == (EID, date(2026, 3, 22), date(2026, 12, 1))
    assert without_day((EID,), date(2026, 3, 21)) == (EID,)


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (EID, EID - timedelta(days=1), "holiday_days"),
        (EID, EID + timedelta(days=MOST_AT_ONCE), "holiday_days"),
        (date(1999, 12, 31), date(2000, 1, 1), "holiday_day"),
        (date(2100, 12, 31), date(2101, 1, 1), "holiday_day"),
    ],
)
def test_what_is_no_row_of_days_is_refused(first, last, code):
    with pytest.raises(BadRequest, match=code):
        with_days((), first, last)


def test_there_is_an_end_of_it():
    known = tuple(EID + timedelta(days=n) for n in range(MOST))
    assert with_days(known, EID, EID) == known
    with pytest.raises(BadRequest, match="holiday_most"):
        with_days(known, EID - timedelta(days=1), EID)
