"""Item events derived in a process of its own, with limits: what brings it down brings down nothing else.

`python -m ingest.events_child FOLDER` reads `job.json` in the folder, writes `answer.json`, `measures.arrow` and
`quarters.arrow`.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from ingest import messages
from ingest.child import Bounds, answer_in, ask, job_in
from ingest.events import MEASURES_SCHEMA, REFUSED, Derived, derive
from ingest.events.ledger import Fault, Ledger
from ingest.events.quarters import QUARTERS_SCHEMA
from ingest.limits import Limits
from ingest.profiles import load

_TABLES = ("measures", "quarters")


def derive_in_child(
    path: Path, profile: str, *, member: str | None, folder: Path, limits: Limits, now: datetime | None = None
) -> Derived:
    """As `derive` with the shipped profile of that name, in a limited child.

    `folder` holds the scans meanwhile, whatever becomes of the child. One that is stopped or falls leaves a REFUSED
    finding, no exception.
    """
    with tempfile.TemporaryDirectory(prefix="events-", dir=folder) as name:
        inside = Path(name).resolve()
        job = {
            "path": str(Path(path).resolve()),
            "profile": profile,
            "member": member,
            "now": now.isoformat() if now else None,
            "limits": messages.limits_to_json(limits),
        }
        answer, reason = ask("ingest.events_child", inside, job, Bounds.of_events(limits))
        if reason:
            return _stopped(reason)
        measures, quarters = (_table(inside / f"{name}.arrow") for name in _TABLES)
        return derived_from_json(answer, measures, quarters)


def _table(path: Path) -> pa.Table:
    with path.open("rb") as source:
        return pyarrow.ipc.open_file(source.read()).read_all()


def derived_to_json(derived: Derived) -> dict[str, Any]:
    """All but the tables, which travel as Arrow."""
    plain = {field.name: getattr(derived, field.name) for field in fields(derived) if field.name not in _TABLES}
    return {**plain, "findings": [asdict(finding) for finding in derived.findings]}


def derived_from_json(given: dict[str, Any], measures: pa.Table, quarters: pa.Table) -> Derived:
    findings = messages.findings_from_json(given["findings"])
    return Derived(**{**given, "findings": findings, "measures": measures, "quarters": quarters})


def _stopped(reason: str) -> Derived:
    ledger = Ledger(1)
    ledger.add(Fault("EVT_STOPPED", reason=reason))
    nothing = (MEASURES_SCHEMA.empty_table(), QUARTERS_SCHEMA.empty_table())
    return Derived(0, 0, {}, 0, REFUSED, ledger.findings(), *nothing)


def main(folder: Path) -> None:
    """The child's side. The engine may hold half of the memory; the rest is for reading and for its threads."""
    job = job_in(folder)
    limits = messages.limits_from_json(job["limits"])
    derived = derive(
        Path(job["path"]),
        load(job["profile"]),
        member=job["member"],
        folder=folder,
        limits=limits,
        memory=limits.events_memory_bytes // 2,
        now=datetime.fromisoformat(job["now"]) if job["now"] else None,
    )
    for name in _TABLES:
        table: pa.Table = getattr(derived, name)
        with pyarrow.ipc.new_file(folder / f"{name}.arrow", table.schema) as sink:
            sink.write_table(table)
    answer_in(folder, derived_to_json(derived))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
