"""An administrator adds holidays to a member's calendar, or takes one away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from app.actions.house import House
from app.domain.access import Permission, Person, must, must_cover
from app.domain.holidays import with_days, without_day
from app.storage import audit, regions

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
    must(person, Permission.ADMINISTER)
    with house.sessions.begin() as session:
        audit.lock(session)
        before = regions.member(session, member)
        must_cover(person, member=member, region=before.region)
        after = replace(before, holidays=changed(before.holidays))
        moved = sorted({*before.holidays} ^ {*after.holidays})
        if moved and regions.declare_member(session, after, change=True):
            audit.write(
                session, at=now, actor=person, action=action, object=f"member:{member}", region=before.region,
                member=member, details={"days": [day.isoformat() for day in moved]},
            )  # fmt: skip
