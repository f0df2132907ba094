"""Say that there is nothing to report, and why: an answer like any other, checked, submitted and receipted."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from app.actions.house import House
from app.actions.receive_file import receive_file
from app.domain.access import Permission, Person, must, must_cover
from app.domain.errors import BadRequest
from app.domain.measures import FIGURES
from app.domain.members import Member
from app.domain.periods import Quarter
from app.storage import regions
from ingest.layouts import LAYOUTS, MISSING_WORDS

DATASETS = (*FIGURES, "disruptions")
"""Of these there may be nothing; a checklist always has answers."""

MEANINGS = MISSING_WORDS
"""Why there is nothing, in the words that a file takes in place of a figure."""

MOST_REMARK = 500


def report_nothing(
    house: House, *, person: Person, dataset: str, quarter: Quarter, meaning: str, remark: str, now: datetime,
    language: str = "en",
) -> str:  # fmt: skip
    """The id of a draft whose file says for each month and product that there is no figure, and why.

    The same answer again gives the same submission. BadRequest for a quarter that has not ended or is outside the
    cycle, a meaning that is none, or figures without a remark.
    """
    must(person, Permission.SEND)
    if dataset not in DATASETS:
        raise BadRequest("bad_request.nothing_dataset")
    with house.sessions() as session:
        member = regions.member(session, str(person.member))
        cycle = regions.cycle_of(session, member.region)
    must_cover(person, member=member.code, region=member.region)
    if quarter not in cycle or quarter.last_day >= now.astimezone(ZoneInfo(member.zone)).date():
        raise BadRequest("bad_request.backfill_quarter", quarter=str(quarter))
    told = " ".join(remark.split())[:MOST_REMARK]
    if dataset != "disruptions" and (meaning not in MEANINGS or not told):
        raise BadRequest("bad_request.nothing_why")
    content = _content(dataset, member, quarter, meaning, told)
    return receive_file(
        house, person=person, dataset=dataset, member=member.code, name=f"nothing-{dataset}-{quarter}.csv",
        source=io.BytesIO(content), now=now, language=language,
    )  # fmt: skip


def _content(dataset: str, member: Member, quarter: Quarter, meaning: str, remark: str) -> bytes:
    columns = LAYOUTS[dataset].columns
    sink = io.StringIO()
    rows = csv.writer(sink, lineterminator="\n")
    rows.writerow([column.name for column in columns])
    if dataset != "disruptions":
        for month in quarter.months:
            for product in member.products:
                known = {"member": member.code, "month": str(month), "product": product, "remark": remark}
                rows.writerow([meaning if column.measure else known.get(column.name, "") for column in columns])
    return sink.getvalue().encode()
