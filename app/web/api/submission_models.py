"""The shapes of submissions in the API."""

from __future__ import annotations

from datetime import datetime

from app.web.api.models import Shape


class FindingShape(Shape):
    """One fault or doubt. `pointer`: its place as a fragment of the file (RFC 7111), null for the whole file."""

    code: str
    severity: str
    scope: str
    line: int | None
    column: str | None
    value: str | None
    sheet: str | None
    sentence: str
    hint: str
    pointer: str | None
    more: int


class SubmissionShape(Shape):
    """A submission; its `id` is its address."""

    id: str
    number: int
    member: str
    dataset: str
    state: str
    checked: bool
    outcome: str | None
    version: int
    late: bool
    encoding: str | None
    backfilled: bool
    rows: int | None
    errors: int
    warnings: int
    file_name: str
    file_sha256: str
    received_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None


class SubmissionDetailShape(Shape):
    submission: SubmissionShape
    findings: list[FindingShape]


class RefusedShape(Shape):
    """RFC 9457: a file of which nothing is taken. `instance` is the address of the submission that keeps it; `errors`
    are all its findings, in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    submission: SubmissionShape
    errors: list[FindingShape]


class ReasonShape(Shape):
    """Why it is right in spite of its warnings, or why it corrects an earlier one."""

    reason: str = ""


class StateShape(Shape):
    state: str
