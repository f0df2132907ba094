"""The periods of a submission that are told from both sides: reported, and from scans."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.domain.periods import Month
from app.domain.submissions import COUNTED_WORKING
from app.storage.counting import counts
from app.storage.tables import submission, submission_period


def months_told_twice(session: Session, id: str) -> tuple[Month, ...]:
    """The months of the submission for which the other kind of file counts in working results too, first to last."""
    mine, own = submission.alias("mine"), submission_period.alias("own")
    theirs, others = submission, submission_period
    scans = "item-events"
    wanted = (
        select(own.c.period)
        .join(mine, mine.c.id == own.c.submission)
        .join(others, and_(others.c.dataset == own.c.dataset, others.c.period == own.c.period))
        .join(theirs, and_(theirs.c.id == others.c.submission, theirs.c.member == mine.c.member))
        .where(own.c.submission == id, (mine.c.dataset == scans) != (theirs.c.dataset == scans))
        .where(counts(COUNTED_WORKING))
        .distinct()
    )
    return tuple(sorted(Month.parse(period) for period in session.scalars(wanted)))
