"""The first lines of somebody's file of item events, and how a profile reads them: in a process of its own, limited.

`python -m ingest.samples FOLDER` reads `job.json` in the folder and writes `answer.json`.
"""

from __future__ import annotations

import codecs
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.domain.findings import Finding
from ingest import messages
from ingest.checking import is_packed
from ingest.child import Bounds, answer_in, ask, job_in
from ingest.decoding import foreign_type
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile
from ingest.limits import Limits
from ingest.profile_making import read_toml

LINES = 6
"""The header and five rows."""
MOST_CHARS = 12_000
"""The sample goes to the page and back in a form, which may hold 64 KiB."""
_BYTES = 2**17
_BOUNDS = Bounds(cpu_seconds=20, wall_seconds=60, memory_bytes=1536 * 2**20)


@dataclass(frozen=True)
class SampleRow:
    """One row as we would read it; times in ISO form, the clock on the wall and UTC."""

    line: int
    item: str
    event: str
    local: str
    utc: str
    origin: str
    destination: str
    product: str


@dataclass(frozen=True)
class Reading:
    """What a profile makes of a sample."""

    rows: tuple[SampleRow, ...]
    findings: tuple[Finding, ...]


def sample_in_child(path: Path, folder: Path) -> str | None:
    """The first lines of the file as text without control characters; None for what is no text."""
    answer = _run({"path": str(path.resolve())}, folder)
    return None if answer is None else answer["text"]


def read_in_child(text: str, content: str, folder: Path) -> Reading | None:
    """How the profile (its TOML) reads the sample; None when the child was stopped."""
    answer = _run({"text": text, "profile": content}, folder)
    if answer is None:
        return None
    return Reading(tuple(SampleRow(**row) for row in answer["rows"]), messages.findings_from_json(answer["findings"]))


def _run(job: dict[str, str], folder: Path) -> Any:
    with tempfile.TemporaryDirectory(prefix="sample-", dir=folder) as name:
        inside = Path(name).resolve()
        return ask("ingest.samples", inside, job, _BOUNDS)[0]


def first_lines(path: Path) -> str | None:
    """As `sample_in_child`, in this process."""
    with path.open("rb") as source:
        start = source.read(_BYTES)
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not wide and (is_packed(start) or foreign_type(start[:512]) or b"\0" in start):
        return None
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)
    lines = [line for line in plain.split("\n") if line.strip()][:LINES]
    while len(lines) > 1 and sum(map(len, lines)) > MOST_CHARS:
        lines.pop()
    return "\n".join(lines)[:MOST_CHARS]


def read_sample(text: str, content: str, folder: Path) -> Reading:
    """As `read_in_child`, in this process."""
    path, profile, ledger = folder / "sample.csv", read_toml(content, "sample"), Ledger(Limits().max_findings)
    path.write_text(text, encoding="utf-8")
    tables = EventFile(path, profile, ledger).scans()
    rows = [_row(scan) for table in tables for scan in table.sort_by("line").to_pylist()]
    return Reading(tuple(rows), ledger.findings())


def _row(scan: dict[str, Any]) -> SampleRow:
    local, utc = (moment.isoformat(sep=" ") if moment else "" for moment in (scan["local"], scan["at"]))
    texts = (scan[name] or "" for name in ("origin", "destination", "product"))
    return SampleRow(scan["line"], scan["item"], scan["event"], local, utc, *texts)


def main(folder: Path) -> None:
    """The child's side."""
    job = job_in(folder)
    answer: dict[str, object]
    if "path" in job:
        answer = {"text": first_lines(Path(job["path"]))}
    else:
        answer = asdict(read_sample(job["text"], job["profile"], folder))
    answer_in(folder, answer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
