"""Months, quarters and moments as people write them; another calendar or order is refused, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from app.domain.periods import Cycle, Month, Quarter
from ingest.month_names import hijri_month_named
from ingest.numbers import Cell, faulty, latin_digits, plain_text
from ingest.periods_written import month_written, quarter_written

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"\s?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_SLASHED = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})(?:[ T].*)?")
_ISO_DAY = re.compile(r"([0-9]{3,4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?")
_MOMENT_EXAMPLE = "2026-01-05T08:00+02:00"
_NO_QUARTER = ("TYP_DATE_WORDS", "TYP_DATE_FORMAT", "TYP_DATE_AMBIGUOUS", "TYP_DATE_SERIAL")
_YEAR_FIRST = re.compile(r"([0-9]{3,4})[-/. ]Q?([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2}|[^\W\d_]{3,}(?: [^\W\d_]+)?)[-/. ]([0-9]{4})")


def month(text: str, cycle: Cycle, today: date) -> Cell:
    """A month of the cycle that has ended, written `2026-01`."""
    plain, notes, code = latin_digits(plain_text(text))
    if code:
        return faulty(code)
    try:
        read = Month.parse(plain)
    except ValueError:
        return _not_a_month(plain)
    if not _our_years(read.year):
        return _other_calendar(read.year, read.number, 1)
    return _in_time(str(read), read.quarter, read.last_day, cycle, today, notes)


def quarter(text: str, cycle: Cycle, today: date) -> Cell:
    """A quarter of the cycle that has begun, written `2026-Q1`: the checklist may be answered within it."""
    plain, notes, code = latin_digits(plain_text(text))
    if code:
        return faulty(code)
    try:
        read = Quarter.parse(plain.upper())
    except ValueError:
        return _not_a_quarter(plain)
    if not _our_years(read.year):
        return _other_calendar(read.year, read.number * 3 - 2, 1)
    return _in_time(str(read), read, read.first_day - timedelta(days=1), cycle, today, notes)


def _in_time(text: str, quarter_of: Quarter, last_day: date, cycle: Cycle, today: date, notes: tuple[str, ...]) -> Cell:
    if quarter_of not in cycle:
        return faulty("SEM_CYCLE", first=str(cycle.first), last=str(cycle.last))
    if today <= last_day:
        return faulty("SEM_FUTURE", ends=last_day.isoformat())
    return Cell(text, notes=notes)


def moment(text: str) -> Cell:
    """A moment in ISO form with its offset, e.g. `2026-01-05T08:00+02:00`."""
    plain, notes, code = latin_digits(plain_text(text))
    if code:
        return faulty(code)
    found = _MOMENT.fullmatch(plain)
    if found is None:
        return _day_fault(plain, _MOMENT_EXAMPLE) or faulty("TYP_DATE_FORMAT", write=_MOMENT_EXAMPLE)
    year, number, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not _our_years(year):
        return _other_calendar(year, number, day)
    if hour > 23 or second > 59:
        return faulty("TYP_TIME_ODD")
    if found[7] is None:
        return faulty("TYP_TIME_ZONE")
    offset = "+00:00" if found[7] == "Z" else found[7] if ":" in found[7] else f"{found[7][:3]}:{found[7][3:]}"
    try:
        read = datetime.fromisoformat(f"{plain[:10]}T{hour:02}:{minute:02}:{second:02}{offset}")
        read.utctimetuple()
    except (ValueError, OverflowError):
        return faulty("TYP_DATE_IMPOSSIBLE")
    return Cell(read.isoformat(), notes=notes)


def _our_years(year: int) -> bool:
    return 1990 <= year <= 2100


def _not_a_month(text: str) -> Cell:
    """Why it is no month, and which month to write where the text leaves no doubt."""
    meant = month_written(text)
    cell = _day_fault(text, meant or "2026-01")
    if cell is None:
        return faulty("TYP_PERIOD_FORMAT", write=meant or "2026-01")
    if cell.fault == "TYP_DATE_FORMAT":
        return faulty("TYP_DATE_FORMAT", write=str(cell.params["write"])[:7])
    if cell.fault == "TYP_DATE_AMBIGUOUS":
        readings = cell.params["read_as"]
        assert isinstance(readings, list)
        return faulty("TYP_DATE_AMBIGUOUS", read_as=[day[:7] for day in readings], write=readings[0][:7])
    if cell.fault == "TYP_DATE_SERIAL":
        month_read = str(cell.params["read"])[:7]
        return faulty("TYP_DATE_SERIAL", read=month_read, write=month_read)
    return cell


def _not_a_quarter(text: str) -> Cell:
    meant = quarter_written(text) or "2026-Q1"
    cell = _day_fault(text, meant)
    return faulty("TYP_PERIOD_FORMAT", write=meant) if cell is None or cell.fault in _NO_QUARTER else cell


def _day_fault(text: str, write: str) -> Cell | None:
    """What is wrong with something that looks like a date; None when it does not look like one or is a plain day.

    `write` is what the sentence gives as an example.
    """
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return _slashed(*slashed.groups(), write=write)
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text) and 36_526 <= float(text) < 73_415:
        day_read = (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat()
        return faulty("TYP_DATE_SERIAL", read=day_read, write=write)
    iso = _ISO_DAY.fullmatch(text)
    if iso:
        year, number, day = map(int, iso.groups())
        if not _our_years(year):
            return _other_calendar(year, number, day)
        return None if _real(year, number, day) else faulty("TYP_DATE_IMPOSSIBLE")
    year_of, number_of = _year_and_number(text)
    if year_of is not None and not _our_years(year_of):
        return _other_calendar(year_of, number_of, 1)
    if re.search(r"[^\W\d_]{3,}", text) and re.search(r"[0-9]", text):
        return faulty("TYP_DATE_WORDS", write=write)
    return None


def _year_and_number(text: str) -> tuple[int | None, int]:
    """The year of a text of two parts, and the number beside it; 1 where a word stands there."""
    early, late = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    if early:
        return int(early[1]), int(early[2])
    if late:
        return int(late[2]), int(late[1]) if late[1].isdigit() else hijri_month_named(late[1]) or 1
    return None, 1


def _slashed(first: str, second: str, year: str, *, write: str) -> Cell:
    if len(year) == 2:
        return faulty("TYP_DATE_YEAR2", write=write)
    a, b, y = int(first), int(second), int(year)
    if not _our_years(y):
        return _other_calendar(y, b, a)
    readings = [f"{y:04}-{m:02}-{d:02}" for d, m in ((a, b), (b, a)) if _real(y, m, d)]
    if not readings:
        return faulty("TYP_DATE_IMPOSSIBLE")
    if len(set(readings)) == 2:
        return faulty("TYP_DATE_AMBIGUOUS", read_as=readings, write=readings[0])
    return faulty("TYP_DATE_FORMAT", write=readings[0])


def _real(year: int, number: int, day: int) -> bool:
    try:
        date(year, number, day)
    except ValueError:
        return False
    return True


def _other_calendar(year: int, number: int, day: int) -> Cell:
    """A year that is not ours: Hijri by the civil tables (they may differ by a day), Buddhist, Solar Hijri, Minguo."""
    if 1420 <= year <= 1500:
        return faulty("TYP_DATE_HIJRI", gregorian=_from_hijri(year, number, day))
    for offset in (543, -621, -1911):
        if 2020 <= year - offset <= 2040:
            return faulty("TYP_DATE_CALENDAR", year=year, meant=str(year - offset))
    return faulty("TYP_DATE_CALENDAR", year=year, meant="")


def _from_hijri(year: int, number: int, day: int) -> str:
    number = min(max(number, 1), 12)
    days = (11 * year + 3) // 30 + 354 * year + 30 * number - (number - 1) // 2 + day + 1_948_440 - 385
    return date.fromordinal(days - 1_721_425).isoformat()
