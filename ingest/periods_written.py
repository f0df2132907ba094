"""Months and quarters in other writings than ours, for the words on what to write instead. Nothing is taken so."""

from __future__ import annotations

import re
from datetime import date

from ingest.month_names import folded, month_named

_JOINS = re.compile(r"[\u2010-\u2015\u2212/.,_\s\-]+")
_QUARTER_WORDS = {
    **{"الاول": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4},
    **{"first": 1, "second": 2, "third": 3, "fourth": 4},
    **{"premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4},
    **{"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "1er": 1, "1re": 1, "2e": 2, "3e": 3, "4e": 4, "2eme": 2, "3eme": 3},
    **{f"{letter}{number}": number for letter in "qt" for number in range(1, 5)},
}


def _parts(text: str) -> list[str]:
    return [part for part in _JOINS.split(folded(text)) if part]


def _year(part: str) -> int | None:
    """A year in four digits, or the two that spreadsheets show."""
    if re.fullmatch("[0-9]{4}", part) and 1990 <= int(part) <= 2100:
        return int(part)
    return 2000 + int(part) if re.fullmatch("[0-9]{2}", part) else None


def month_written(text: str) -> str | None:
    """`2026-01` for `2026/1`, `01-2026`, `202601`, `2026-01-15`, `Jan-26` or `يناير 2026`; None when in doubt."""
    parts = _parts(text)
    if len(parts) == 1 and re.fullmatch("[0-9]{6}", parts[0]):
        parts = [parts[0][:4], parts[0][4:]]
    number = month_named(" ".join(part for part in parts if not part.isdigit() and part != "de"))
    if number:
        years = [part for part in parts if part.isdigit() and _year(part)]
        full = [part for part in years if len(part) == 4] or years
        return _month(_year(full[0]), number) if len(full) == 1 else None
    if not parts or not all(part.isdigit() for part in parts):
        return None
    if len(parts) == 3 and len(parts[0]) == 4:
        return _of_day(*map(int, parts))
    if len(parts) == 2 and sorted(map(len, parts)) in ([1, 4], [2, 4]):
        year, other = (parts[0], parts[1]) if len(parts[0]) == 4 else (parts[1], parts[0])
        return _month(_year(year), int(other))
    return None


def _month(year: int | None, number: int) -> str | None:
    return f"{year}-{number:02}" if year and 1 <= number <= 12 else None


def _of_day(year: int, number: int, day: int) -> str | None:
    try:
        return f"{date(year, number, day):%Y-%m}"
    except ValueError:
        return None


def quarter_written(text: str) -> str | None:
    """`2026-Q1` for `Q1/2026`, `T1 2026`, `2026Q1`, `1st quarter 2026` or `الربع الأول 2026`; None when in doubt."""
    parts = _parts(re.sub(r"([0-9]{4})\s?([qt][1-4])", r"\1 \2", text, flags=re.I))
    years = [year for part in parts if len(part) == 4 and (year := _year(part))]
    quarters = [_QUARTER_WORDS[part] for part in parts if part in _QUARTER_WORDS]
    if len(years) == 1 and len(quarters) == 1:
        return f"{years[0]}-Q{quarters[0]}"
    month = month_written(text)
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" if month else None
