"""The periods of a submission that are told from both sides: reported, and from scans."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.domain.periods import Month
from app.domain.submissions import COUNTED_WORKING
from app.storage.tables import submission, submission_period


def months_told_twice(session: Session, id: str) -> tuple[Month, ...]:
    """The months of the submission for which the other kind of file counts in working results too, first to last."""
    mine, theirs, own, others = (
        table.alias(name)
        for table, name in (
            (submission, "mine"), (submission, "theirs"), (submission_period, "own"), (submission_period, "others"),
        )
    )  # fmt: skip
    scans = "item-events"
    one_of_each = (mine.c.dataset == scans) != (theirs.c.dataset == scans)
    wanted = (
        select(own.c.period)
        .join(mine, mine.c.id == own.c.submission)
        .join(others, and_(others.c.dataset == own.c.dataset, others.c.period == own.c.period))
        .join(theirs, and_(theirs.c.id == others.c.submission, theirs.c.member == mine.c.member))
        .where(own.c.submission == id, one_of_each)
        .where(theirs.c.state.in_(sorted(state.value for state in COUNTED_WORKING)))
        .distinct()
    )
    return tuple(sorted(Month.parse(period) for period in session.scalars(wanted)))
