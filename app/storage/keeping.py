"""What is written of submissions: the draft, the check, each change of state. Called by actions alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.domain.errors import Conflict
from app.domain.findings import Finding
from app.domain.periods import Quarter
from app.domain.submissions import State, must_be_allowed
from app.storage import submissions
from app.storage.submissions import SubmissionRow
from app.storage.tables import (
    disruption,
    figures,
    finding,
    preparedness,
    quarter_quantile,
    request,
    submission,
    submission_period,
)

TABLES = {**figures, "preparedness": preparedness, "disruptions": disruption}
Periods = Mapping[tuple[str, str], int]
"""Rows by dataset and period."""


def add_draft(session: Session, *, id: str, now: datetime, **values: object) -> int:
    """A new draft with the next number; the number."""
    number = submissions.next_number(session)
    unknown = {"reason": "", "decision": "", "late": False, "set_aside": 0, "ruleset": "", "errors": 0, "warnings": 0}
    session.execute(
        insert(submission).values(
            id=id, number=number, state=State.DRAFT.value, version=1, counts="{}", received_at=now,
            **{**unknown, **values},
        )
    )  # fmt: skip
    return number


def add_rows(session: Session, id: str, dataset: str, rows: Iterable[Mapping[str, object]], first: int) -> int:
    """Add rows of a file under the submission, numbered from `first`; the number after the last."""
    table = TABLES[dataset]
    # A text that may not be missing is empty where the file says nothing (all products, all areas).
    absent = {column.key: None if column.nullable else "" for column in table.c}
    known = [name for name in absent if name not in ("submission", "place")]
    values = [
        {"submission": id, "place": place, **{name: _or(row.get(name), absent[name]) for name in known}}
        for place, row in enumerate(rows, first)
    ]
    if values:
        session.execute(insert(table), values)
    return first + len(values)


def add_quantiles(session: Session, id: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the quantiles of quarters that item events gave."""
    if rows:
        session.execute(insert(quarter_quantile), [{"submission": id, **row} for row in rows])


def add_findings(session: Session, id: str, found: Sequence[Finding]) -> None:
    """Add the findings in their order."""
    rows = [
        {
            "submission": id, "place": place, "code": f.code, "severity": f.severity.value, "scope": f.scope.value,
            "line": f.line, "record": f.record, "column_name": _plain(f.column, 200), "column_no": f.column_no,
            "value": _plain(f.value, 1000), "sheet": _plain(f.sheet, 200), "more": f.more,
            "params": json.dumps(f.params, sort_keys=True, ensure_ascii=True, default=str),
        }
        for place, f in enumerate(found, 1)
    ]  # fmt: skip
    if rows:
        session.execute(insert(finding), rows)


def add_periods(session: Session, id: str, periods: Periods) -> None:
    """Note which months (quarters, or the empty period of disruptions) the submission has rows for."""
    rows = [
        {"submission": id, "dataset": dataset, "period": period, "rows": count}
        for (dataset, period), count in sorted(periods.items())
    ]
    if rows:
        session.execute(insert(submission_period), rows)


def change(session: Session, row: SubmissionRow, after: State, **values: object) -> None:
    """Bring the submission to a state. Conflict when that is not allowed, or somebody was faster."""
    must_be_allowed(row.state, after)
    note(session, row, state=after.value, **values)


def ask(session: Session, id: str, quarters: Sequence[Quarter], now: datetime) -> None:
    """Note that the submission asks for locked quarters to be opened."""
    text = " ".join(str(quarter) for quarter in quarters)
    session.execute(insert(request).values(submission=id, quarters=text, asked_at=now))


def open_request(session: Session, row: SubmissionRow, person: str, now: datetime) -> None:
    """Note that a person opened them; Conflict where that was done, or was not asked."""
    waiting = (request.c.submission == row.id) & request.c.opened_at.is_(None)
    done = update(request).where(waiting).values(opened_at=now, opened_by=person).returning(request.c.submission)
    if row.state is not State.SUBMITTED or session.execute(done).first() is None:
        raise Conflict("conflict.nothing_to_open")


def note(session: Session, row: SubmissionRow, **values: object) -> None:
    """Write values of the submission; Conflict when its state is no longer the one that was read."""
    same = (submission.c.id == row.id) & (submission.c.state == row.state.value)
    written = session.execute(update(submission).where(same).values(**values).returning(submission.c.id)).first()
    if written is None:
        raise Conflict("conflict.changed_meanwhile")


def ever_sent(session: Session, *, member: str, dataset: str) -> set[str]:
    """The periods for which the member has submitted this dataset before, whether or not they still count."""
    sent = [state.value for state in (State.SUBMITTED, State.ACCEPTED, State.SUPERSEDED)]
    wanted = (
        select(submission_period.c.period)
        .join(submission, submission.c.id == submission_period.c.submission)
        .where(submission.c.member == member, submission.c.dataset == dataset, submission.c.state.in_(sent))
        .distinct()
    )
    return set(session.scalars(wanted))


def _or(value: object, absent: object) -> object:
    return absent if value is None else value


def _plain(text: str | None, most: int) -> str | None:
    """What was received, in a form that every database takes: controls and surrogates as their escapes."""
    if text is None:
        return None
    shown = text.replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
    return shown if len(shown) <= most else shown[: most - 1] + "…"
