"""Months, quarters and the cycle: parsed, ordered and printed one way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# Not the first and last years of the calendar: a quarter has others before and after it.
_MONTH = re.compile(r"((?!000|999)[0-9]{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"((?!000|999)[0-9]{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, printed `2026-01`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written `2026-01`; ValueError for anything else."""
        found = _MONTH.fullmatch(text)
        if found is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, (self.number + 2) // 3)

    def after(self) -> Month:
        return Month(self.year, self.number + 1) if self.number < 12 else Month(self.year + 1, 1)

    def before(self) -> Month:
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.after().first_day - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter, printed `2026-Q1`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """The quarter written `2026-Q1`; ValueError for anything else."""
        found = _QUARTER.fullmatch(text)
        if found is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of_period(cls, text: str) -> Quarter:
        """The quarter of a period of rows: `2026-Q3`, or a month of it, `2026-08`."""
        return cls.parse(text) if "Q" in text else Month.parse(text).quarter

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    def after(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def back(self, quarters: int) -> Quarter:
        """The quarter so many quarters earlier (0: itself)."""
        at = self.year * 4 + self.number - 1 - quarters
        return Quarter(at // 4, at % 4 + 1)

    def minus(self, other: Quarter) -> int:
        """How many quarters lie between; negative when `other` is later."""
        return (self.year - other.year) * 4 + self.number - other.number

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = self.number * 3 - 2
        return Month(self.year, first), Month(self.year, first + 1), Month(self.year, first + 2)

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[2].last_day

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"


@dataclass(frozen=True)
class Cycle:
    """The quarters that are measured together, with the rules of its calendar.

    `deadline_months`: figures are due on the last day of the month so many months after the quarter.
    `grace_days`: after these a member that sent nothing is silent, and the edition may be drafted.
    """

    code: str
    first: Quarter
    last: Quarter
    deadline_months: int = 1
    grace_days: int = 15

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"cycle {self.code} ends before it begins")

    def __contains__(self, quarter: object) -> bool:
        return isinstance(quarter, Quarter) and self.first <= quarter <= self.last

    def quarters(self) -> Iterator[Quarter]:
        quarter = self.first
        while quarter <= self.last:
            yield quarter
            quarter = quarter.after()

    def due_day(self, quarter: Quarter) -> date:
        """The last day on which figures of `quarter` are in time, in the member's zone."""
        month = quarter.months[2]
        for _ in range(self.deadline_months):
            month = month.after()
        return month.last_day

    def grace_ends(self, quarter: Quarter) -> date:
        """The last day of the grace; a member without figures after it is silent."""
        return self.due_day(quarter) + timedelta(days=self.grace_days)
