"""How a cause is said: one sentence for all places where the same is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.findings import Finding
from app.locale.finding_words import finding_words

DIFFERS = "…"
_NEAR = ("meant", "nearest")


def cause_words(findings: Sequence[Finding], language: str) -> tuple[str, str]:
    """The sentence and the hint that hold for every one of the findings, which share their code.

    What differs from place to place is an ellipsis; a near word is said only where it is the same for all.
    """
    first = findings[0]
    params = {
        name: value if all(one.params.get(name) == value for one in findings) else DIFFERS
        for name, value in first.params.items()
    }
    params = {name: value for name, value in params.items() if name not in _NEAR or value != DIFFERS}
    value = first.value if len({one.value for one in findings}) == 1 else DIFFERS
    column = first.column if len({one.column for one in findings}) == 1 else DIFFERS
    if len(findings) > 1:
        params.setdefault("line", DIFFERS)
    return finding_words(replace(first, params=params, value=value, column=column), language)
