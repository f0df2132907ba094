"""What goes between the parent and the limited child: JSON for words, Arrow for values, never code."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from app.domain.findings import Finding, Scope, Severity
from app.domain.periods import Cycle, Quarter
from ingest.checking import Checked
from ingest.limits import Limits
from ingest.situation import Situation


def situation_to_json(situation: Situation) -> dict[str, Any]:
    cycle = situation.cycle
    return {
        "member": situation.member,
        "members": sorted(situation.members),
        "partners": sorted(situation.partners),
        "cycle": [cycle.code, str(cycle.first), str(cycle.last), cycle.deadline_months, cycle.grace_days],
        "today": situation.today.isoformat(),
        "aliases": dict(situation.aliases),
    }


def situation_from_json(given: dict[str, Any]) -> Situation:
    code, first, last, deadline, grace = given["cycle"]
    return Situation(
        member=given["member"],
        members=frozenset(given["members"]),
        partners=frozenset(given["partners"]),
        cycle=Cycle(code, Quarter.parse(first), Quarter.parse(last), deadline, grace),
        today=date.fromisoformat(given["today"]),
        aliases=given["aliases"],
    )


def limits_to_json(limits: Limits) -> dict[str, Any]:
    return asdict(limits)


def limits_from_json(given: dict[str, Any]) -> Limits:
    return Limits(**given)


def checked_to_json(checked: Checked) -> dict[str, Any]:
    """All but the table, which travels as Arrow."""
    return {
        "dataset": checked.dataset,
        "outcome": checked.outcome,
        "rows": checked.rows,
        "findings": [asdict(finding) for finding in checked.findings],
        "counts": checked.counts,
        "ruleset": checked.ruleset,
    }


def findings_from_json(given: list[dict[str, Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(**{**one, "severity": Severity(one["severity"]), "scope": Scope(one["scope"])}) for one in given
    )


def checked_from_json(given: dict[str, Any], table: Any) -> Checked:
    return Checked(
        dataset=given["dataset"],
        outcome=given["outcome"],
        rows=given["rows"],
        findings=findings_from_json(given["findings"]),
        table=table,
        counts=given["counts"],
        ruleset=given["ruleset"],
    )
