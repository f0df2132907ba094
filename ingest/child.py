"""A check in a process of its own, with limits: what brings it down brings down nothing else.

`python -m ingest.child FOLDER` reads `job.json` in the folder, writes `answer.json` and, when the file was taken,
`table.arrow`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest import messages
from ingest.checking import Checked, check_file
from ingest.gathering import Gathered
from ingest.limits import Limits
from ingest.situation import Situation
from ingest.telling import SILENT, Telling

_ROOT = Path(__file__).resolve().parents[1]
# Each thread would otherwise reserve an arena of its own, which counts against the address space.
_PLAIN = {"LANG": "C.UTF-8", "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}


def check_in_child(
    path: Path,
    dataset: str,
    situation: Situation,
    limits: Limits | None = None,
    *,
    encoding: str | None = None,
    telling: Telling = SILENT,
) -> Checked:
    """As `check_file`, in a limited child. A child that is stopped or falls leaves a REFUSED finding, no exception."""
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="barid-check-") as name:
        folder = Path(name)
        job = {
            "path": str(Path(path).resolve()),
            "dataset": dataset,
            "situation": messages.situation_to_json(situation),
            "limits": messages.limits_to_json(limits),
            "encoding": encoding,
            "progress": str(telling.file.resolve()) if telling.file else None,
        }
        answer, reason = ask("ingest.child", folder, job, Bounds.of(limits))
        if reason:
            return _stopped(dataset, reason)
        return messages.checked_from_json(answer, _table(folder / "table.arrow"))


@dataclass(frozen=True)
class Bounds:
    """What one child may use: seconds of all its processors together, seconds by the clock, bytes of address space."""

    cpu_seconds: int
    wall_seconds: int
    memory_bytes: int

    @classmethod
    def of(cls, limits: Limits, times: int = 1) -> Bounds:
        """Those of a check, or so many times as much."""
        return cls(times * limits.cpu_seconds, times * limits.wall_seconds, times * limits.memory_bytes)

    @classmethod
    def of_events(cls, limits: Limits) -> Bounds:
        """Those of a file of item events, which may be large."""
        return cls(limits.events_cpu_seconds, limits.events_wall_seconds, limits.events_memory_bytes)


def ask(module: str, folder: Path, job: Mapping[str, object], bounds: Bounds) -> tuple[Any, str | None]:
    """What `python -m module folder` answers to the job, or None and why there is no answer."""
    (folder / "job.json").write_text(json.dumps(job), encoding="ascii")
    reason = run_limited(module, folder, bounds)
    answer = folder / "answer.json"
    if reason or not answer.exists():
        return None, reason or "no answer"
    return json.loads(answer.read_text("ascii")), None


def job_in(folder: Path) -> dict[str, Any]:
    """The child's side: what is asked."""
    job: dict[str, Any] = json.loads((folder / "job.json").read_text("ascii"))
    return job


def answer_in(folder: Path, answer: object) -> None:
    """The child's side: the answer."""
    (folder / "answer.json").write_text(json.dumps(answer), encoding="ascii")


def run_limited(module: str, folder: Path, bounds: Bounds) -> str | None:
    """Run `python -m module folder` within the bounds; the reason when it did not end well."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, str(folder)],
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "TMPDIR": str(folder), "HOME": str(folder), **_PLAIN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=bounds.wall_seconds,
            preexec_fn=limiter(bounds),  # noqa: PLW1509
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "time"
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    return f"exit {done.returncode}" if done.returncode else None


def limiter(bounds: Bounds) -> Callable[[], None]:
    """What a child does before it begins: it bounds itself, and leaves no image of its memory when it falls."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_seconds, bounds.cpu_seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, bounds.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return limit


def _table(path: Path) -> object:
    if not path.exists():
        return None
    import pyarrow.ipc

    with path.open("rb") as source:
        return pyarrow.ipc.open_file(source.read()).read_all()


def _stopped(dataset: str, reason: str) -> Checked:
    found = Gathered()
    found.add("FIL_CHILD_STOPPED", reason=reason)
    return Checked(dataset, "refused", 0, found.listed(1), None, dict(found.counts))


def main(folder: Path) -> None:
    """The child's side."""
    job = job_in(folder)
    checked = check_file(
        Path(job["path"]),
        job["dataset"],
        messages.situation_from_json(job["situation"]),
        messages.limits_from_json(job["limits"]),
        encoding=job["encoding"],
        telling=Telling(Path(job["progress"])) if job["progress"] else SILENT,
    )
    if checked.table is not None:
        import pyarrow.ipc

        with pyarrow.ipc.new_file(folder / "table.arrow", checked.table.schema) as sink:
            sink.write_table(checked.table)
    answer_in(folder, messages.checked_to_json(replace(checked, table=None)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
