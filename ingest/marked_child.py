"""Received files opened once more in a process of its own, with limits: to mark them, or to name their records.

`python -m ingest.marked_child FOLDER` reads `job.json` in the folder and writes `answer.json`, and `marked.xlsx` when
the file was to be marked.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest import messages
from ingest.child import Bounds, answer_in, ask, job_in
from ingest.grids import NO_ALIASES
from ingest.limits import Limits
from ingest.marking import Marking, Note, mark
from ingest.record_keys import record_keys

_TIMES = 2
"""A workbook with styles takes more time and memory to write than the same one to read."""


def mark_in_child(
    path: Path,
    dataset: str,
    marking: Marking,
    limits: Limits,
    encoding: str | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> tuple[bytes, str]:
    """The marked workbook; or nothing, and why: `big`, `damaged`, or how the child was stopped."""
    with tempfile.TemporaryDirectory(prefix="barid-mark-") as name:
        more = {"marking": asdict(marking), "encoding": encoding, "aliases": dict(aliases)}
        answer, stopped = _ask(Path(name), path, dataset, limits, more)
        reason = stopped or answer["reason"]
        return (b"", reason) if reason else ((Path(name) / "marked.xlsx").read_bytes(), "")


def keys_in_child(
    path: Path,
    dataset: str,
    lines: Collection[int],
    limits: Limits,
    sheet: str | None = None,
    encoding: str | None = None,
    aliases: Mapping[str, str] = NO_ALIASES,
) -> dict[int, dict[str, str]]:
    """As `record_keys`; nothing where the child is stopped."""
    with tempfile.TemporaryDirectory(prefix="barid-keys-") as name:
        more = {"lines": sorted(lines), "encoding": encoding, "aliases": dict(aliases)}
        answer, stopped = _ask(Path(name), path, dataset, limits, more)
        return {} if stopped else {int(line): key for line, key in answer["keys"].items()}


def _ask(folder: Path, path: Path, dataset: str, limits: Limits, more: dict[str, Any]) -> tuple[Any, str | None]:
    job = {"path": str(path.resolve()), "dataset": dataset, "limits": messages.limits_to_json(limits), **more}
    return ask("ingest.marked_child", folder, job, Bounds.of(limits, _TIMES))


def main(folder: Path) -> None:
    """The child's side."""
    job = job_in(folder)
    path, dataset, limits = Path(job["path"]), job["dataset"], messages.limits_from_json(job["limits"])
    answer: dict[str, Any]
    read = (job["encoding"], job["aliases"])
    if "marking" in job:
        answer = {"reason": mark(path, dataset, _marking(job["marking"]), limits, folder / "marked.xlsx", *read)}
    else:
        answer = {"keys": record_keys(path, dataset, frozenset(job["lines"]), limits, *read)}
    answer_in(folder, answer)


def _marking(given: dict[str, Any]) -> Marking:
    notes = tuple(Note(**note) for note in given["notes"])
    rows = tuple(tuple(row) for row in given["rows"])
    return Marking(**{**given, "notes": notes, "head": tuple(given["head"]), "rows": rows})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
