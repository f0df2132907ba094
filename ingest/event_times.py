"""Dates and times of item events, in declared formats only. Nothing is guessed; the machine's language has no say.

A format is written with YYYY YY MM M DD D MON hh mm ss f; `iso` is ISO 8601 with or without offset. Two-digit years
belong to 2000-2099. M, D and MON (English month, `Sept` too) accept one or two digits; f is a fraction of a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

EARLIEST, LATEST = 1990, 2100
"""Years outside these are no times of a scan."""

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
} | {"sept": 9}
_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MON": r"(?P<name>[A-Za-z]{3,4})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
    "f": r"(?P<fraction>[0-9]{1,9})",
}
TOKEN = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})")


@dataclass(frozen=True)
class DateFormat:
    text: str
    pattern: re.Pattern[str]


class Unreadable(ValueError):
    """The text follows none of the declared formats."""


class Impossible(ValueError):
    """The text follows a format but names no real time (30 February), or one outside 1990-2100."""


@cache
def date_format(text: str) -> DateFormat:
    """The format written so; ValueError when it does not give a year, a month and a day."""
    if text == "iso":
        return DateFormat(text, _ISO)
    pattern, at = "", 0
    for found in TOKEN.finditer(text):
        pattern += re.escape(text[at : found.start()]) + _PARTS[found[0]]
        at = found.end()
    try:
        compiled = re.compile(pattern + re.escape(text[at:]))
    except re.error as error:
        raise ValueError(f"formats: {text}: {error}") from error
    names = set(compiled.groupindex)
    if not ({"year", "short"} & names and {"month", "name"} & names and "day" in names):
        raise ValueError(f"formats: {text}: needs a year, a month and a day")
    return DateFormat(text, compiled)


def read_time(text: str, formats: tuple[DateFormat, ...]) -> datetime:
    """The time, aware when the text carries an offset; Unreadable or Impossible otherwise."""
    for one in formats:
        found = one.pattern.fullmatch(text)
        if found is not None:
            return _time(found.groupdict())
    raise Unreadable(text)


def offset_of(text: str) -> timezone:
    """The offset written `+03:00`, `-0300` or `Z`; Unreadable for anything else."""
    if text == "Z":
        return timezone(timedelta(0))
    found = _OFFSET.fullmatch(text)
    if found is None or int(found["hours"]) > 14 or int(found["minutes"]) > 59:
        raise Unreadable(text)
    minutes = int(found["hours"]) * 60 + int(found["minutes"])
    return timezone(timedelta(minutes=-minutes if found["sign"] == "-" else minutes))


def _time(parts: dict[str, str | None]) -> datetime:
    year = int(parts["year"] or 0) if parts.get("year") else 2000 + int(parts["short"] or 0)
    name = parts.get("name")
    month = _MONTHS.get(name.lower(), 0) if name else int(parts["month"] or 0)
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    if not EARLIEST <= year < LATEST:
        raise Impossible(str(year))
    try:
        time = datetime(year, month, int(parts["day"] or 0), hour, minute, second, micro)  # noqa: DTZ001 - the offset comes next
    except ValueError as error:
        raise Impossible(str(error)) from error
    offset = parts.get("offset")
    return time.replace(tzinfo=offset_of(offset)) if offset else time
