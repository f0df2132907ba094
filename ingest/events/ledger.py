"""What was found in a file of item events: everything counted, the first of it listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.domain.findings import Finding, Severity
from app.domain.findings_events import CATALOGUE_EVENTS


class Fault(Exception):  # noqa: N818 - it never leaves the reading of one row
    """Why one row is set aside. `column` is the name in the file."""

    def __init__(self, code: str, column: str | None = None, value: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code, self.column, self.value, self.params = code, column, value, params


class Ledger:
    """Counts findings by code and lists at most `most` of them, and always the first of each code and column."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._listed: list[Finding] = []
        self._first: dict[tuple[str, str | None], int] = {}
        self._unlisted: Counter[tuple[str, str | None]] = Counter()
        self.set_aside: Counter[str] = Counter()
        self.warned: Counter[str] = Counter()
        self.refused = False

    def add(self, fault: Fault, line: int | None = None, record: int | None = None, rows: int = 1) -> None:
        """Note the fault; `rows` says how many rows it sets aside or warns about."""
        severity, scope = CATALOGUE_EVENTS[fault.code]
        if severity is Severity.REFUSED:
            self.refused = True
        else:
            (self.set_aside if severity is Severity.ERROR else self.warned)[fault.code] += rows
        key = (fault.code, fault.column)
        if key in self._first and len(self._listed) >= self._most:
            self._unlisted[key] += rows
            return
        self._first.setdefault(key, len(self._listed))
        self._unlisted[key] += rows - 1
        self._listed.append(
            Finding(fault.code, severity, scope, line, record, fault.column, None, fault.value, params=fault.params)
        )

    def findings(self) -> tuple[Finding, ...]:
        """The listed findings, in the order of the file; the first of a kind counts those not listed."""
        listed = list(self._listed)
        for key, count in self._unlisted.items():
            listed[self._first[key]] = replace(listed[self._first[key]], more=count)
        return tuple(listed)
