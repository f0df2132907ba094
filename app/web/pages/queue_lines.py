"""The office's queue: each submission with what it changed and moved, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.access import Person
from app.domain.weighing import WHOLE, Standing, Weight
from app.storage.effects import Noted
from app.storage.questions import Question
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit
from app.web.pages.preview_lines import counts
from app.web.pages.submission_lines import DeedForm, deeds
from app.web.words import DASH, Words


@dataclass(frozen=True)
class QueueLine:
    """One submission that waits. `asks`: it asks to be opened, its quarter being locked. `effect`: what it moved;
    `change`: the index alone, None where it came to be."""

    id: str
    number: int
    href: str
    member: str
    member_href: str
    dataset: str
    sent_by: str
    submitted: str
    waiting: str
    late: bool
    backfilled: bool
    asks: bool
    effect: str
    change: float | None
    values: str
    warnings: str
    reason: str
    questions: str
    deeds: tuple[DeedForm, ...]


def lines(
    rows: Sequence[SubmissionRow], noted: Mapping[str, Noted], asked: Sequence[Question], visit: Visit
) -> tuple[QueueLine, ...]:
    """Most moved first: by index, then by rank, then by the number of values changed; the longest waiting first."""
    ordered = sorted(rows, key=lambda row: (*_weight(noted.get(row.id)), row.submitted_at, row.number))
    person = visit.signed_in()
    return tuple(_line(row, noted.get(row.id), _open(row, asked), person, visit) for row in ordered)


def _weight(noted: Noted | None) -> tuple[float, int, int]:
    if noted is None:
        return 0.0, 0, 0
    compared = noted.comparison
    values = compared.changed + compared.new + compared.gone if compared else 0
    # What nobody can see on the page is no reason to stand higher.
    return -round(noted.weight.points, 1), -noted.weight.ranks, -values


def _open(row: SubmissionRow, asked: Sequence[Question]) -> int:
    return sum(question.concerns(row) for question in asked)


def _line(row: SubmissionRow, noted: Noted | None, open_: int, person: Person, visit: Visit) -> QueueLine:
    words, member = visit.words, visit.directory.member(row.member)
    sent = row.submitted_at or row.received_at
    days = (visit.now - sent).days
    return QueueLine(
        id=row.id, number=row.number, href=f"/{words.language}/submissions/{row.id}",
        member=member.names.in_language(words.language), member_href=f"/{words.language}/members/{row.member}",
        dataset=words.t(f"web.dataset.{row.dataset}"), sent_by=row.sent_by_name,
        submitted=words.moment(sent, member.zone),
        waiting=words.n("queue.waiting", days) if days > 0 else words.t("queue.today"), late=row.late,
        backfilled=row.backfilled, asks=row.is_request, effect=_effect(noted, words), change=_change(noted),
        values=counts(noted.comparison, words) if noted and noted.comparison else _rows(row, words),
        warnings=words.n("queue.warnings", row.warnings) if row.warnings else "", reason=row.reason,
        questions=words.n("queue.questions", open_) if open_ else "", deeds=deeds(row, person, member, words),
    )  # fmt: skip


def _rows(row: SubmissionRow, words: Words) -> str:
    return words.n("queue.rows", row.rows) if row.rows else ""


def _effect(noted: Noted | None, words: Words) -> str:
    """The index and rank before and after, in the quarter that moved most."""
    if noted is None:
        return words.t("queue.effect.unknown")
    weight = noted.weight
    if weight.quarter is None or not (round(weight.points, 1) or weight.ranks):
        return words.t("queue.effect.none")
    told = words.t("queue.effect.index", before=_index(weight.before, words), after=_index(weight.after, words),
                   quarter=words.quarter(weight.quarter))  # fmt: skip
    return told + (f" · {_ranks(weight, words)}" if weight.ranks else "")


def _ranks(weight: Weight, words: Words) -> str:
    before, after = (words.whole(one.rank or 0) for one in (weight.before, weight.after))
    return words.t("queue.effect.rank", before=before, after=after)


def _index(standing: Standing, words: Words) -> str:
    return words.number(standing.index) if standing.index is not None else DASH


def _change(noted: Noted | None) -> float | None:
    if noted is None or noted.weight.points in (0.0, WHOLE):
        return None
    before, after = noted.weight.before.index, noted.weight.after.index
    return after - before if before is not None and after is not None else None
