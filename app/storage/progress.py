"""Where the progress of checks lies, and what it says: small files of the data folder that nothing depends on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.progress import Progress, progress_of_text


@contextmanager
def lying(data: Path, submission: str) -> Iterator[Path | None]:
    """The file for one check, gone when it is over; None where the folder cannot be made."""
    file = _file(data, submission)
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        for left in (file, file.with_suffix(".new")):
            left.unlink(missing_ok=True)


def read(data: Path, submission: str) -> Progress | None:
    """How far the check is; None before its first step, after its last and for one that nobody runs."""
    try:
        return progress_of_text(_file(data, submission).read_text("ascii", errors="replace")[:100])
    except OSError:
        return None


def _file(data: Path, submission: str) -> Path:
    return data / "progress" / f"{submission}.txt"
