"""A draft's values beside those that count now for the same periods. The database compares; a few rows come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, Table, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from app.domain.measures import FIGURES
from app.domain.periods import Quarter
from app.domain.previews import Comparison, Difference
from app.domain.sources import source_of
from app.domain.submissions import COUNTED_WORKING
from app.storage.counting import counting, gives
from app.storage.keeping import TABLES
from app.storage.tables import submission as file
from app.storage.tables import submission_period

LISTED = 60
REVISED = frozenset({*FIGURES, "preparedness"})
"""Datasets whose rows replace others by their key."""
_KEYS = {"preparedness": ("quarter", "item"), "disruptions": ("start", "kind", "products", "areas")}
_VALUES = {"preparedness": ("answer", "count"), "disruptions": ("end", "force_majeure", "notified_at")}
_PERIOD = {"preparedness": "quarter", "disruptions": ""}


@dataclass(frozen=True)
class Revision:
    """`changed`: values that differ in rows that both have; `added` and `gone`: rows that one of the two has."""

    changed: int
    added: int
    gone: int


def compare(session: Session, *, submission: str, member: str, up_to: Quarter) -> Comparison:
    """The draft's values against those submitted or accepted; a period that the draft leaves out is not looked at.

    Scans are compared with scans and reported figures with reported ones: neither takes the other's place.
    """
    dataset = session.scalars(select(file.c.dataset).where(file.c.id == submission)).one()
    found = counting(COUNTED_WORKING, up_to, only=member, source=source_of(dataset), alone=True)
    own = select(submission_period.c.dataset, submission_period.c.period).where(
        submission_period.c.submission == submission
    )
    periods: dict[str, list[str]] = {}
    for dataset, period in session.execute(own.order_by(submission_period.c.dataset)):
        periods.setdefault(dataset, []).append(period)
    counts, listed = [0, 0, 0, 0], list[Difference]()
    for dataset, wanted in periods.items():
        pair = _Pair(dataset, found, submission, wanted)
        for at, count in enumerate(session.execute(pair.counts()).one()):
            counts[at] += int(count or 0)
        if len(listed) < LISTED:
            listed += [line for row in session.execute(pair.differing()).mappings() for line in pair.lines(row)]
    changed, new, gone, same = counts
    return Comparison(changed, new, gone, same, tuple(listed[:LISTED]))


def revision(
    session: Session, *, submission: str, member: str, dataset: str, periods: Sequence[str], up_to: Quarter
) -> Revision:
    """How the rows of a draft differ from those that count for its periods, in one query."""
    pair = _Pair(dataset, counting(COUNTED_WORKING, up_to, only=member, alone=True), submission, periods)
    return Revision(*(int(count or 0) for count in session.execute(pair.rows()).one()))


class _Pair:
    """One dataset of the draft, outer joined with the rows that stand."""

    def __init__(self, dataset: str, found: CTE, submission: str, periods: Sequence[str]) -> None:
        table: Table = TABLES[dataset]
        self.dataset = dataset
        self.keys = _KEYS.get(dataset, ("month", "product", "partner"))
        self.values = _VALUES.get(dataset) or tuple(measure.name for measure in FIGURES[dataset])
        period = _PERIOD.get(dataset, "month")
        self.draft = select(table).where(table.c.submission == submission).subquery("draft")
        standing = select(table).join(found, gives(found, table, dataset, period))
        if period:
            standing = standing.where(table.c[period].in_(sorted(periods)))
        self.standing = standing.subquery("standing")

    def counts(self) -> Select[Any]:
        """One row: values changed, new, gone, the same."""
        parts: dict[str, list[ColumnElement[Any]]] = {"changed": [], "new": [], "gone": [], "same": []}
        joined = self._joined()
        for name in self.values:
            old, new = joined.c[f"old_{name}"], joined.c[f"new_{name}"]
            parts["changed"].append(_one(and_(old.is_not(None), new.is_not(None), old != new)))
            parts["new"].append(_one(and_(old.is_(None), new.is_not(None))))
            parts["gone"].append(_one(and_(old.is_not(None), new.is_(None))))
            parts["same"].append(_one(and_(old.is_not(None), old == new)))
        return select(*(func.sum(_plus(each)).label(name) for name, each in parts.items()))

    def rows(self) -> Select[Any]:
        """One row: values that differ in rows that both have, rows that the draft alone has, rows that it lacks."""
        joined = self._joined()
        differ = [_one(joined.c[f"old_{name}"].is_distinct_from(joined.c[f"new_{name}"])) for name in self.values]
        both = and_(joined.c.had == 1, joined.c.has == 1)
        counts: list[ColumnElement[Any]] = [
            case((both, _plus(differ)), else_=0),
            _one(joined.c.had == 0),
            _one(joined.c.has == 0),
        ]
        return select(*(func.sum(count) for count in counts))

    def differing(self) -> Select[Any]:
        """The first rows in which anything differs, in the order of the file, then what is gone."""
        joined = self._joined()
        differs = or_(*(joined.c[f"old_{name}"].is_distinct_from(joined.c[f"new_{name}"]) for name in self.values))
        order = [case((joined.c.line.is_(None), 1), else_=0), joined.c.line]
        return select(joined).where(differs).order_by(*order, *(joined.c[key] for key in self.keys)).limit(LISTED)

    def lines(self, row: Any) -> list[Difference]:
        place = tuple(str(row[key]) for key in self.keys)
        return [
            Difference(self.dataset, place, name, _text(old), _text(new), row["line"])
            for name in self.values
            if (old := row[f"old_{name}"]) != (new := row[f"new_{name}"])
        ]

    def _joined(self) -> FromClause:
        """Rows of both by their key: the draft's with what stood, then those that stood alone."""
        draft, standing = self.draft.c, self.standing.c
        same = and_(*(draft[key] == standing[key] for key in self.keys))
        old, new = [standing[name] for name in self.values], [draft[name] for name in self.values]
        met = _one(standing[self.keys[0]].is_not(None))
        both = self._side(draft, old, new).add_columns(met.label("had"), literal(1).label("has"))
        alone = self._side(standing, old, [literal(None) for _ in self.values])
        alone = alone.add_columns(literal(1).label("had"), literal(0).label("has"))
        return (
            both.select_from(self.draft.outerjoin(self.standing, same))
            .union_all(
                alone.select_from(self.standing.outerjoin(self.draft, same)).where(draft[self.keys[0]].is_(None))
            )
            .subquery("joined")
        )

    def _side(self, of: Any, old: list[Any], new: list[Any]) -> Select[Any]:
        return select(
            (of.line if of is self.draft.c else literal(None)).label("line"),
            *(of[key].label(key) for key in self.keys),
            *(value.label(f"old_{name}") for name, value in zip(self.values, old, strict=True)),
            *(value.label(f"new_{name}") for name, value in zip(self.values, new, strict=True)),
        )


def _one(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _plus(terms: list[ColumnElement[Any]]) -> ColumnElement[Any]:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _text(value: object) -> str | None:
    if value is None:
        return None
    return repr(value) if isinstance(value, float) else str(value)
