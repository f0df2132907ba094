"""Make the template of a dataset: empty for strangers, for an operator filled with what it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app import handbook
from app.actions.house import House
from app.domain.access import Person
from app.domain.measures import DATASET_OF, FIGURES, MEASURES
from app.domain.members import Member
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.storage import observations, regions, sent
from ingest.layouts import ITEMS, LAYOUTS
from ingest.template_book import template_book
from ingest.templates import Filling, template_csv, template_name

Row = Sequence[str | float | None]


@dataclass(frozen=True)
class Template:
    """A file to fill in, with the name that tells its version."""

    name: str
    body: bytes


def fill_template(
    house: House, *, dataset: str, ending: str, language: str, person: Person | None, now: datetime
) -> Template:
    """The template as `csv` or `xlsx`, with the columns' titles in the language.

    An operator's person gets its member, the months that are due and the products it handles, and in the workbook
    its own values of the quarter before. Anybody else gets the header: in a CSV by our names of the columns.
    """
    if person is None or person.member is None:
        filling = Filling(language, titles=ending != "csv")
    else:
        with house.sessions() as session:
            filling = _filled(session, dataset, person.member, language, now, before=ending != "csv")
    made = template_csv(dataset, filling) if ending == "csv" else template_book(dataset, filling, _partners())
    return Template(template_name(dataset, filling, ending), made)


def due_quarter(session: Session, dataset: str, member: Member, now: datetime) -> Quarter:
    """The newest quarter that has ended; of monthly figures the newest of them that is not complete, if there is one.

    The checklist and the disruptions speak for other quarters as well, so that only their newest is asked for.
    """
    today = now.astimezone(ZoneInfo(member.zone)).date()
    newest = Quarter.of(today).before()
    if dataset not in FIGURES:
        return newest
    owed = [one.quarter for one in sent.due(session, member.code, now) if one.dataset == dataset]
    return max((quarter for quarter in owed if quarter <= newest), default=newest)


def _filled(session: Session, dataset: str, code: str, language: str, now: datetime, *, before: bool) -> Filling:
    member = regions.member(session, code)
    quarter = due_quarter(session, dataset, member, now)
    rows = _rows(session, dataset, code, quarter.before()) if before else ()
    return Filling(language, member=code, quarter=quarter, products=member.products, before=tuple(rows))


def _rows(session: Session, dataset: str, member: str, quarter: Quarter) -> list[Row]:
    """What counts of the member in the quarter, in the order of the layout's columns."""
    if dataset in FIGURES:
        measures = [name for name in MEASURES if DATASET_OF[name] == dataset]
        found = [
            {"member": member, "month": str(row.month), "product": row.product, "partner": row.partner, **row.values}
            for row in observations.rows_behind(session, member, quarter, measures, COUNTED_WORKING)
        ]
    elif dataset == "preparedness":
        found = [
            {"member": member, "quarter": str(row.quarter), "item": row.item, "answer": row.answer, "count": row.count,
             "note": row.note}
            for row in observations.answers_behind(session, member, quarter, ITEMS, COUNTED_WORKING)
        ]  # fmt: skip
    else:
        found = [_disruption(row) for row in observations.disruptions_behind(session, member, quarter, COUNTED_WORKING)]
    return [[row.get(column.name) for column in LAYOUTS[dataset].columns] for row in found]


def _disruption(row: observations.DisruptionRow) -> dict[str, str | float | None]:
    one = row.disruption
    times = {"start": one.start, "end": one.end, "notified_at": one.notified_at}
    return {
        "member": one.member, "kind": one.kind, "products": " ".join(one.products), "areas": one.areas,
        "force_majeure": "yes" if one.force_majeure else "no",
        **{name: moment.isoformat() if moment else None for name, moment in times.items()},
    }  # fmt: skip


def _partners() -> list[str]:
    return sorted(handbook.partners())
