"""How the command line says things: errors as one sentence, findings as lines a person can follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.domain.findings import Finding

_SHOWN = 64  # characters of a value
_OPEN, _CLOSE = "\u2068", "\u2069"  # first-strong isolate: a Latin value stays whole in an Arabic sentence


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


def finding_words(finding: Finding, language: str) -> tuple[str, str]:
    """What is wrong, and what to write instead, as one sentence each."""
    from app.locale import has, say

    params: dict[str, object] = {name: _told(value, language) for name, value in finding.params.items()}
    params.setdefault("value", isolated(shown(finding.value or ""), language))
    params.setdefault("column", isolated(finding.column or "", language))
    params.setdefault("line", finding.line if finding.line is not None else "")
    key = f"finding.{finding.code}"
    message = say(language, key, **params) if has(language, key) else finding.code
    hint = say(language, f"{key}.hint", **params) if has(language, f"{key}.hint") else ""
    return message, hint


def _told(value: object, language: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(isolated(str(part), language) for part in value)
    return isolated(str(value), language)


def shown(value: str) -> str:
    """A received value as it may be shown: short, with controls and direction marks made visible."""
    visible = "".join(
        c if c.isprintable() and c not in "\u2066\u2067\u2068\u2069" else f"<U+{ord(c):04X}>" for c in value
    )
    return visible if len(visible) <= _SHOWN else visible[: _SHOWN - 1] + "…"


def isolated(text: str, language: str) -> str:
    """The text, kept from turning the words around it in Arabic."""
    return f"{_OPEN}{text}{_CLOSE}" if language == "ar" and text else text


def as_json(finding: Finding, language: str) -> dict[str, Any]:
    """One finding in the shape that scripts read (docs/operators.md)."""
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
            where = ", ".join(part for part in (place, column) if part)
            lines.append(f"  {where}: {message}" if where else f"  {message}")
            if hint:
                lines.append(f"      {hint}")
            if finding.more:
                lines.append("      " + say_count(language, "cli.check.more", finding.more))
    return lines
