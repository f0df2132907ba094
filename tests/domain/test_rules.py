"""The published rules: complete, dated, and none blocks before it has warned for a quarter."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain import rules as declared
from app.domain.findings import CATALOGUE, Severity
from app.domain.findings_events import CATALOGUE_EVENTS
from app.domain.findings_history import CATALOGUE_HISTORY
from app.domain.periods import Quarter
from app.domain.rules import STARTS, Start, in_force, rules

YOUNG = Start("2027.1", Quarter(2027, 1), Quarter(2027, 2))


def test_every_code_is_a_rule_and_the_young_ones_are_known():
    listed = [rule.code for rule in rules(date(2026, 11, 24))]
    assert sorted(listed) == sorted({*CATALOGUE, *CATALOGUE_HISTORY, *CATALOGUE_EVENTS})
    assert len(listed) == len(set(listed))
    assert set(STARTS) <= set(listed)
    assert {rule.ruleset for rule in rules(date(2026, 11, 24))} == {"2026.1", "2026.2"}


def test_a_rule_that_would_block_at_once_cannot_be_declared():
    with pytest.raises(ValueError, match="without a quarter of warning"):
        Start("2027.1", Quarter(2027, 1), Quarter(2027, 1))


@pytest.mark.parametrize(
    ("day", "does"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), Severity.WARNING),
        (date(2027, 3, 31), Severity.WARNING),
        (date(2027, 4, 1), Severity.ERROR),
    ],
)
def test_a_young_rule_is_silent_then_warns_for_its_quarter_then_blocks(monkeypatch, day, does):
    monkeypatch.setitem(declared.STARTS, "TYP_NUMBER", YOUNG)
    assert in_force("TYP_NUMBER", Severity.ERROR, day) is does
    assert next(rule.now for rule in rules(day) if rule.code == "TYP_NUMBER") is does


def test_a_rule_without_a_day_to_block_warns_for_ever(monkeypatch):
    monkeypatch.setitem(declared.STARTS, "TYP_NUMBER", Start("2027.1", Quarter(2027, 1)))
    assert in_force("TYP_NUMBER", Severity.ERROR, date(2099, 1, 1)) is Severity.WARNING
    assert in_force("TYP_CASE", Severity.NORMALISED, date(2026, 1, 1)) is Severity.NORMALISED
    assert in_force("SEM_OUTLIER", Severity.WARNING, date(2026, 9, 30)) is None
    assert in_force("SEM_OUTLIER", Severity.WARNING, date(2026, 10, 1)) is Severity.WARNING
