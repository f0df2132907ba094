"""Every table of the database. `migrations/` brings a database to this shape; a test keeps the two in step."""

from __future__ import annotations

from app.storage.tables.columns import METADATA
from app.storage.tables.people import attempt, cycle, flag, inform, invitation, member, person, region, session, token
from app.storage.tables.questions import question, question_entry, submission_effect
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
    submission,
    submission_period,
)

__all__ = [
    "METADATA", "attempt", "audit", "cycle", "disruption", "edition", "figures", "finding", "flag", "inform",
    "invitation", "lease", "member", "notice", "person", "preparedness", "preview", "quarter_quantile", "region",
    "report", "result", "result_inputs", "result_member", "revised", "run", "session", "submission",
    "submission_period", "token", "working",
    "question", "question_entry", "submission_effect",
]  # fmt: skip
