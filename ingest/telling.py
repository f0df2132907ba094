"""Telling a page how far a check is, through a small file, from whichever process is at work."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from app.domain.progress import Progress

EVERY = 5_000
"""Rows between two tellings of a step that goes row by row."""


@dataclass(frozen=True)
class Telling:
    """Writes each step over the last one; without a file it says nothing. Never a reason for a check to fail."""

    file: Path | None = None

    def at(self, step: str, rows: int = 0, percent: int | None = None) -> None:
        """The step of `STEPS` that is under way."""
        if self.file is None:
            return
        beside = self.file.with_suffix(".new")
        try:
            beside.write_text(Progress(step, rows, percent).to_text(), encoding="ascii")
            os.replace(beside, self.file)
        except OSError:
            return  # a full disk ends no check for want of a line that only informs


SILENT = Telling()
