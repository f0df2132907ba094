"""The history of one value: every version that was sent of it, and which of them stood at a moment.

A value is a measure of a member in one month (an item of the checklist in one quarter). A version of it is what one
submission says; a submission that has rows for the month but none for the value says that it is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.errors import BadRequest
from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, FIGURES, REQUIREMENTS
from app.domain.periods import Month, Quarter
from app.domain.submissions import State

ITEMS = (*REQUIREMENTS, *DISASTER_READINESS, *CHECKLIST_COUNTS)
_CODE = re.compile(r"[A-Za-z0-9_-]{0,12}")
_PARTNER = 8


@dataclass(frozen=True)
class ValueKey:
    """One value: `period` is a month, of `preparedness` a quarter; `measure` a measure, or an item of the checklist.

    `product` and `partner` are empty for all together. BadRequest for what no dataset holds.
    """

    member: str
    dataset: str
    period: str
    product: str
    partner: str
    measure: str

    def __post_init__(self) -> None:
        if not (self._is_measured() if self.dataset in FIGURES else self._is_asked()):
            raise BadRequest("bad_request.no_such_value")

    def _is_measured(self) -> bool:
        known = any(measure.name == self.measure for measure in FIGURES[self.dataset])
        codes = _CODE.fullmatch(self.product) and _CODE.fullmatch(self.partner) and len(self.partner) <= _PARTNER
        return known and bool(codes) and _parses(Month.parse, self.period)

    def _is_asked(self) -> bool:
        whole = not self.product and not self.partner
        return (
            self.dataset == "preparedness" and self.measure in ITEMS and whole and _parses(Quarter.parse, self.period)
        )


@dataclass(frozen=True)
class Version:
    """What one submission says of the value, and what became of it.

    `value` is the number, `answer` the answer of the checklist; None and "" where it says nothing. `line`: of the
    file, None for what was derived. `accepted_at`: kept when it was sent back or superseded later. `ended_at`: when
    it was sent back, withdrawn or superseded. `is_request`: it was sent for a locked quarter, and counts from
    `opened_at` on, if ever.
    """

    submission: str
    number: int
    state: State
    value: float | None
    answer: str
    line: int | None
    file_name: str
    received_at: datetime
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    sent_by: str = ""
    decided_by: str = ""
    reason: str = ""
    decision: str = ""
    is_request: bool = False
    opened_at: datetime | None = None

    def counts(self, at: datetime) -> bool:
        """Whether it had left its house by then, was no shut request, nor sent back, withdrawn or superseded.

        One that was accepted goes on counting when it is superseded: a newer one comes before it while that stands.
        """
        left = self.submitted_at is not None and self.submitted_at <= at
        kept = self.state is State.SUPERSEDED and self.accepted_at is not None
        return left and not self.is_shut(at) and (kept or self.ended_at is None or self.ended_at > at)

    def is_shut(self, at: datetime) -> bool:
        """Whether it is a request that nobody had opened by then."""
        return self.is_request and (self.opened_at is None or self.opened_at > at)

    def state_at(self, at: datetime) -> State | None:
        """The state in which it was at that moment; None before it had left its house."""
        if self.submitted_at is None or self.submitted_at > at:
            return None
        if self.ended_at is not None and self.ended_at <= at:
            return self.state
        return State.ACCEPTED if self.accepted_at is not None and self.accepted_at <= at else State.SUBMITTED

    def says(self, other: Version | None) -> bool:
        """Whether it says the same as the other; no version says as little as one without a value."""
        return (self.value, self.answer) == ((other.value, other.answer) if other else (None, ""))


@dataclass(frozen=True)
class Step:
    """A version with what stood when it was sent: old, then new."""

    version: Version
    before: Version | None

    @property
    def changed(self) -> bool:
        return not self.version.says(self.before)


def stood(versions: Iterable[Version], at: datetime) -> Version | None:
    """The version that working results counted at that moment: the newest sent of those that counted; None of none."""
    counted = [version for version in versions if version.counts(at)]
    return max(counted, key=lambda version: (version.submitted_at, version.number), default=None)


def steps(versions: Sequence[Version]) -> list[Step]:
    """Every version with the one it came after, newest first; a draft comes after what stood when it was received."""
    found = []
    for version in versions:
        others = [other for other in versions if other.submission != version.submission]
        found.append(Step(version, stood(others, version.submitted_at or version.received_at)))
    return sorted(found, key=_newest, reverse=True)


def known_on(versions: Iterable[Version], at: datetime) -> list[Version]:
    """The versions that had left their house by then."""
    return [version for version in versions if version.state_at(at) is not None]


def end_of(day: date, zone: str) -> datetime:
    """The last moment of the day in the zone."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone)) - timedelta(microseconds=1)


def _newest(step: Step) -> tuple[datetime, int]:
    return step.version.submitted_at or step.version.received_at, step.version.number


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
