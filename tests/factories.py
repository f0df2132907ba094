"""People, files and submissions for tests, made through the actions themselves."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.accept_submission import accept_submission
from app.actions.check_submission import check_submission
from app.actions.house import House
from app.actions.open_submission import open_submission
from app.actions.receive_file import receive_file
from app.actions.seed_person import seed_person
from app.actions.submit_submission import submit_submission
from app.domain.access import Person, Role
from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, FIGURES, REQUIREMENTS, Kind
from app.domain.submissions import State
from app.storage import people as people_
from app.storage import submissions
from ingest import check_file

MONTHS = ("2026-07", "2026-08", "2026-09")
DAY = "2026-07-05"
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Cast:
    """Two operators of one region, its office, another region's office, and a reader."""

    uploader: Person
    approver: Person
    other: Person
    analyst: Person
    administrator: Person
    stranger: Person
    reader: Person


def person(house: House, now: datetime, role: Role, name: str, **where: str) -> Person:
    made = seed_person(house, email=f"{name}@example.org", name=name, role=role, password=PASSWORD, now=now, **where)
    with house.sessions() as session:
        return people_.one(session, made)


def people(house: House, now: datetime) -> Cast:
    return Cast(
        uploader=person(house, now, Role.UPLOADER, "uploader", member="EG"),
        approver=person(house, now, Role.APPROVER, "approver", member="EG"),
        other=person(house, now, Role.UPLOADER, "other", member="TN"),
        analyst=person(house, now, Role.ANALYST, "analyst", region="arab"),
        administrator=person(house, now, Role.ADMINISTRATOR, "administrator", region="arab"),
        stranger=person(house, now, Role.ADMINISTRATOR, "stranger", region="central-asia"),
        reader=person(house, now, Role.READER, "reader"),
    )


def csv_bytes(
    dataset: str, *, member: str = "EG", months=("2026-07", "2026-08", "2026-09"), count: int = 1000
) -> bytes:
    """A file that is taken: every count `count`, quantiles 2 and 4."""
    if dataset == "disruptions":
        head, rows = "member,start,end,kind,products,areas,force_majeure,notified_at", []
        if count:
            rows = [f"{member},{DAY}T08:00+02:00,2026-07-07T08:00+02:00,strike,parcel ems,,yes,{DAY}T10:00+02:00"]
    elif dataset == "preparedness":
        head, quarter = "member,quarter,item,answer,count,note", "2026-Q3"
        rows = [f"{member},{quarter},{item},yes,," for item in (*REQUIREMENTS, *DISASTER_READINESS)]
        rows += [f"{member},{quarter},{item},,{count}," for item in CHECKLIST_COUNTS]
    else:
        measures = FIGURES[dataset]
        head = ",".join(["member", "month", "product", "partner", *(m.name for m in measures)])
        cells = [("4" if "p90" in m.name else "2") if m.kind is Kind.QUANTILE else str(count) for m in measures]
        rows = [",".join([member, month, "parcel", "", *cells]) for month in months]
    return ("\n".join([head, *rows]) + "\n").encode()


def received(house: House, sender: Person, dataset: str, now: datetime, content: bytes) -> str:
    """A file that is still to be checked."""
    member, source = str(sender.member), io.BytesIO(content)
    return receive_file(
        house, person=sender, dataset=dataset, member=member, name=f"{dataset}.csv", source=source, now=now
    )


def draft(house: House, sender: Person, dataset: str, now: datetime, content: bytes | None = None, **shape) -> str:
    """A received and checked file."""
    body = csv_bytes(dataset, member=str(sender.member), **shape) if content is None else content
    made = received(house, sender, dataset, now, body)
    check_submission(house, submission=made, now=now + timedelta(seconds=2), check=check_file)
    return made


def submitted(house: House, sender: Person, dataset: str, now: datetime, **shape) -> str:
    """A file that left the house."""
    made = draft(house, sender, dataset, now, **shape)
    submit(house, sender, made, now)
    return made


def submit(house: House, sender: Person, made: str, now: datetime) -> None:
    state = submit_submission(house, person=sender, submission=made, reason="because", now=now + timedelta(minutes=1))
    assert state is State.SUBMITTED


def accepted(house: House, sender: Person, analyst: Person, dataset: str, now: datetime, **shape) -> str:
    """A file that the region accepted."""
    made = submitted(house, sender, dataset, now, **shape)
    accept(house, analyst, made, now + timedelta(minutes=2))
    return made


def accept(house: House, analyst: Person, made: str, now: datetime) -> None:
    """Accept what was submitted; what asks for a locked quarter is opened first."""
    with house.sessions() as session:
        asks = submissions.one(session, made).is_request
    if asks:
        open_submission(house, person=analyst, submission=made, reason="because", now=now)
    accept_submission(house, person=analyst, submission=made, now=now)
