"""A submission and its findings as the API shows them."""

from __future__ import annotations

from app.domain.findings import Finding
from app.storage.submissions import SubmissionRow
from app.web.api.submission_models import FindingShape, SubmissionShape
from app.web.pages.submission_lines import finding_line
from app.web.words import Words


def submission_shape(row: SubmissionRow) -> SubmissionShape:
    """The submission without its findings."""
    return SubmissionShape(
        id=row.id, number=row.number, member=row.member, dataset=row.dataset, state=row.state.value,
        checked=row.checked, outcome=row.outcome, version=row.version, late=row.late, encoding=row.encoding,
        backfilled=row.backfilled,
        rows=row.rows, errors=row.errors, warnings=row.warnings, file_name=row.file_name, file_sha256=row.file_sha256,
        received_at=row.received_at, submitted_at=row.submitted_at, decided_at=row.decided_at,
    )  # fmt: skip


def finding_shape(one: Finding, words: Words) -> FindingShape:
    """One finding with its sentence in the reader's language."""
    line = finding_line(one, words)
    return FindingShape(
        code=one.code, severity=one.severity.value, scope=one.scope.value, line=one.line, column=one.column,
        value=line.value or None, sheet=one.sheet, sentence=line.sentence, hint=line.hint, pointer=pointer(one),
        more=one.more,
    )  # fmt: skip


def pointer(one: Finding) -> str | None:
    """The place as a fragment of the file (RFC 7111): `#cell=3,4` or `#row=3`, rows by line as an editor counts them.

    None for a finding about the whole file.
    """
    if one.line and one.column_no:
        return f"#cell={one.line},{one.column_no}"
    if one.line:
        return f"#row={one.line}"
    return f"#col={one.column_no}" if one.column_no else None
