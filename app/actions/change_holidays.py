"""An administrator adds holidays to a member's calendar, or takes one away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from app.actions.house import House
from app.actions.keep_member import keep_member
from app.domain.access import Person
from app.domain.holidays import with_days, without_day
from app.domain.members import Member

Days = tuple[date, ...]


def add_holidays(house: House, *, person: Person, member: str, first: date, last: date, now: datetime) -> None:
    """Every day from `first` to `last`; those that are there already stay as they are. BadRequest: `with_days`."""
    _change(house, person, member, lambda known: with_days(known, first, last), "holiday.add", now)


def remove_holiday(house: House, *, person: Person, member: str, day: date, now: datetime) -> None:
    """The day is one like others again; nothing happens where it was."""
    _change(house, person, member, lambda known: without_day(known, day), "holiday.remove", now)


def _change(
    house: House, person: Person, member: str, changed: Callable[[Iterable[date]], Days], action: str, now: datetime
) -> None:
    """With an audit row that names the days; NotFound for a member of another region."""

    def told(before: Member, after: Member) -> dict[str, object]:
        return {"days": [day.isoformat() for day in sorted({*before.holidays} ^ {*after.holidays})]}

    def kept(known: Member) -> Member:
        days = changed(known.holidays)
        return known if {*days} == {*known.holidays} else replace(known, holidays=days)

    keep_member(house, person=person, member=member, changed=kept, action=action, details=told, now=now)
