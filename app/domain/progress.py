"""How far a check is: which step is under way, how many rows are done, and the share of the step where it is known."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = ("reading", "rules", "keeping", "history", "effect")
"""In their order: the file's rows, the rules, the rows into the database, own history, what the file would change."""


@dataclass(frozen=True)
class Progress:
    """`rows`: so many are done, 0 where nobody counts them. `percent`: of this step alone, None where nobody knows."""

    step: str
    rows: int = 0
    percent: int | None = None

    def to_text(self) -> str:
        """The line that a process leaves for another."""
        return f"{self.step} {self.rows} {'-' if self.percent is None else self.percent}"


def progress_of_text(text: str) -> Progress | None:
    """What the line says; None for anything that is no such line, since it only ever informs."""
    parts = text.split()
    if len(parts) != 3 or parts[0] not in STEPS or not parts[1].isdecimal():
        return None
    if parts[2] != "-" and not parts[2].isdecimal():
        return None
    return Progress(parts[0], int(parts[1]), None if parts[2] == "-" else min(int(parts[2]), 100))
