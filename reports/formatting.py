"""Words, numbers and dates as the language of a report writes them. Latin digits in all languages."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from app.domain.measures import DATASETS
from app.domain.members import Names
from app.domain.periods import Month, Quarter
from app.domain.rounding import half_up
from app.locale import has, say, say_count
from app.locale.moments import date_and_offset

LRM = "\u200e"
DASH = "–"
# Embeddings and overrides in a name would turn the line around it; isolates are ours alone to set.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MINUS = "\u2212"


def plain(text: str) -> str:
    """A text from outside without control characters and without marks that turn the direction of its line."""
    return "".join(c for c in text if c not in _TURNING and unicodedata.category(c) != "Cc")


@dataclass(frozen=True)
class Form:
    """How one language writes. Rounding is half up, as for published values."""

    language: str

    def say(self, key: str, /, **params: object) -> str:
        """The sentence of a key; texts put into an Arabic one keep their own direction."""
        return say(self.language, key, **{name: self.isolated(value) for name, value in params.items()})

    def count(self, key: str, number: int, /, **params: object) -> str:
        """The sentence of a key in the plural form for a number."""
        return say_count(self.language, key, number, **{name: self.isolated(value) for name, value in params.items()})

    def or_code(self, key: str, code: str) -> str:
        """The words of a key, or the code where nobody has named it."""
        return self.say(key) if has(self.language, key) else code

    def isolated(self, value: object) -> object:
        """Text with its own direction inside an Arabic sentence.

        What we composed ourselves holds isolates already and stays as it is: an isolate around isolates alone finds no
        letter to take its direction from, and would run from the left.
        """
        if self.language != "ar" or not isinstance(value, str) or not value or "\u2068" in value:
            return value
        return f"\u2068{value}\u2069"

    def name(self, names: Names) -> str:
        return plain(names.in_language(self.language))

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number with so many decimals; a dash for none."""
        if value is None:
            return DASH
        written = self._decimal(half_up(value, decimals), decimals)
        return (LRM if self.language == "ar" and value < 0 else "") + written.replace("-", _MINUS)

    def told(self, value: float) -> str:
        """A number without needless decimals (15, 2.5)."""
        return self.number(value, 0 if float(value).is_integer() else 1)

    def signed(self, value: float | None, decimals: int = 1) -> str:
        """A change, always with its sign (none for zero), which a mark keeps in front in Arabic."""
        if value is None:
            return DASH
        rounded = half_up(value, decimals)
        sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
        return (LRM if self.language == "ar" else "") + sign + self._decimal(abs(rounded), decimals)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """A value 0-100 with the percent sign where the language puts it."""
        if value is None:
            return DASH
        pattern = Locale(self.language).percent_formats[None].pattern.replace("#,##0", _pattern(decimals))
        return numbers.format_percent(half_up(value, decimals) / 100, format=pattern, locale=self.language)

    def in_unit(self, value: float | None, unit: str) -> str:
        """A value with its unit: per cent, hours, days, or an index without one."""
        if value is None:
            return DASH
        if unit == "percent":
            return self.percent(value)
        if unit == "index":
            return self.number(value)
        return f"{self.number(value)}\u00a0{self.or_code(f'unit.{unit}', unit)}"

    def bound(self, value: float, unit: str) -> str:
        """As `in_unit`, for goalposts: no needless decimals, and per cent alone carries its sign."""
        whole = float(value).is_integer()
        return self.percent(value, 0 if whole else 1) if unit == "percent" else self.number(value, 0 if whole else 1)

    def moment(self, moment: datetime, zone: str) -> str:
        """Date and minute in a member's zone, with its distance from UTC."""
        written, offset = date_and_offset(self.language, moment.astimezone(ZoneInfo(zone)))
        return f"{written} ({LRM}{offset}{LRM})"

    def day(self, day: date) -> str:
        return dates.format_date(day, "d MMMM y", locale=self.language)

    def quarter(self, quarter: Quarter, width: str = "QQQQ") -> str:
        """A quarter in words; `QQQ` for the short form of axes."""
        return dates.format_date(quarter.first_day, f"{width} y", locale=self.language)

    def since(self, text: str) -> str:
        """A month or quarter as results write it (`2026-01`, `2026-Q1`), in words; other texts as they are."""
        for parse in (self._month, self._quarter):
            try:
                return parse(text)
            except ValueError:
                continue
        return plain(text)

    def param(self, value: object) -> object:
        """A value of a signal, as its sentence shows it; datasets by their names."""
        if isinstance(value, bool) or value is None:
            return DASH
        if isinstance(value, int | float):
            return self.told(value)
        if isinstance(value, list | tuple):
            return self.say("report.comma").join(str(self.param(one)) for one in value)
        text = str(value)
        return self.or_code(f"dataset.{text}", text) if text in DATASETS else self.since(text)

    def _month(self, text: str) -> str:
        return dates.format_date(Month.parse(text).first_day, "MMMM y", locale=self.language)

    def _quarter(self, text: str) -> str:
        return self.quarter(Quarter.parse(text))

    def _decimal(self, value: float, decimals: int) -> str:
        return numbers.format_decimal(value, format=_pattern(decimals), locale=self.language)


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
