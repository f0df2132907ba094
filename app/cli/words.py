"""How the command line says things: errors as one sentence, findings as lines a person can follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.findings import Finding


def sentence(error: Exception, language: str = "en") -> str | None:
    """The sentence for an error that a person can act on; None for a fault of ours, which keeps its trace."""
    from app.domain.errors import HouseError

    if isinstance(error, HouseError):
        from app.locale import has, say

        key = f"error.{error.code}"
        if not has(language, key):
            key = error.code
        if not has(language, key):
            return f"{error.code} {error.params}" if error.params else error.code
        return say(language, key, **error.params)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, ValueError) and str(error).startswith(("BARID_", "DATABASE_URL")):
        return str(error)
    if type(error).__name__ == "OutOfStep":
        return "the database is not at this version's tables; run `barid migrate`"
    return None


def as_json(finding: Finding, language: str) -> dict[str, Any]:
    """One finding in the shape that scripts read (docs/operators.md)."""
    from app.locale.finding_words import finding_words, shown

    message, hint = finding_words(finding, language)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "scope": finding.scope.value,
        "sheet": finding.sheet,
        "line": finding.line,
        "record": finding.record,
        "column": finding.column,
        "column_no": finding.column_no,
        "value": finding.value,
        "value_shown": None if finding.value is None else shown(finding.value),
        "params": finding.params,
        "message": message,
        "hint": hint,
        "more": finding.more,
    }


def as_lines(findings: Iterable[Finding], language: str) -> list[str]:
    """The findings for a person: grouped by severity, most severe first, each with its place."""
    from app.locale import say, say_count
    from app.locale.finding_words import finding_words, isolated

    order = ("refused", "error", "warning", "normalised")
    lines: list[str] = []
    grouped: dict[str, list[Finding]] = {severity: [] for severity in order}
    for finding in findings:
        grouped[finding.severity.value].append(finding)
    for severity in order:
        found = grouped[severity]
        if not found:
            continue
        count = sum(1 + finding.more for finding in found)
        lines += ["", say_count(language, f"cli.check.{severity}", count)]
        for finding in found:
            message, hint = finding_words(finding, language)
            place = say(language, "cli.check.line", line=finding.line) if finding.line is not None else ""
            column = isolated(finding.column, language) if finding.column else ""
            file = isolated(finding.file, language) if finding.file else ""
            where = ", ".join(part for part in (file, place, column) if part)
            lines.append(f"  {where}: {message}" if where else f"  {message}")
            if hint:
                lines.append(f"      {hint}")
            if finding.more:
                lines.append("      " + say_count(language, "cli.check.more", finding.more))
    return lines
