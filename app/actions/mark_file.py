"""Give a received file back as a workbook in which its faulty cells are coloured and say what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.actions.finding_texts import kind_of, place_of
from app.actions.house import House
from app.actions.places import CHILDREN
from app.actions.situations import situation_of
from app.domain.access import Person
from app.domain.errors import Conflict
from app.domain.findings import Finding, Severity
from app.domain.measures import FIGURE_DATASETS
from app.locale import say
from app.locale.finding_words import finding_words
from app.storage import files, submissions
from app.storage.submissions import SubmissionRow
from ingest.child import check_in_child
from ingest.marked_child import mark_in_child
from ingest.marking import Marking, Note
from ingest.situation import Situation

_MOST_NOTES = 2_000
_MARKED = (Severity.ERROR, Severity.WARNING)
_HEAD = ("place", "wrong", "instead", "kind", "code")


def may_be_marked(row: SubmissionRow, findings: Sequence[Finding]) -> bool:
    """Whether the file could be read and has places to mark."""
    read = row.checked and row.dataset in FIGURE_DATASETS
    could = not any(one.severity is Severity.REFUSED for one in findings)
    return read and could and any(one.line and one.severity in _MARKED for one in findings)


def mark_file(house: House, *, person: Person, submission: str, language: str) -> bytes:
    """The workbook. Conflict for a file that was not read, has nothing to mark, or is too large to be marked.

    The file is opened in the limited child alone, a few at a time. NotFound where the person may not see it.
    """
    with house.sessions() as session:
        row = submissions.visible(session, person, submission)
        findings = submissions.findings(session, submission)
        situation = situation_of(session, row, row.checked_at) if row.checked_at else None
    if situation is None or not may_be_marked(row, findings):
        raise Conflict("conflict.mark_nothing")
    path = files.path(house.data, row.file_sha256)
    with CHILDREN.one():
        if any(one.more for one in findings):
            findings = _all(house, row, findings, situation)
        marking = _marking(findings, language)
        content, reason = mark_in_child(path, row.dataset, marking, house.limits, row.encoding, situation.aliases)
    if reason:
        raise Conflict("conflict.mark_big" if reason == "big" else "conflict.mark_stopped")
    return content


def _all(house: House, row: SubmissionRow, findings: list[Finding], situation: Situation) -> list[Finding]:
    """The findings with every place of those that were only counted, for which the file is checked once more."""
    cut = {one.code for one in findings if one.more}
    limits = replace(house.limits, max_listed=_MOST_NOTES, max_findings=10 * _MOST_NOTES)
    checked = check_in_child(
        files.path(house.data, row.file_sha256), row.dataset, situation, limits, encoding=row.encoding
    )
    again = [one for one in checked.findings if one.code in cut]
    found = {one.code for one in again}
    return [one for one in findings if one.code not in found] + again


def _marking(findings: Sequence[Finding], language: str) -> Marking:
    said = [(one, *finding_words(one, language)) for one in findings]
    notes = [
        Note(one.line, one.column, one.column_no, one.severity.value, f"{sentence}\n{hint}".strip())
        for one, sentence, hint in said
        if one.line and one.severity in _MARKED
    ]
    rows = [
        (place_of(one, language), f"{sentence}{_more(one, language)}", hint, kind_of(one, language), one.code)
        for one, sentence, hint in said
    ]
    if any(one.code == "XLS_FORMULA" for one in findings):
        rows.append((say(language, "web.findings.file"), say(language, "web.marked.formulas"), "", "", ""))
    return Marking(
        notes=tuple(notes[: 2 * _MOST_NOTES]),
        title=say(language, "web.marked.sheet"),
        head=tuple(say(language, f"web.findings.{name}") for name in _HEAD),
        rows=tuple(rows),
        right_to_left=language == "ar",
    )


def _more(one: Finding, language: str) -> str:
    return f" ({say(language, 'web.findings.more', count=one.more)})" if one.more else ""
