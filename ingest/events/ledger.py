"""What was found in a file of item events: everything counted and passed on, the first of it listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice

from app.domain.findings import Finding, Severity
from app.domain.findings_events import CATALOGUE_EVENTS
from ingest.events.faults import Fault, Faults

__all__ = ("Fault", "Faults", "Ledger")


class Ledger:
    """Counts findings by code and lists at most `most` of them, and always the first of each code and column.

    `every` receives each of them, also those that are not listed. `file` is the name of the file being read, where
    there are several.
    """

    def __init__(self, most: int, every: Callable[[Iterator[Finding]], None] | None = None) -> None:
        self._most, self._every = most, every
        self._listed: list[Finding] = []
        self._first: dict[tuple[str, str | None], int] = {}
        self._unlisted: Counter[tuple[str, str | None]] = Counter()
        self.file: str | None = None
        self.set_aside: Counter[str] = Counter()
        self.warned: Counter[str] = Counter()
        self.refused = False

    def add(self, fault: Fault, line: int | None = None, record: int | None = None, rows: int = 1) -> None:
        """Note the fault; `rows` says how many rows it sets aside or warns about."""
        severity, _ = CATALOGUE_EVENTS[fault.code]
        if severity is Severity.REFUSED:
            self.refused = True
        else:
            (self.set_aside if severity is Severity.ERROR else self.warned)[fault.code] += rows
        self._list(_finding(fault, line, record, self.file), rows)
        if self._every:
            self._every(iter([_finding(fault, line, record, self.file)]))

    def add_all(self, faults: Sequence[Faults], aside: Mapping[str, int]) -> None:
        """Note the faults of one block, listed by line; `aside` says how many rows are set aside, by code."""
        self.set_aside.update(aside)
        for one in faults:
            if CATALOGUE_EVENTS[one.code][0] is Severity.WARNING:
                self.warned[one.code] += len(one)
        if self._every:
            self._every(_by_line([one.findings(self.file) for one in faults]))
        for finding in _by_line([islice(one.findings(self.file), self._most + 1) for one in faults]):
            self._list(finding, 1)
        for one in faults:
            if len(one) > self._most + 1:
                self._unlisted[one.code, one.column] += len(one) - self._most - 1

    def _list(self, finding: Finding, rows: int) -> None:
        key = (finding.code, finding.column)
        if key in self._first and len(self._listed) >= self._most:
            self._unlisted[key] += rows
            return
        self._first.setdefault(key, len(self._listed))
        self._unlisted[key] += rows - 1
        self._listed.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """The listed findings, in the order of the file; the first of a kind counts those not listed."""
        listed = list(self._listed)
        for key, count in self._unlisted.items():
            listed[self._first[key]] = replace(listed[self._first[key]], more=count)
        return tuple(listed)


def _by_line(findings: list[Iterator[Finding]]) -> Iterator[Finding]:
    return merge(*findings, key=lambda finding: finding.line or 0)


def _finding(fault: Fault, line: int | None, record: int | None, file: str | None) -> Finding:
    severity, scope = CATALOGUE_EVENTS[fault.code]
    return Finding(
        fault.code, severity, scope, line, record, fault.column, None, fault.value, params=fault.params, file=file
    )
