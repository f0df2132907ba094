"""The findings of a submission as files to take home."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from app.domain.access import Permission
from app.storage import submissions
from app.web.csv_out import csv_file
from app.web.deps import Visiting
from app.web.doors import may
from app.web.pages import submission_lines

router = APIRouter(prefix="/{language:language}")


@router.get("/submissions/{submission}/findings.csv", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def findings_csv(visit: Visiting, submission: str) -> Response:
    """The findings as a sheet: place, value, sentence, then codes."""
    words = visit.words.latin()
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
        lines = submission_lines.finding_lines(submissions.findings(session, submission), words)
    head = [
        words.t(f"web.findings.{name}") for name in ("place", "column", "value", "wrong", "instead", "kind", "code")
    ]
    rows = [
        (one.place, one.column, one.value, f"{one.sentence} {one.more}".strip(), one.hint, one.severity_text, one.code)
        for one in lines
    ]
    return csv_file(f"barid-findings-{row.number}.csv", [head, *rows])
