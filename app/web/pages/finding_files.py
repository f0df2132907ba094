"""The findings of a submission as files to take home."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from app.actions.export_findings import export_findings
from app.actions.mark_file import mark_file, may_be_marked
from app.domain.access import Permission
from app.domain.findings import Finding
from app.storage import submissions
from app.storage.submissions import SubmissionRow
from app.web.csv_out import WORKBOOK, csv_file, download
from app.web.deps import Visiting
from app.web.doors import may
from app.web.pages import submission_lines
from app.web.show import Link
from app.web.words import Words

router = APIRouter(prefix="/{language:language}")


def downloads(row: SubmissionRow, findings: Sequence[Finding], words: Words) -> tuple[Link, ...]:
    """What of it can be taken home, the most useful first."""
    address = f"/{words.language}/submissions/{row.id}"
    marked = [Link(f"{address}/marked.xlsx", words.t("web.marked.download"))] if may_be_marked(row, findings) else []
    return (
        *marked,
        Link(f"{address}/findings.xlsx", words.t("web.marked.list")),
        Link(f"{address}/findings.csv", words.t("web.findings.download")),
    )


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


@router.get("/submissions/{submission}/findings.xlsx", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def findings_workbook(visit: Visiting, submission: str) -> Response:
    """The findings as a workbook, ordered by record."""
    number, content = export_findings(
        visit.house, person=visit.signed_in(), submission=submission, language=visit.language
    )
    return download(f"barid-findings-{number}.xlsx", content, WORKBOOK)


@router.get("/submissions/{submission}/marked.xlsx", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def marked_workbook(visit: Visiting, submission: str) -> Response:
    """The person's own file with its faulty cells marked."""
    person = visit.signed_in()
    with visit.reading() as session:
        row = submissions.visible(session, person, submission)
    content = mark_file(visit.house, person=person, submission=submission, language=visit.language)
    return download(f"barid-{row.number}-{row.dataset}-marked.xlsx", content, WORKBOOK)
