"""What a draft changes of the figures that count for the same months."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select
from sqlalchemy.orm import Session

from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.storage.counting import counting, gives
from app.storage.keeping import TABLES

KNOWN = frozenset({*FIGURES, "preparedness"})
_KEYS = {**dict.fromkeys(FIGURES, ("month", "product", "partner")), "preparedness": ("quarter", "item")}
_VALUES = {
    **{dataset: tuple(measure.name for measure in measures) for dataset, measures in FIGURES.items()},
    "preparedness": ("answer", "count"),
}


@dataclass(frozen=True)
class Revision:
    """`changed`: values that differ in rows that both have; `added` and `gone`: rows that one of the two has."""

    changed: int
    added: int
    gone: int


def revision(
    session: Session, *, submission: str, member: str, dataset: str, periods: Collection[str], up_to: Quarter
) -> Revision:
    """How the rows of a submission differ from those that count for its periods, in one query."""
    new, old = TABLES[dataset].alias("new"), TABLES[dataset].alias("old")
    keys = _KEYS[dataset]
    found = counting(COUNTED_WORKING, up_to, only=member)
    counts = and_(gives(found, old, dataset, keys[0]), old.c[keys[0]].in_(sorted(periods)))
    same = and_(new.c.submission == submission, *(new.c[key] == old.c[key] for key in keys))
    both = select(func.count(), func.coalesce(func.sum(_differ(new, old, _VALUES[dataset])), 0))
    both = both.select_from(old).join(found, counts).join(new, same)
    rows_new = select(func.count()).where(new.c.submission == submission).correlate(None).scalar_subquery()
    rows_old = select(func.count()).select_from(old).join(found, counts).correlate(None).scalar_subquery()
    shared, changed, ours, theirs = session.execute(both.add_columns(rows_new, rows_old)).one()
    return Revision(int(changed), ours - shared, theirs - shared)


def _differ(new: FromClause, old: FromClause, names: Collection[str]) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for name in names:
        total = total + case((new.c[name].is_distinct_from(old.c[name]), 1), else_=0)
    return total
