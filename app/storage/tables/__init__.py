"""Every table of the database. `migrations/` brings a database to this shape; a test keeps the two in step."""

from __future__ import annotations

from app.storage.tables.aliases import column_alias
from app.storage.tables.columns import METADATA
from app.storage.tables.letters import calendar_word, letter
from app.storage.tables.people import attempt, cycle, flag, inform, invitation, member, person, region, session, token
from app.storage.tables.profiles import profile
from app.storage.tables.questions import question, question_entry, submission_effect
from app.storage.tables.requests import idempotency
from app.storage.tables.results import (
    audit,
    edition,
    lease,
    notice,
    report,
    result,
    result_inputs,
    result_member,
    revised,
    run,
    working,
)
from app.storage.tables.submissions import (
    disruption,
    figures,
    finding,
    preparedness,
    preview,
    quarter_quantile,
    reading,
    request,
    submission,
    submission_period,
)

__all__ = [
    "METADATA", "attempt", "audit", "calendar_word", "column_alias", "cycle", "disruption", "edition", "figures",
    "finding", "flag", "idempotency", "inform", "invitation", "lease", "letter", "member", "notice", "person",
    "preparedness", "preview", "profile", "quarter_quantile", "question", "question_entry", "reading", "region",
    "report", "request", "result", "result_inputs", "result_member", "revised", "run", "session", "submission",
    "submission_effect", "submission_period", "token", "working",
]  # fmt: skip
