"""Gathers findings: counts all, lists the first of each code and column, so that a wholly wrong file stays small."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from app.domain.findings import CATALOGUE, Finding, Severity
from app.domain.rules import in_force


class Gathered:
    """Findings of one file. Within a code and column they must come in the order of lines.

    `today`: the day by which a young rule only warns, or is silent.
    """

    def __init__(self, sheet: str | None = None, most_listed: int = 20, today: date | None = None) -> None:
        self.sheet = sheet
        self.today = today
        self.most_listed = most_listed
        self.counts: Counter[str] = Counter()
        self._groups: dict[tuple[str, str | None], list[Finding]] = {}
        self._sizes: Counter[tuple[str, str | None]] = Counter()

    def add(
        self,
        code: str,
        line: int | None = None,
        *,
        record: int | None = None,
        column: str | None = None,
        column_no: int | None = None,
        value: str | None = None,
        **params: object,
    ) -> None:
        """Count a finding, and list it while its code and column have few."""
        severity = self._severity(code)
        if severity is None:
            return
        self.counts[code] += 1
        key = (code, column)
        self._sizes[key] += 1
        group = self._groups.setdefault(key, [])
        if len(group) < self.most_listed:
            scope = CATALOGUE[code][1]
            shown = None if value is None else value[:200]
            group.append(
                Finding(code, severity, scope, line, record, column, column_no, shown, self.sheet, dict(params))
            )

    def _severity(self, code: str) -> Severity | None:
        """What the rule does today; None before it begins. Without a day every rule is in full force."""
        severity = CATALOGUE[code][0]
        return severity if self.today is None else in_force(code, severity, self.today)

    def full(self, code: str, column: str | None) -> bool:
        return len(self._groups.get((code, column), ())) >= self.most_listed

    def count_more(self, code: str, column: str | None, number: int) -> None:
        """Count findings of a group that is full already."""
        if not number or self._severity(code) is None:
            return
        self.counts[code] += number
        self._sizes[code, column] += number

    @property
    def stopped(self) -> bool:
        """Whether anything found so far keeps the file from being taken."""
        return any(self._severity(code) in {Severity.ERROR, Severity.REFUSED} for code in self.counts)

    def listed(self, at_most: int) -> tuple[Finding, ...]:
        """Findings by place; the last of a group that was cut tells how many more there are."""
        found: list[Finding] = []
        for key, group in self._groups.items():
            more = self._sizes[key] - len(group)
            found += group[:-1] + [replace(group[-1], more=more)]
        order = {severity: rank for rank, severity in enumerate(Severity)}
        found.sort(key=lambda f: (f.line if f.line is not None else -1, f.column_no or 0, order[f.severity], f.code))
        if len(found) > at_most:
            errors_first = sorted(found, key=lambda f: order[f.severity])[:at_most]
            kept = set(map(id, errors_first))
            found = [f for f in found if id(f) in kept]
        return tuple(found)
