"""Times of scans in declared formats, and offsets; whatever else is written is refused, never guessed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.event_times import Impossible, Unreadable, date_format, offset_of, read_time


@pytest.mark.parametrize(
    ("text", "minutes"), [("Z", 0), ("+03:00", 180), ("-0330", -210), ("+14:00", 840), ("-00:00", 0)]
)
def test_an_offset_is_read(text: str, minutes: int) -> None:
    assert offset_of(text).utcoffset(None) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "+3", "+15:00", "+03:60", "03:00", "UTC", "+03:00 "])
def test_another_offset_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        offset_of(text)


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        ("iso", "2026-01-05", "2026-01-05T00:00:00"),
        ("iso", "2026-01-05 08:00:01.5-03:00", "2026-01-05T08:00:01.500000-03:00"),
        ("D-MON-YY", "5-Sept-26", "2026-09-05T00:00:00"),
        ("M/D/YYYY hh:mm", "1/5/2026 8:07", "2026-01-05T08:07:00"),
    ],
)
def test_a_time_is_read_by_its_format(form: str, text: str, read: str) -> None:
    assert read_time(text, (date_format("YYYYMMDD"), date_format(form))).isoformat() == read


@pytest.mark.parametrize(
    ("text", "error"),
    [("5/1/2026", Unreadable), ("5-Xyz-26", Impossible), ("31-Feb-26", Impossible), ("5-jan-2026", Unreadable)],
)
def test_a_time_in_no_declared_format_or_of_no_real_day_is_refused(text: str, error: type[ValueError]) -> None:
    with pytest.raises(error):
        read_time(text, (date_format("D-MON-YY"),))
