"""Every version of one value, with the moments that the log kept of its submission; one question."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, func, literal, select
from sqlalchemy.orm import Session

from app.domain.access import Person, sees_submission
from app.domain.measures import FIGURES
from app.domain.submissions import State
from app.domain.value_history import ValueKey, Version
from app.storage.counting import ENDS
from app.storage.tables import audit, figures, member, preparedness, request, submission, submission_period
from app.storage.tables import person as person_

_S, _P = submission.c, submission_period.c
_SENT = ("sent_by_id", "region")


def versions(session: Session, reader: Person, key: ValueKey) -> list[Version]:
    """The versions that this reader may see, oldest first: an operator its drafts too, the office what left the
    house in its region; none for anybody else."""
    found = []
    for row in session.execute(_wanted(key)).mappings():
        told: dict[str, Any] = {name: row[name] for name in row if name not in _SENT}
        version = Version(**{**told, "state": State(row["state"])})
        seen = sees_submission(
            reader, member=key.member, region=row["region"], state=version.state,
            submitted=version.submitted_at is not None, own=row["sent_by_id"] == reader.id,
        )  # fmt: skip
        if seen:
            found.append(version)
    return found


def _wanted(key: ValueKey) -> Select[Any]:
    sender, decider = person_.alias("sender"), person_.alias("decider")
    accepted, ended = audit.alias("accepted"), audit.alias("ended")
    rows, same, value, answer = _said(key)
    object = literal("submission:", String()) + _S.id
    return (
        select(
            _S.id.label("submission"), _S.number, _S.state, value.label("value"), answer.label("answer"), rows.c.line,
            _S.file_name, _S.received_at, _S.submitted_at, accepted.c.at.label("accepted_at"),
            ended.c.at.label("ended_at"), sender.c.name.label("sent_by"),
            func.coalesce(decider.c.name, "").label("decided_by"), _S.reason,
            func.coalesce(ended.c.reason, _S.decision).label("decision"), _S.sent_by.label("sent_by_id"),
            request.c.submission.is_not(None).label("is_request"), request.c.opened_at, member.c.region,
        )
        .join(submission_period, and_(_P.submission == _S.id, _P.dataset == key.dataset, _P.period == key.period))
        .join(member, member.c.code == _S.member)
        .join(sender, sender.c.id == func.coalesce(_S.submitted_by, _S.sent_by))
        .outerjoin(decider, decider.c.id == _S.decided_by)
        .outerjoin(request, request.c.submission == _S.id)
        .outerjoin(rows, and_(rows.c.submission == _S.id, same))
        .outerjoin(accepted, and_(accepted.c.object == object, accepted.c.action == "submission.accept"))
        .outerjoin(ended, and_(ended.c.object == object, ended.c.action.in_(ENDS)))
        .where(_S.member == key.member)
        .order_by(_S.number)
    )  # fmt: skip


def _said(key: ValueKey) -> tuple[Any, ColumnElement[bool], ColumnElement[Any], ColumnElement[Any]]:
    """The table of the rows, the condition on its row, the number and the answer in it."""
    if key.dataset in FIGURES:
        table = figures[key.dataset]
        same = (table.c.month == key.period) & (table.c.product == key.product) & (table.c.partner == key.partner)
        return table, same, table.c[key.measure], literal("")
    asked = preparedness
    same = (asked.c.quarter == key.period) & (asked.c.item == key.measure)
    return asked, same, asked.c["count"], func.coalesce(asked.c.answer, "")
