"""What the rows that count say: sums by month, answers, disruptions, volumes by partner.

A month's rows of one dataset come all from one submission. Sums are made here, so that nobody holds the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from app.domain.measures import DATASET_OF, FIGURES, Kind
from app.domain.observations import ChecklistAnswer, Disruption, MonthSums, PartnerVolume, QuarterQuantile
from app.domain.periods import Month, Quarter
from app.domain.sources import REPORTED, other
from app.storage.counting import ACCEPTED_ONLY, Counted, Which, counted, counting, gives, has_scans
from app.storage.tables import disruption, figures, preparedness, quarter_quantile
from app.storage.trail import (
    AnswerRow,
    DisruptionRow,
    FigureRow,
    answers_behind,
    as_disruption,
    disruptions_behind,
    rows_behind,
    rows_of,
)

__all__ = [
    "ACCEPTED_ONLY", "AnswerRow", "Counted", "DisruptionRow", "FigureRow", "answers", "answers_behind", "counted",
    "disruptions", "disruptions_behind", "figure_columns", "figures_of", "month_sums", "partner_volumes",
    "quarter_quantiles",
    "rows_behind", "rows_of",
]  # fmt: skip

_DECIMALS = 9  # weighted means differ between engines in the last bits of a double


def _of_row(value: ColumnElement[Any], partner: ColumnElement[Any]) -> ColumnElement[Any]:
    """The sum over the rows for all partners together; where there is none, over the rows of single partners."""
    return func.coalesce(func.sum(case((partner == "", value))), func.sum(case((partner != "", value))))


@lru_cache
def _by_product(dataset: str) -> tuple[ColumnElement[Any], ...]:
    """For each measure its sum; for a quantile the sums of value x n, of n, of the values, and how many they are."""
    columns = figures[dataset].c
    sums: list[ColumnElement[Any]] = []
    for measure in FIGURES[dataset]:
        value = columns[measure.name]
        if measure.kind is not Kind.QUANTILE:
            sums.append(_of_row(value, columns.partner).label(measure.name))
            continue
        n = case((value.is_not(None), columns[str(measure.n)]))
        parts = {"vn": value * n, "n": n, "v": value, "c": case((value.is_not(None), 1.0))}
        sums += [_of_row(part, columns.partner).label(f"{kind}:{measure.name}") for kind, part in parts.items()]
    return tuple(sums)


def _by_month(dataset: str, by_product: Subquery) -> list[ColumnElement[Any]]:
    """Counts and stocks as they are; of quantiles the mean weighted by n, plain where no n is known."""
    sums: list[ColumnElement[Any]] = []
    for measure in FIGURES[dataset]:
        if measure.kind is not Kind.QUANTILE:
            sums.append(func.sum(by_product.c[measure.name]).label(measure.name))
            continue
        vn, n, v, c = (func.sum(by_product.c[f"{kind}:{measure.name}"]) for kind in ("vn", "n", "v", "c"))
        sums.append(func.coalesce(vn / func.nullif(n, 0), v / func.nullif(c, 0)).label(measure.name))
        sums.append(n.label(f"n:{measure.name}"))
    return sums


def month_sums(session: Session, region: str, states: Which, up_to: Quarter, source: str = REPORTED) -> list[MonthSums]:
    """The measures of each member, dataset, month and product over partners, nothing later than the quarter.

    Products stay apart, since a share counts only those for which numerator and denominator were both reported.
    """
    found = counting(states, up_to, region=region, source=source)
    return [sums for dataset in figures for sums in _sums(session, dataset, _rows_of(dataset, found))]


def counted_beside(
    session: Session, region: str, states: Which, quarter: Quarter, source: str, counts: Iterable[Counted]
) -> list[Counted]:
    """The periods of the quarter that the other source tells of too, with the file behind each: it counts nowhere.
    `counts` is what does, as `counted` gives it."""
    if not has_scans(session, states):
        return []
    months, first = {str(month) for month in quarter.months}, set(counts)
    second = counted(session, region, states, quarter, other(source))
    return [one for one in second if one not in first and one.period in months]


def sums_beside(
    session: Session, region: str, states: Which, quarter: Quarter, source: str, both: Set[tuple[str, str, str]]
) -> list[MonthSums]:
    """What the source that does not count tells of these members, datasets and months, which both tell of."""
    if not both:
        return []
    months = sorted({month for _, _, month in both})
    found = counting(states, quarter, region=region, source=other(source))
    return [
        sums
        for dataset in sorted({dataset for _, dataset, _ in both})
        for sums in _sums(session, dataset, _rows_of(dataset, found).where(figures[dataset].c.month.in_(months)))
        if (sums.member, dataset, str(sums.month)) in both
    ]


def sums_of_member(session: Session, member: str, dataset: str, states: Which, up_to: Quarter) -> list[MonthSums]:
    """The same of one member and dataset, in one query."""
    return list(_sums(session, dataset, _rows_of(dataset, counting(states, up_to, only=member))))


def sums_in(session: Session, submission: str, dataset: str) -> list[MonthSums]:
    """The same of the rows of one submission, whether or not they count."""
    table = figures[dataset]
    return list(_sums(session, dataset, _summed(dataset).where(table.c.submission == submission)))


def first_lines(session: Session, submission: str, dataset: str) -> dict[tuple[Month, str], int]:
    """For each month and product of a submission the line of the file where it stands first."""
    table = figures[dataset]
    keys = (table.c.month, table.c.product)
    wanted = select(*keys, func.min(table.c.line)).where(table.c.submission == submission).group_by(*keys)
    return {(Month.parse(month), product): line for month, product, line in session.execute(wanted) if line is not None}


def _summed(dataset: str) -> Select[Any]:
    table = figures[dataset]
    keys = (table.c.member, table.c.month, table.c.product)
    return select(*keys, func.count().label("rows"), *_by_product(dataset)).group_by(*keys)


def _rows_of(dataset: str, found: CTE) -> Select[Any]:
    return _summed(dataset).join(found, gives(found, figures[dataset], dataset, "month"))


def _sums(session: Session, dataset: str, summed: Select[Any]) -> Iterator[MonthSums]:
    by_product = summed.subquery()
    keys = (by_product.c.member, by_product.c.month, by_product.c.product)
    wanted = select(*keys, func.sum(by_product.c.rows).label("rows"), *_by_month(dataset, by_product))
    for row in session.execute(wanted.group_by(*keys).order_by(*keys)).mappings():
        given = {name: round(float(value), _DECIMALS) for name, value in row.items() if _is_figure(name, value)}
        values = {name: value for name, value in given.items() if not name.startswith("n:")}
        n = {name[2:]: value for name, value in given.items() if name.startswith("n:")}
        month, rows = Month.parse(row["month"]), int(row["rows"])
        yield MonthSums(row["member"], dataset, month, values, n, rows, row["product"])


def _is_figure(name: str, value: object) -> bool:
    return value is not None and name not in ("member", "month", "product", "rows")


def quarter_quantiles(
    session: Session, region: str, states: Which, up_to: Quarter, source: str = REPORTED
) -> list[QuarterQuantile]:
    """The quantiles that item events gave of whole quarters, as far as every month they cover counts."""
    counts = {
        (found.submission, found.dataset, found.period) for found in counted(session, region, states, up_to, source)
    }
    found, table = counting(states, up_to, region=region, source=source), quarter_quantile
    wanted = (
        select(table)
        .where(table.c.submission.in_(select(found.c.submission)))
        .order_by(table.c.member, table.c.quarter, table.c.measure, table.c.submission)
    )
    return [
        QuarterQuantile(
            row.member, Quarter.parse(row.quarter), row.measure, row.value, row.n,
            frozenset(Month.parse(month) for month in row.months.split()),
        )
        for row in session.execute(wanted)
        if all((row.submission, DATASET_OF[row.measure], month) in counts for month in row.months.split())
    ]  # fmt: skip


def partner_volumes(
    session: Session, region: str, states: Which, up_to: Quarter, source: str = REPORTED
) -> list[PartnerVolume]:
    """Items arrived from each partner and month, where the partner is reported."""
    table = figures["service-quality"]
    found = counting(states, up_to, region=region, source=source)
    wanted = (
        select(table.c.member, table.c.month, table.c.partner, func.sum(table.c.items_arrived))
        .join(found, gives(found, table, "service-quality", "month"))
        .where(table.c.partner != "", table.c.items_arrived.is_not(None))
        .group_by(table.c.member, table.c.month, table.c.partner)
        .order_by(table.c.member, table.c.month, table.c.partner)
    )
    return [PartnerVolume(row[0], Month.parse(row[1]), row[2], float(row[3])) for row in session.execute(wanted)]


def answers(session: Session, region: str, states: Which, up_to: Quarter) -> list[ChecklistAnswer]:
    """The checklist answers that count."""
    found, table = counting(states, up_to, region=region), preparedness
    wanted = (
        select(table.c.member, table.c.quarter, table.c.item, table.c.answer, table.c["count"])
        .join(found, gives(found, table, "preparedness", "quarter"))
        .order_by(table.c.member, table.c.quarter, table.c.place)
    )
    return [ChecklistAnswer(row[0], Quarter.parse(row[1]), *row[2:]) for row in session.execute(wanted)]


def disruptions(session: Session, region: str, states: Which, up_to: Quarter) -> list[Disruption]:
    """The disruptions of each member's newest file, those that began by the end of the quarter."""
    found, table = counting(states, up_to, region=region), disruption
    wanted = select(table).join(found, gives(found, table, "disruptions", "")).order_by(table.c.member, table.c.place)
    read = [as_disruption(row) for row in session.execute(wanted)]
    return [case_ for case_ in read if case_.start.date() <= up_to.last_day]


def figure_columns(dataset: str) -> list[str]:
    """What `figures_of` gives of each row, in its order."""
    return ["submission", *(column.name for column in figures[dataset].c if column.name not in ("submission", "place"))]


def figures_of(
    session: Session, region: str, quarter: Quarter, dataset: str, states: Which, source: str = REPORTED
) -> Iterator[dict[str, object]]:
    """The rows of a figure dataset that count in the quarter, in full, with the number of their submission."""
    found, table = counting(states, quarter, region=region, source=source), figures[dataset]
    shown = [table.c[name] for name in figure_columns(dataset)[1:]]
    wanted = (
        select(found.c.number.label("submission"), *shown)
        .join(found, gives(found, table, dataset, "month"))
        .where(table.c.month.in_([str(month) for month in quarter.months]))
        .order_by(table.c.member, table.c.month, table.c.place)
    )
    for row in session.execute(wanted).mappings():
        yield dict(row)
