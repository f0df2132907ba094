"""What the page of a submission says of months that were reported and have scans too."""

from __future__ import annotations

from app.domain.periods import Month
from app.domain.sources import SCANS, source_of
from app.storage.beside import months_told_twice
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit


def beside_part(visit: Visit, row: SubmissionRow) -> tuple[str, ...]:
    """A sentence for each source that counts, with its months; none where each month is told once."""
    with visit.reading() as session:
        months = months_told_twice(session, row.id)
    by_source: dict[str, list[Month]] = {}
    for month in months:
        by_source.setdefault(visit.house.methods.in_force(month.quarter).rules.where_both, []).append(month)
    words = visit.words
    own = source_of(row.dataset)
    side = "scans" if own == SCANS else "report"
    return tuple(
        words.t(
            f"sources.{'counts' if source == own else 'beside'}.{side}",
            months=words.t("lock.comma").join(words.month(month) for month in told),
        )
        for source, told in sorted(by_source.items())
    )
