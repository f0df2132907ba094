"""Faults of rows and files, before they are findings: one, or all of one kind in a block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.findings import Finding
from app.domain.findings_events import CATALOGUE_EVENTS
from ingest.events.texts import Numbers


class Fault(Exception):  # noqa: N818 - it never leaves the reading of one file
    """Why a row is set aside or a file refused. `column` is the name in the file."""

    def __init__(self, code: str, column: str | None = None, value: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code, self.column, self.value, self.params = code, column, value, params


@dataclass(frozen=True)
class Faults:
    """All faults of one kind in a block, by line: where, the cells as they stood, figures for the sentence."""

    code: str
    column: str | None
    lines: Numbers
    records: Numbers
    values: Sequence[str | None]
    params: Sequence[dict[str, object]] | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def findings(self, file: str | None) -> Iterator[Finding]:
        """One after another; `file` names the file where there are several."""
        severity, scope = CATALOGUE_EVENTS[self.code]
        params: Iterable[dict[str, object]] = self.params or ({} for _ in self.values)
        places = zip(self.lines.tolist(), self.records.tolist(), self.values, params, strict=False)
        for line, record, value, figures in places:
            yield Finding(self.code, severity, scope, line, record, self.column, None, value, params=figures, file=file)
