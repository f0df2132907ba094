"""The rules as they are published: since when each holds, and from when it may block.

A new rule warns for at least one quarter before it blocks, so that nobody's file is refused by a rule that nobody has
met. What it does on a day follows from this table and the day alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.findings import CATALOGUE, Scope, Severity
from app.domain.findings_events import CATALOGUE_EVENTS
from app.domain.findings_history import CATALOGUE_HISTORY
from app.domain.periods import Quarter

FIRST_RULESET = "2026.1"


@dataclass(frozen=True)
class Start:
    """How a rule came: with which ruleset, from which quarter it warns, and from which it blocks (None: never).

    ValueError where it would block without a quarter of warning.
    """

    ruleset: str
    warns_from: Quarter
    blocks_from: Quarter | None = None

    def __post_init__(self) -> None:
        if self.blocks_from is not None and self.blocks_from <= self.warns_from:
            raise ValueError(f"blocks from {self.blocks_from} without a quarter of warning")


STARTS: dict[str, Start] = dict.fromkeys(CATALOGUE_HISTORY, Start("2026.2", Quarter(2026, 4)))
"""The rules that are younger than the first ruleset."""


@dataclass(frozen=True)
class Rule:
    """One rule as published. `now`: what it does on the day asked for, None before it begins."""

    code: str
    severity: Severity
    scope: Scope
    ruleset: str
    start: Start | None
    now: Severity | None


def in_force(code: str, severity: Severity, today: date) -> Severity | None:
    """What a rule of this severity does on a day: nothing before it begins, a warning until it blocks."""
    start = STARTS.get(code)
    if start is None:
        return severity
    quarter = Quarter.of(today)
    if quarter < start.warns_from:
        return None
    blocks = severity in (Severity.ERROR, Severity.REFUSED)
    young = start.blocks_from is None or quarter < start.blocks_from
    return Severity.WARNING if blocks and young else severity


def rules(today: date) -> tuple[Rule, ...]:
    """Every rule, by what it does at its worst and then by code."""
    order = {severity: rank for rank, severity in enumerate(Severity)}
    known = {**CATALOGUE, **CATALOGUE_HISTORY, **CATALOGUE_EVENTS}
    return tuple(
        Rule(code, severity, scope, start.ruleset if start else FIRST_RULESET, start, in_force(code, severity, today))
        for code, (severity, scope) in sorted(known.items(), key=lambda one: (order[one[1][0]], one[0]))
        for start in (STARTS.get(code),)
    )
