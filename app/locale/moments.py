"""A moment as each language writes it, in pages, letters and reports alike."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime


def date_and_offset(language: str, local: datetime) -> tuple[str, str]:
    """Day and minute of an aware time in its own zone, and how far that is from UTC (`UTC+03:00`)."""
    comma, offset = "،" if language == "ar" else ",", local.strftime("%z")
    written = format_datetime(local, f"d MMMM y'{comma}' HH:mm", tzinfo=local.tzinfo, locale=language)
    return written, f"UTC{offset[:3]}:{offset[3:5]}"
