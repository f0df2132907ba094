"""Numbers that people type into forms, as their language writes them."""

from __future__ import annotations

import re

from app.domain.errors import BadRequest

_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,20})?|\.\d{1,20}")
_DIGITS = {first + digit: str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u00a0\u202f %٪"))


def number_typed(text: str, language: str, field: str) -> float:
    """The number in a field: Latin or Arabic digits, a point or ٫; a comma is the decimal sign in French alone.

    BadRequest that names the field for anything else; thousands are never guessed.
    """
    plain = text.translate(_DIGITS | _MARKS).replace("٫", ".")
    if language == "fr":
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        raise BadRequest("bad_request.impossible_value", indicator=field)
    return float(plain)
