"""Calendars as RFC 5545 writes them: the few properties that deadlines need, and nothing else.

Times are in UTC, so that no rule of a time zone has to travel along. Lines are folded at 75 octets between letters, end
with CR LF, and hold no control character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OCTETS = 75
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One event without length. `uid` names it for ever; `sequence` grows when it changes, at `stamped`.

    `alarms`: how long before `at` a reminder rings.
    """

    uid: str
    at: datetime
    summary: str
    description: str
    sequence: int
    stamped: datetime
    alarms: tuple[timedelta, ...] = ()


def calendar(name: str, entries: Sequence[Entry], *, language: str) -> bytes:
    """The whole calendar in UTF-8; the same entries give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Barid//Deadlines//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"NAME;LANGUAGE={language}:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, language)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """A text as the value of a property."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line with its end, broken before the 76th octet and never inside a letter."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"


def duration(length: timedelta) -> str:
    """`P13DT14H59M`; whole minutes, zero or more."""
    minutes = length // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    time = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (rest, "M")) if count)
    if not days and not time:
        return "PT0M"
    return "P" + (f"{days}D" if days else "") + (f"T{time}" if time else "")


def _event(entry: Entry, language: str) -> Iterator[str]:
    yield from (
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_moment(entry.stamped)}",
        f"DTSTART:{_moment(entry.at)}",
        f"SEQUENCE:{entry.sequence}",
        f"SUMMARY;LANGUAGE={language}:{escaped(entry.summary)}",
        f"DESCRIPTION;LANGUAGE={language}:{escaped(entry.description)}",
        "TRANSP:TRANSPARENT",
        "STATUS:CONFIRMED",
    )
    for before in entry.alarms:
        yield from (
            "BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-{duration(before)}", f"DESCRIPTION:{escaped(entry.summary)}",
            "END:VALARM",
        )  # fmt: skip
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
