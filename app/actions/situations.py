"""What the check of a submission knows from outside its file."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import handbook
from app.storage import aliases, regions
from app.storage.submissions import SubmissionRow
from ingest.situation import Situation


def situation_of(session: Session, row: SubmissionRow, now: datetime) -> Situation:
    """What the rules know of the member at this moment; today is the member's own."""
    member = regions.member(session, row.member)
    return Situation(
        member=row.member,
        members=frozenset(known.code for known in regions.members(session)),
        partners=handbook.partners(),
        cycle=regions.cycle_of(session, row.region),
        today=now.astimezone(ZoneInfo(member.zone)).date(),
        aliases={one.name: one.column for one in aliases.of(session, row.member, row.dataset)},
    )
