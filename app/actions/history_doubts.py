"""What the member's earlier figures say about a file that was taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain import own_history
from app.domain.findings import Finding
from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.rules import in_force
from app.domain.submissions import COUNTED_WORKING
from app.storage import comparing, observations
from app.storage.submissions import SubmissionRow


def doubts_of(
    session: Session,
    row: SubmissionRow,
    periods: Mapping[tuple[str, str], int],
    replaced: Sequence[SubmissionRow],
    now: datetime,
) -> tuple[Finding, ...]:
    """The doubts that are in force today, of a file whose rows are kept already. `replaced`: those it would replace."""
    today = now.date()
    if row.dataset in FIGURES:
        up_to = Quarter.of(today)
        earlier = observations.sums_of_member(session, row.member, row.dataset, COUNTED_WORKING, up_to)
        lines = observations.first_lines(session, row.id, row.dataset)
        found = own_history.doubts(observations.sums_in(session, row.id, row.dataset), earlier, lines)
    else:
        found = ()
    if replaced and row.dataset in comparing.REVISED:
        found = (_revision(session, row, [period for _, period in periods], replaced, Quarter.of(today)), *found)
    weighed = ((one, in_force(one.code, one.severity, today)) for one in found)
    return tuple(replace(one, severity=severity) for one, severity in weighed if severity is not None)


def _revision(
    session: Session, row: SubmissionRow, periods: Sequence[str], replaced: Sequence[SubmissionRow], up_to: Quarter
) -> Finding:
    what = comparing.revision(
        session, submission=row.id, member=row.member, dataset=row.dataset, periods=periods, up_to=up_to
    )
    numbers = sorted(one.number for one in replaced)
    return own_history.revision(numbers, changed=what.changed, added=what.added, gone=what.gone)
