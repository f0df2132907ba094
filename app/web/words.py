"""Words, numbers and dates as one reader's language writes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from app.domain.members import Names
from app.domain.periods import Month, Quarter
from app.locale import has, say, say_count
from app.locale.moments import date_and_offset
from app.web import digits

_LRM = "\u200e"
_ISOLATE, _FROM_RIGHT = "\u2068", "\u2067"
DASH = "–"


@dataclass(frozen=True)
class Words:
    """The texts and forms of one language. Codes and figures inside Arabic sentences are isolated.

    `digits`: those that the reader chose; `arabic` changes Arabic pages alone.
    """

    language: str
    digits: str = "latin"

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    def t(self, key: str, /, **params: object) -> str:
        """The sentence of a key; KeyError when no catalogue has it."""
        filled = {name: self.isolate(value) for name, value in params.items()}
        if not self.indic:
            return say(self.language, key, **filled)
        text = digits.in_sentence(say(self.language, key))
        return text % filled if filled else text

    def n(self, key: str, count: int, /, **params: object) -> str:
        """The sentence of a key in the plural form for `count`."""
        filled = {name: self.isolate(value) for name, value in params.items()}
        return say_count(self.language, key, count, **{"count": self.isolate(count), **filled})

    def or_code(self, key: str, fallback: str, /, **params: object) -> str:
        """The sentence of a key that another room owns, or its code where that room has no words or other params."""
        if not has(self.language, key):
            return fallback
        try:
            return self.t(key, **params)
        except (KeyError, TypeError, ValueError):
            return fallback

    def named(self, text: Names) -> str:
        """A name or text of the method in the reader's language, its figures in the reader's digits."""
        said = text.in_language(self.language)
        return digits.in_sentence(said) if self.indic else said

    def isolate(self, value: object) -> object:
        """Text that keeps its own direction inside an Arabic sentence; of numbers only the digits are the reader's.

        What holds isolates already was composed in Arabic and runs from the right: an isolate around isolates alone
        finds no letter to take its direction from, and would run from the left.
        """
        if self.indic and isinstance(value, int | float):
            return digits.in_number(str(value))
        if self.language == "ar" and isinstance(value, str) and value:
            return f"{_FROM_RIGHT if _ISOLATE in value else _ISOLATE}{value}\u2069"
        return value

    @property
    def indic(self) -> bool:
        """Whether figures are written in Arabic-Indic digits."""
        return self.language == "ar" and self.digits == "arabic"

    def latin(self) -> Words:
        """The same words with Latin digits, for CSV and JSON."""
        return replace(self, digits="latin")

    def whole(self, value: int) -> str:
        """A rank, a level, a line: a whole number without separators."""
        return self._written(str(value))

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number with at most `decimals` decimals, rounded for showing only; a dash for none."""
        if value is None:
            return DASH
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        sign = _LRM if self.language == "ar" and value < 0 else ""
        return self._written(sign + numbers.format_decimal(value, format=pattern, locale=self.language))

    def plain(self, value: float | None) -> str:
        """A number without needless decimals (15, 2.5)."""
        if value is None:
            return DASH
        return self.number(value, 0 if float(value).is_integer() else 1)

    def signed(self, value: float | None, decimals: int = 1) -> str:
        """A change: always with its sign, and in Arabic with the mark that keeps the sign in front."""
        if value is None:
            return DASH
        form = "#,##0" + ("." + "0" * decimals if decimals else "")
        if round(value, decimals) == 0:
            return self._written(numbers.format_decimal(0, format=form, locale=self.language))
        written = numbers.format_decimal(value, format=f"+{form};-{form}", locale=self.language)
        return self._written((_LRM if self.language == "ar" else "") + written.replace("-", "−"))

    def share(self, value: float | None, decimals: int = 0) -> str:
        """A share 0-1 as per cent."""
        if value is None:
            return DASH
        pattern = Locale(self.language).percent_formats[None].pattern
        if decimals:
            pattern = pattern.replace("#,##0", "#,##0." + "0" * decimals)
        return self._written(numbers.format_percent(value, format=pattern, locale=self.language))

    def day(self, day: date) -> str:
        return self._dated(dates.format_date(day, "d MMMM y", locale=self.language))

    def moment(self, moment: datetime, zone: str = "UTC") -> str:
        """Date and minute in a member's zone, the zone named."""
        written, offset = date_and_offset(self.language, moment.astimezone(ZoneInfo(zone)))
        return f"{self._dated(written)} ({_LRM}{offset}{_LRM})"

    def country(self, code: str) -> str:
        """The CLDR name of a partner, or its code."""
        return str(Locale(self.language).territories.get(code, code))

    def quarter(self, quarter: str | Quarter) -> str:
        """A quarter in words: `3rd quarter 2026`."""
        parsed = Quarter.parse(quarter) if isinstance(quarter, str) else quarter
        return self._dated(dates.format_date(parsed.first_day, "QQQQ y", locale=self.language))

    def month(self, month: str | Month) -> str:
        parsed = Month.parse(month) if isinstance(month, str) else month
        return self._dated(dates.format_date(parsed.first_day, "MMMM y", locale=self.language))

    def size(self, count: int) -> str:
        """Bytes for people, in KiB or MiB."""
        if count < 2**20:
            return f"{self.number(count / 1024, 0)} KiB"
        return f"{self.plain(count / 2**20)} MiB"

    def _written(self, number: str) -> str:
        return digits.in_number(number) if self.indic else number

    def _dated(self, date: str) -> str:
        return digits.in_text(date) if self.indic else date


@cache
def chart_locale(language: str) -> dict[str, object]:
    """Month and day names for plotly, from CLDR: plotly's own Arabic has a wrong month."""
    locale = Locale(language)
    wide, short = locale.months["format"]["wide"], locale.months["format"]["abbreviated"]
    days, brief = locale.days["format"]["wide"], locale.days["format"]["abbreviated"]
    order = (6, 0, 1, 2, 3, 4, 5)  # plotly's week begins on Sunday, CLDR's on Monday
    return {
        "name": language,
        "dictionary": {},
        "format": {
            "months": [wide[n] for n in range(1, 13)],
            "shortMonths": [short[n] for n in range(1, 13)],
            "days": [days[n] for n in order],
            "shortDays": [brief[n] for n in order],
            "date": "%d/%m/%Y",
            "decimal": locale.number_symbols["latn"]["decimal"],
            "thousands": locale.number_symbols["latn"]["group"],
        },
    }


def language_wanted(header: str) -> str:
    """The first of our languages that an Accept-Language header asks for; English when none is."""
    wanted: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            weight = 0.0
        wanted.append((-weight, tag.split("-")[0].lower()))
    for _, tag in sorted(wanted, key=lambda item: item[0]):
        if tag in ("ar", "fr", "en"):
            return tag
    return "en"
