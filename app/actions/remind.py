"""Remind members of what is missing before a deadline, and once after it, each by its own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.actions.reminder_words import Notice, reminder
from app.domain.calendars import EARLY_DAYS, Stage, day_in, stage_on
from app.domain.observations import Sent
from app.domain.periods import Cycle, Quarter
from app.storage import audit, letters, notices, people, regions, sent
from app.storage.people import PersonRow

_FURTHEST = EARLY_DAYS + 60
"""No reminder is earlier than so many days before a deadline, whatever the holidays."""


@dataclass(frozen=True)
class _Wanted:
    notice: Notice
    readers: tuple[PersonRow, ...]


def remind(house: House, *, now: datetime) -> int:
    """How many notices were new. Each is said once, whoever asks and how often; its letters are kept with it."""
    with house.sessions() as session:
        wanted = [one for region in regions.every(session) for one in _wanted(session, region.code, now)]
    return sum(_note(house, one, now) for one in wanted)


def _wanted(session: Session, region: str, now: datetime) -> Iterator[_Wanted]:
    cycle = regions.cycle_of(session, region)
    missing: dict[tuple[str, Quarter], list[Sent]] = {}
    for found in sent.through(session, region, _near(cycle, now), now):
        if found.state != "complete":
            missing.setdefault((found.member, found.quarter), []).append(found)
    members = {member.code: member for member in regions.members(session, region)}
    readers: dict[str, list[PersonRow]] = {}
    for row in people.in_region(session, region) if missing else ():
        if row.member is not None and row.left_at is None:
            readers.setdefault(row.member, []).append(row)
    for (code, quarter), datasets in missing.items():
        member = members[code]
        today = day_in(member.zone, now)
        stage = stage_on(member, cycle, quarter, today)
        if stage is not None:
            notice = Notice(member, cycle, quarter, stage, today, tuple(datasets))
            yield _Wanted(notice, tuple(readers.get(code, ())))


def _near(cycle: Cycle, now: datetime) -> list[Quarter]:
    """The quarters of which anything may be said, with a day to spare for zones."""
    today = now.date()
    return [
        quarter
        for quarter in cycle.quarters()
        if (cycle.due_day(quarter) - today).days <= _FURTHEST and (today - cycle.grace_ends(quarter)).days <= 1
    ]


def _note(house: House, wanted: _Wanted, now: datetime) -> bool:
    notice = wanted.notice
    member, kind = notice.member, "late" if notice.stage is Stage.LATE else "remind"
    with house.sessions.begin() as session:
        audit.lock(session)
        datasets = [one.dataset for one in notice.missing]
        if not notices.add(
            session, key=notice.key, kind=kind, member=member.code, quarter=notice.quarter, datasets=datasets, now=now
        ):
            return False
        if house.smtp is not None:
            letters.add(session, [reminder(notice, reader, kind, house.base) for reader in wanted.readers], now=now)
        audit.write(
            session, at=now, actor=None, action=f"notice.{kind}", object=f"notice:{notice.key}",
            region=member.region, member=member.code, details={"datasets": datasets},
        )  # fmt: skip
    return True
