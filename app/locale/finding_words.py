"""How a finding is said: its sentence, a near word where there is one, and what to write instead."""

from __future__ import annotations

from app.domain.findings import Finding
from app.locale import has, say

_SHOWN = 64  # characters of a value
_OPEN, _CLOSE = "\u2068", "\u2069"  # first-strong isolate: a Latin value stays whole in an Arabic sentence


def finding_words(finding: Finding, language: str) -> tuple[str, str]:
    """What is wrong, and what to write instead; the code alone where it cannot be said."""
    params: dict[str, object] = {name: _told(value, language) for name, value in finding.params.items()}
    params.setdefault("value", isolated(shown(finding.value or ""), language))
    params.setdefault("column", isolated(finding.column or "", language))
    params.setdefault("line", finding.line if finding.line is not None else "")
    key = f"finding.{finding.code}"
    try:
        message = say(language, key, **params)
    except KeyError:  # no such sentence, or a finding kept from before its sentence told more
        message = finding.code
    near = finding.params.get("meant") or finding.params.get("nearest")
    if near:
        message += " " + say(language, "finding.near", near=shown(str(near)))
    hint = say(language, f"{key}.hint", **params) if has(language, f"{key}.hint") else ""
    return message, hint


def _told(value: object, language: str) -> str:
    if isinstance(value, list | tuple):
        return " / ".join(isolated(shown(str(part)), language) for part in value)
    if isinstance(value, str) and value.startswith("unit.") and has(language, value):
        return say(language, value)
    return isolated(shown(str(value)), language)


def shown(value: str, most: int = _SHOWN) -> str:
    """A received value as it may be shown: short, with controls and direction marks made visible."""
    visible = "".join(
        c if c.isprintable() and c not in "\u2066\u2067\u2068\u2069" else f"<U+{ord(c):04X}>" for c in value
    )
    return visible if len(visible) <= most else visible[: most - 1] + "…"


def isolated(text: str, language: str) -> str:
    """The text, kept from turning the words around it in Arabic."""
    return f"{_OPEN}{text}{_CLOSE}" if language == "ar" and text else text
