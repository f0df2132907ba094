"""One cell of an .ods: its stored value as exact text, and its kind."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from ingest.sheets import (
    DAY,
    EMPTY,
    FAULT,
    LOGICAL,
    LONGEST,
    NO_RESULT,
    NUMBER,
    ROUNDED,
    WORDS,
    Unreadable,
    clock_text,
    day_text,
    decimals,
    number_text,
    percent_text,
)

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE = f"{_URN}:office:1.0 "
_TYPE = f"{_OFFICE}value-type"
_FORMULA = f"{_URN}:table:1.0 formula"
_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")
_TIME = re.compile(r"(-?)P(?:([0-9]{1,6})D)?T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:[.,][0-9]+)?)S)?")
_ERROR = re.compile(r"#(?:N/A|DIV/0!|REF!|NAME\?|VALUE!|NUM!|NULL!)|Err:[0-9]{3}")
_BLANKS = re.compile(r"[\t\r\n]+")


class Cell:
    """What is told of a cell from its beginning to its end."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given
        self._text = ""
        self._paragraphs = 0

    @property
    def is_formula(self) -> bool:
        return _FORMULA in self.given

    def begin_paragraph(self) -> None:
        self._paragraphs += 1
        if self._paragraphs > 1:
            self.add("\n", exact=True)

    def add(self, text: str, *, exact: bool = False) -> None:
        """Text of a paragraph; line ends in the XML itself are blanks unless `exact`."""
        if not exact and not text.isprintable():
            text = _BLANKS.sub(" ", text)
        self._text = (self._text + text)[:LONGEST]

    def value(self) -> tuple[str, str]:
        """The stored value and its kind. Unreadable when it is not what its type says."""
        kind = self.given.get(_TYPE)
        try:
            if kind in {"float", "currency", "percentage"}:
                return self._number(self.given[f"{_OFFICE}value"], kind)
            if kind == "date":
                return _day(self.given[f"{_OFFICE}date-value"]), DAY
            if kind == "time":
                return _time(self.given[f"{_OFFICE}time-value"]), DAY
            if kind == "boolean":
                return ("TRUE" if self.given[f"{_OFFICE}boolean-value"] == "true" else "FALSE"), LOGICAL
        except (KeyError, ValueError, OverflowError) as error:
            raise Unreadable("XLS_DAMAGED") from error
        return self._words(kind)

    def _words(self, kind: str | None) -> tuple[str, str]:
        text = self._text if self._paragraphs else self.given.get(f"{_OFFICE}string-value", "")
        if self.given.get(_CALC_TYPE) == "error" or (self.is_formula and _ERROR.fullmatch(text)):
            return text or "#VALUE!", FAULT
        if not text:
            return "", NO_RESULT if self.is_formula and kind is None else EMPTY
        return text, WORDS

    def _number(self, stored: str, kind: str) -> tuple[str, str]:
        if stored == self._text and stored.isdecimal() and stored.isascii() and (stored[0] != "0" or stored == "0"):
            return stored, NUMBER
        if not _NUMBER.fullmatch(stored):
            raise Unreadable("XLS_DAMAGED")
        value = int(stored) if _WHOLE.fullmatch(stored) else float(stored)
        if kind == "percentage" or self._text.rstrip().endswith(("%", "٪")):
            return percent_text(value), WORDS
        fewer = isinstance(value, float) and self._paragraphs > 0 and not _shows_all(value, self._text)
        return number_text(value), ROUNDED if fewer else NUMBER


def _shows_all(value: float, shown: str) -> bool:
    """Whether the text that a cell shows has all the digits of its number. Marks and digits may be of any language."""
    if not decimals(value):
        return True
    digits = "".join(str(unicodedata.decimal(char)) for char in re.split("[eE]", shown)[0] if char.isdecimal())
    stored = f"{abs(value):.{decimals(value)}f}".replace(".", "")
    return not digits or digits.strip("0") == stored.strip("0")


def _day(stored: str) -> str:
    return day_text(datetime.fromisoformat(stored) if "T" in stored else date.fromisoformat(stored))


def _time(stored: str) -> str:
    found = _TIME.fullmatch(stored)
    if found is None:
        raise Unreadable("XLS_DAMAGED")
    days, hours, minutes = (int(part or 0) for part in found.groups()[1:4])
    seconds = float((found[5] or "0").replace(",", "."))
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if found[1] or span >= timedelta(days=1):
        return day_text(-span if found[1] else span)
    return clock_text(span)
