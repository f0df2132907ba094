"""Questions with all that was said on them. Each list is one question to the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from app.domain.access import Person, covers
from app.domain.errors import NotFound
from app.domain.measures import FIGURES
from app.domain.questions import Entry, Kind, Side, Waiting, waiting
from app.domain.value_history import ValueKey
from app.storage.submissions import SubmissionRow
from app.storage.tables import member, person, question, question_entry, submission

_Q, _E = question.c, question_entry.c


@dataclass(frozen=True)
class Question:
    """A question on a value, or where `measure` is empty on a whole submission. `number`: of the submission that it
    was asked about; `names`: of those who wrote the entries, in their order."""

    id: str
    member: str
    region: str
    submission: str
    number: int
    dataset: str
    period: str
    product: str
    partner: str
    measure: str
    asked_at: datetime
    entries: tuple[Entry, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def key(self) -> ValueKey | None:
        """The value that it is about; None for a whole submission."""
        if not self.measure:
            return None
        return ValueKey(self.member, self.dataset, self.period, self.product, self.partner, self.measure)

    @property
    def waiting(self) -> Waiting:
        return waiting(self.entries)

    def concerns(self, row: SubmissionRow) -> bool:
        """Whether it is about this submission, or about a value of a month that this one has rows for."""
        if self.submission == row.id:
            return True
        same = self.dataset == row.dataset or (row.dataset == "item-events" and self.dataset in FIGURES)
        return bool(self.measure) and self.member == row.member and same and self.period in row.periods


def one(session: Session, reader: Person, id: str) -> Question:
    """The question; NotFound when there is none, or when it is about another's member."""
    found = _read(session, _Q.id == id)
    if not found or not covers(reader, member=found[0].member, region=found[0].region):
        raise NotFound("not_found")
    return found[0]


def of_value(session: Session, key: ValueKey) -> list[Question]:
    """Every question ever asked on the value, oldest first, whichever version it was asked about."""
    same = (_Q.dataset == key.dataset) & (_Q.period == key.period) & (_Q.measure == key.measure)
    return _read(session, (_Q.member == key.member) & same & (_Q.product == key.product) & (_Q.partner == key.partner))


def of_submission(session: Session, row: SubmissionRow) -> list[Question]:
    """Questions on the submission, and on values of the months that it has rows for, asked of any version."""
    wanted = (_Q.member == row.member) & or_(_Q.submission == row.id, _Q.period.in_(row.periods))
    return [found for found in _read(session, wanted) if found.concerns(row)]


def open_of_member(session: Session, code: str) -> list[Question]:
    """The member's questions that are not closed, oldest first."""
    return _read(session, (_Q.member == code) & ~_closed())


def open_of_region(session: Session, region: str) -> list[Question]:
    """The region's questions that are not closed, oldest first."""
    return _read(session, (member.c.region == region) & ~_closed())


def _closed() -> ColumnElement[bool]:
    last = question_entry.alias("last")
    return exists().where(last.c.question == _Q.id, last.c.kind == Kind.CLOSE.value)


def _read(session: Session, condition: ColumnElement[bool]) -> list[Question]:
    wanted = (
        select(
            *_Q, member.c.region, submission.c.number, _E.place, _E.kind, _E.side, _E.by, _E.at, _E.text,
            person.c.name,
        )
        .join(member, member.c.code == _Q.member)
        .join(submission, submission.c.id == _Q.submission)
        .join(question_entry, _E.question == _Q.id)
        .join(person, person.c.id == _E.by)
        .where(condition)
        .order_by(_Q.asked_at, _Q.id, _E.place)
    )  # fmt: skip
    entries: dict[str, list[tuple[Entry, str]]] = {}
    heads: dict[str, dict[str, object]] = {}
    for row in session.execute(wanted).mappings():
        said = Entry(row["place"], Kind(row["kind"]), Side(row["side"]), row["by"], row["at"], row["text"])
        entries.setdefault(row["id"], []).append((said, row["name"]))
        heads[row["id"]] = {name: row[name] for name in ("region", "number", *(column.name for column in _Q))}
    return [
        Question(**head, entries=tuple(said for said, _ in entries[id]), names=tuple(name for _, name in entries[id]))  # type: ignore[arg-type]
        for id, head in heads.items()
    ]
