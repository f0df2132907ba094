"""After a submission changed: the working results of the quarters that it touches, and of all later ones."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.note_effect import is_due, note_effect, standings
from app.actions.recompute import Recomputed, recompute
from app.domain.periods import Quarter
from app.storage import regions, submissions


def follow_submission(house: House, *, submission: str, now: datetime) -> list[Recomputed]:
    """Recompute what may depend on the submission. Also done by the scheduler, should this be forgotten.

    Of a new submission it is noted what it moved.
    """
    with house.sessions() as session:
        row = submissions.one(session, submission)
        before = standings(session, row.member) if is_due(session, row) else None
        cycle = regions.cycle_of(session, row.region)
    touched = [Quarter.of_period(text) for text in row.periods]
    first = min(touched, default=cycle.first)
    later = [quarter for quarter in cycle.quarters() if quarter >= first]
    done = recompute(house, regions=[row.region], quarters=later, now=now)
    if before is not None:
        note_effect(house, submission=submission, before=before, now=now)
    return done
