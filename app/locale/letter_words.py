"""What letters are put together from: dates, quarters, lists; in Arabic what runs the other way is isolated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from babel.dates import format_date

from app.domain.periods import Quarter
from app.locale import say
from app.locale.moments import date_and_offset


def put(language: str, text: str) -> str:
    """A name, address or code that keeps its own direction inside an Arabic sentence; as it is in the others."""
    return f"\u2068{text}\u2069" if language == "ar" and text else text


def day(language: str, value: date) -> str:
    """`Saturday 31 October 2026`."""
    return format_date(value, "EEEE d MMMM y", locale=language)


def moment(language: str, value: datetime) -> str:
    """Day and minute in the value's own zone, with its offset: `31 October 2026, 23:59 (UTC+03:00)`."""
    written, offset = date_and_offset(language, value)
    return f"{written} ({put(language, offset)})"


def quarter(language: str, value: Quarter) -> str:
    """`3rd quarter 2026`."""
    return format_date(value.first_day, "QQQQ y", locale=language)


def listed(language: str, texts: Iterable[str]) -> str:
    """A list in plain text, one item a line."""
    return "\n".join(say(language, "mail.item", text=text) for text in texts)


def paragraphs(*parts: str) -> str:
    """The parts that say something, an empty line between them, as the text of a letter."""
    return "\n\n".join(part for part in parts if part) + "\n"
