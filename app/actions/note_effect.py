"""Note what a submission moved when it was sent, so that the queue need not compute anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.periods import Quarter
from app.domain.previews import Preview
from app.domain.submissions import State
from app.domain.weighing import Standing, weigh
from app.storage import audit, effects, previews, results, submissions
from app.storage.submissions import SubmissionRow

Standings = Mapping[Quarter, Standing]


def standings(session: Session, member: str) -> Standings:
    """The member's index and rank in each working result."""
    lines = results.working_history(session, member)
    return {line.quarter: Standing(line.published, line.rank) for line in lines}


def is_due(session: Session, row: SubmissionRow) -> bool:
    """Whether it waits for a decision and its effect is not yet noted.

    A request moves nothing before it is opened: what it would move is known from its preview alone.
    """
    if row.state is not State.SUBMITTED or effects.is_noted(session, row.id):
        return False
    return not row.is_request or previews.of_submission(session, row.id) is not None


def note_effect(house: House, *, submission: str, before: Standings, now: datetime) -> None:
    """Note it, from the working results before the submission and those that stand now.

    Where its sender saw a preview, the index moved as that said: it compares the member's figures alone with and
    without the file, whoever else sent something meanwhile.
    """
    with house.sessions.begin() as session:
        audit.lock(session)
        row = submissions.one(session, submission)
        if not is_due(session, row):
            return
        preview, after = previews.of_submission(session, submission), standings(session, row.member)
        weight = weigh(_foreseen(preview, before, 0), _foreseen(preview, after, 1))
        noted = effects.Noted(weight, preview.comparison if preview else None)
        effects.keep(session, submission, noted, now)


def _foreseen(preview: Preview | None, known: Standings, side: int) -> Standings:
    """The standings with the index of the preview in place of the computed one, where it has one."""
    found = dict(known)
    for effect in preview.effects if preview else ():
        quarter = Quarter.parse(effect.quarter)
        rank = found[quarter].rank if quarter in found else None
        found[quarter] = Standing((effect.before, effect.after)[side].index.value, rank)
    return found
