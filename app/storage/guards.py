"""The triggers that keep what never changes: which there must be, and which are gone."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.storage.tables import (
    audit,
    disruption,
    edition,
    figures,
    finding,
    preparedness,
    quarter_quantile,
    question,
    question_entry,
    report,
    result,
    result_inputs,
    result_member,
    submission,
    submission_period,
)

KEPT = (audit, report, edition, result, result_member, result_inputs, submission, submission_period, finding,
        *figures.values(), preparedness, disruption, quarter_quantile, question,
        question_entry)  # fmt: skip
"""Tables whose rows are closed at some moment: of these every way of changing one must be guarded."""

_EVENTS = {"sqlite": ("insert", "update", "delete"), "postgresql": ("update", "delete", "truncate")}
_ALONE = {"edition_stays", "submission_approved", "submission_encoding", "question_entry_insert"}
_ASKED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # Neither dropped nor switched off.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def needed(kind: str) -> frozenset[str]:
    """The names of the triggers on this engine; the migrations make them."""
    return frozenset(f"{table.name}_{event}" for table in KEPT for event in _EVENTS[kind]) | _ALONE


def missing(session: Session) -> list[str]:
    """The triggers that somebody took away or switched off, in the order of their names."""
    kind = session.get_bind().dialect.name
    return sorted(needed(kind) - set(session.scalars(text(_ASKED[kind]))))
