"""From a number back to the rows of the files that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from app.domain.measures import DATASET_OF, FIGURES
from app.domain.observations import Disruption
from app.domain.periods import Month, Quarter
from app.domain.sources import REPORTED
from app.storage.counting import Which, counting, gives
from app.storage.tables import disruption, figures, preparedness, submission


@dataclass(frozen=True)
class FigureRow:
    """One row of a file of figures. `line` is the physical line; None for what was derived from item events."""

    submission: str
    number: int
    file_name: str
    dataset: str
    line: int | None
    month: Month
    product: str
    partner: str
    values: dict[str, float | None]


@dataclass(frozen=True)
class AnswerRow:
    submission: str
    number: int
    file_name: str
    line: int | None
    quarter: Quarter
    item: str
    answer: str | None
    count: float | None
    note: str | None


@dataclass(frozen=True)
class DisruptionRow:
    submission: str
    number: int
    file_name: str
    line: int | None
    disruption: Disruption


def rows_behind(
    session: Session, member: str, quarter: Quarter, measures: Sequence[str], states: Which, source: str = REPORTED
) -> list[FigureRow]:
    """The rows of the quarter that give any of these measures, in the order of their files."""
    found = counting(states, quarter, only=member, source=source)
    rows = []
    for dataset in (name for name in FIGURES if any(DATASET_OF.get(measure) == name for measure in measures)):
        table = figures[dataset]
        wanted = [measure for measure in measures if DATASET_OF.get(measure) == dataset]
        query = (
            select(
                found.c.submission, found.c.number, found.c.file_name, table.c.line, table.c.month, table.c.product,
                table.c.partner, *(table.c[measure] for measure in wanted),
            )
            .join(found, gives(found, table, dataset, "month"))
            .where(table.c.member == member, table.c.month.in_([str(month) for month in quarter.months]))
            .where(or_(*(table.c[measure].is_not(None) for measure in wanted)))
            .order_by(table.c.month, found.c.number, table.c.place)
        )  # fmt: skip
        for row in session.execute(query).mappings():
            rows.append(
                FigureRow(
                    row["submission"], row["number"], row["file_name"], dataset, row["line"], Month.parse(row["month"]),
                    row["product"], row["partner"], {measure: row[measure] for measure in wanted},
                )
            )  # fmt: skip
    return rows


def answers_behind(
    session: Session, member: str, quarter: Quarter, items: Sequence[str], states: Which
) -> list[AnswerRow]:
    """The checklist lines of the quarter about these items; of the newest earlier quarter where it has none."""
    found, table = counting(states, quarter, only=member), preparedness
    shown = (found.c.submission, found.c.number, found.c.file_name, table.c.line, table.c.quarter, table.c.item)
    query = (
        select(*shown, table.c.answer, table.c["count"], table.c.note)
        .join(found, gives(found, table, "preparedness", "quarter"))
        .where(table.c.member == member, table.c.item.in_(list(items)))
        .order_by(table.c.quarter.desc(), table.c.place)
    )
    rows = [AnswerRow(*row[:4], Quarter.parse(row[4]), *row[5:]) for row in session.execute(query)]
    return [row for row in rows if row.quarter == rows[0].quarter]


def disruptions_behind(session: Session, member: str, quarter: Quarter, states: Which) -> list[DisruptionRow]:
    """The lines of the member's newest file of disruptions that touch the quarter."""
    found, table = counting(states, quarter, only=member), disruption
    query = (
        select(found.c.number, found.c.file_name, table)
        .join(found, gives(found, table, "disruptions", ""))
        .where(table.c.member == member)
        .order_by(table.c.place)
    )
    rows = [
        DisruptionRow(row.submission, row.number, row.file_name, row.line, as_disruption(row))
        for row in session.execute(query)
    ]
    return [row for row in rows if _touches(row.disruption, quarter)]


def rows_of(session: Session, submission_id: str, *, limit: int = 200) -> list[dict[str, object]]:
    """The first rows that were stored of a submission, as they are."""
    dataset = session.scalar(select(submission.c.dataset).where(submission.c.id == submission_id))
    tables = {**figures, "preparedness": preparedness, "disruptions": disruption}
    chosen = list(figures.values()) if dataset == "item-events" else [tables[dataset]] if dataset else []
    rows: list[dict[str, object]] = []
    for table in chosen:
        query = select(table).where(table.c.submission == submission_id).order_by(table.c.place).limit(limit)
        rows += [dict(row) for row in session.execute(query).mappings()]
    return rows[:limit]


def _touches(found: Disruption, quarter: Quarter) -> bool:
    if found.start.date() > quarter.last_day:
        return False
    return found.end is None or found.end.date() >= quarter.first_day


def as_disruption(row: Row[Any]) -> Disruption:
    """A stored row in the shape of the domain."""
    return Disruption(
        member=row.member,
        start=datetime.fromisoformat(row.start),
        end=datetime.fromisoformat(row.end) if row.end else None,
        kind=row.kind,
        products=tuple(row.products.split()),
        force_majeure=row.force_majeure,
        notified_at=datetime.fromisoformat(row.notified_at) if row.notified_at else None,
        areas=row.areas,
    )
