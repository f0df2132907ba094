"""How a rule is said before it has met a file: its sentence with its blanks open."""

from __future__ import annotations

import re

from app.locale import say

BLANK = "…"


def rule_words(code: str, language: str) -> tuple[str, str]:
    """What the rule says is wrong, and what to write instead."""
    message, hint = (say(language, key) for key in (f"finding.{code}", f"finding.{code}.hint"))
    return _open(message), _open(hint)


def _open(text: str) -> str:
    return re.sub(r"%\(\w+\)s", BLANK, text).replace("%%", "%")
