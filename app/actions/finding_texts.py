"""How a finding is named in the workbooks that we give out."""

from __future__ import annotations

from app.domain.findings import Finding
from app.locale import say


def place_of(one: Finding, language: str) -> str:
    """Line and column; the whole file where it is about no line."""
    line = say(language, "web.findings.line", line=one.line) if one.line else say(language, "web.findings.file")
    return f"{line} · {one.column}" if one.column else line


def kind_of(one: Finding, language: str) -> str:
    return say(language, f"web.severity.{one.severity.value}")
