"""Every finding of a run in one CSV, one a line: what the screen lists only the first of."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from app.domain.findings import Finding
from app.domain.safe_cells import safe

COLUMNS = ("file", "line", "record", "column", "code", "severity", "value")


class FindingsFile:
    """UTF-8 with the mark that spreadsheets look for; no cell of it can become a formula.

    `file` stands where one file was read and findings do not name theirs.
    """

    def __init__(self, path: Path, file: str) -> None:
        self._file = file
        self._out = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self._writer.writerow(COLUMNS)

    def add(self, findings: Iterator[Finding]) -> None:
        self._writer.writerows(
            [
                safe(one.file or self._file),
                one.line,
                one.record,
                safe(one.column),
                one.code,
                one.severity.value,
                safe(one.value),
            ]
            for one in findings
        )

    def __enter__(self) -> FindingsFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()
