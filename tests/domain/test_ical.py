"""Calendars by RFC 5545, read back by a library of others."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.ical import OCTETS, Entry, calendar, duration, escaped, folded

AT = datetime(2026, 10, 31, 23, 59, tzinfo=ZoneInfo("Africa/Cairo"))
STAMP = datetime(2026, 1, 5, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(list("\n;,\\:\"'^ ⁨م")), max_size=200)


def entry(summary: str = "s", description: str = "d") -> Entry:
    alarms = (timedelta(days=13, hours=14, minutes=59), timedelta(0))
    return Entry("EG-2026-Q3@barid", AT, summary, description, 2, STAMP, alarms)


def read(content: bytes) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, icalendar.Calendar)
    return found


def test_a_calendar_is_read_as_it_was_written() -> None:
    content = calendar("Dates of Egypt", [entry(), entry("مواعيد ⁨مصر⁩")], language="ar")
    found = read(content)
    assert (found["version"], found["method"], icalendar.vText.from_ical(found["name"])) == (
        "2.0",
        "PUBLISH",
        "Dates of Egypt",
    )
    first, second = found.walk("VEVENT")
    assert first["uid"] == "EG-2026-Q3@barid"
    assert first["dtstart"].dt == AT
    assert first["dtstart"].dt.utcoffset() == timedelta(0)
    assert first["dtstamp"].dt == STAMP
    assert first["sequence"] == 2
    assert second["summary"] == "مواعيد ⁨مصر⁩"
    assert [alarm["trigger"].dt for alarm in first.walk("VALARM")] == [
        -timedelta(days=13, hours=14, minutes=59),
        timedelta(0),
    ]
    assert content == calendar("Dates of Egypt", [entry(), entry("مواعيد ⁨مصر⁩")], language="ar")


@given(TEXTS, TEXTS)
def test_any_text_comes_back_and_no_line_is_too_long(summary: str, description: str) -> None:
    content = calendar(summary, [entry(summary, description)], language="en")
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= OCTETS
    assert all(line.decode().isprintable() or "\n" not in line.decode() for line in lines)
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    [event] = read(content).walk("VEVENT")
    assert str(event["summary"]) == summary
    assert str(event["description"]) == description
    assert sum(line.startswith(b"BEGIN:") for line in lines) == 4


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
@example("ﷺ" * 60)
def test_folding_loses_no_letter(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "")
    content = folded(line)
    assert content.replace(b"\r\n ", b"") == line.encode() + b"\r\n"
    for part in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(part) <= OCTETS
        assert part.decode() is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [("a\r\nb\rc\nd", "a\\nb\\nc\\nd"), ("a\0\x07\tb\x7f", "ab"), ("\\n;,", "\\\\n\\;\\,")],
)
def test_texts_are_escaped_and_hold_no_controls(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize(
    ("length", "text"),
    [(timedelta(0), "PT0M"), (timedelta(days=14), "P14D"), (timedelta(hours=2), "PT2H"),
     (timedelta(minutes=61), "PT1H1M"), (timedelta(days=1, minutes=5, seconds=59), "P1DT5M")],
)  # fmt: skip
def test_durations(length: timedelta, text: str) -> None:
    assert duration(length) == text
