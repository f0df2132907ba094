"""The same file on two days: an error of a young rule only warns before the quarter in which it blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain import rules
from app.domain.findings import Severity
from app.domain.periods import Quarter
from app.domain.rules import Start


@pytest.mark.parametrize("fast", [False, True])
def test_a_file_is_taken_with_a_warning_until_the_rule_blocks(monkeypatch, check, sheet, situation, fast):
    monkeypatch.setitem(rules.STARTS, "SEM_SELF_PARTNER", Start("2026.9", Quarter(2026, 4), Quarter(2027, 1)))
    content = sheet({"partner": "EG"})
    outcomes = []
    for today in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)):
        checked = check(content, given=replace(situation, today=today), fast=fast)
        outcomes.append((checked.outcome, [one.severity for one in checked.findings], checked.table is not None))
    assert outcomes == [
        ("taken", [], True),
        ("taken", [Severity.WARNING], True),
        ("taken", [Severity.WARNING], True),
        ("refused", [Severity.ERROR], False),
    ]


def test_findings_that_are_only_counted_begin_with_their_rule_too(monkeypatch, check, sheet, situation):
    monkeypatch.setitem(rules.STARTS, "SEM_CAPPED", Start("2026.9", Quarter(2026, 4)))
    rows = [
        {"month": f"{2026 + at // 12}-{at % 12 + 1:02}", "items_announced": "1", "items_arrived": "2"}
        for at in range(24)
    ]
    late = date(2028, 3, 1)
    counts = [
        check(sheet(*rows), given=replace(situation, today=today)).counts.get("SEM_CAPPED")
        for today in (late, date(2026, 9, 1))
    ]
    assert counts == [24, None]
