"""What a workbook is to the checks, whatever program wrote it: tabs, and rows of text with the kind of each cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, Protocol

SEARCHED_ROWS = 30
"""The header is looked for in so many rows."""

LONGEST = 2**17
"""Letters kept of one cell, well above what any limit lets pass."""

EMPTY, NUMBER, ROUNDED, WORDS, DAY, LOGICAL, FAULT, NO_RESULT = "", "n", "r", "s", "d", "b", "e", "f"
"""Kinds of cells. ROUNDED: a number that shows fewer decimals than it has. NO_RESULT: a formula whose value is not
stored. A number that shows as percent is WORDS: `95%`, as people see it."""


class Unreadable(Exception):
    """The package is not one that we read. `code` is the finding; raised and caught within the reading of one file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SheetRow(NamedTuple):
    """One row that holds something: its number in the sheet from 1, exact texts and kinds from column A on."""

    line: int
    cells: list[str]
    kinds: list[str]


@dataclass
class Seen:
    """What was seen beside the values while the rows of a tab were read; whole after the last row."""

    merged: list[str] = field(default_factory=list)
    formulas: int = 0
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)


@dataclass
class Tab:
    """One sheet: its title, whether people see it, where its reader finds it."""

    title: str
    hidden: bool
    part: str = ""
    seen: Seen = field(default_factory=Seen)


class Book(Protocol):
    """A workbook of any format. Reading may raise `Unreadable`."""

    @property
    def tabs(self) -> list[Tab]: ...

    @property
    def since_1904(self) -> bool: ...

    def first_rows(self, tab: Tab) -> list[SheetRow]: ...

    def rows(self, tab: Tab) -> Iterator[SheetRow]: ...


def number_text(value: float) -> str:
    """A stored number without noise: whole ones without a point, others as short as they can be told apart."""
    text = repr(value)
    if "e" not in text or abs(value) >= 1e300:
        return text.removesuffix(".0")
    return str(int(value)) if value == int(value) else format(Decimal(text), "f")


def percent_text(value: float) -> str:
    """What a cell shows that holds a share and shows it as percent."""
    text = format(Decimal(repr(value)) * 100, "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def day_text(value: date | time | timedelta) -> str:
    """A day or a moment in ISO form; a time or a duration as it is read aloud."""
    if isinstance(value, datetime):
        if not (value.hour or value.minute or value.second or value.microsecond):
            return value.date().isoformat()
        return value.isoformat(timespec="seconds" if value.second or value.microsecond else "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def clock_text(span: timedelta) -> str:
    """A time of day, given as what has passed since midnight."""
    return str((datetime(1970, 1, 1) + span).time())  # noqa: DTZ001


def decimals(value: float) -> int:
    """How many decimals a stored number has, beyond the noise of its last digits."""
    text = format(Decimal(f"{value:.15g}"), "f")
    return len(text.partition(".")[2].rstrip("0"))


def column_letters(number: int) -> str:
    """`A` for 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
