"""A file of item events into the store, in a limited process of its own.

`python -m ingest.events.store.put_child FOLDER` reads `job.json` in the folder and writes `answer.json`.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from ingest import messages
from ingest.child import Bounds, answer_in, ask, job_in
from ingest.events import write_scans
from ingest.events.ledger import Ledger
from ingest.events.store.opening import open_store
from ingest.limits import Limits
from ingest.profiles import load


def put_in_child(
    path: Path,
    profile: str,
    *,
    submission: str,
    received: date,
    store: str | Path,
    cache: Path,
    folder: Path,
    limits: Limits,
) -> str | None:
    """Puts the good rows of the file at `path` as the scans of the submission; None, or why that could not be done.

    `folder` holds the scans meanwhile, whatever becomes of the child. The store is whole either way.
    """
    with tempfile.TemporaryDirectory(prefix="events-", dir=folder) as name:
        inside = Path(name).resolve()
        job = {
            "path": str(Path(path).resolve()),
            "profile": profile,
            "submission": submission,
            "received": received.isoformat(),
            "store": str(store),
            "cache": str(cache.resolve()),
            "limits": messages.limits_to_json(limits),
        }
        return ask("ingest.events.store.put_child", inside, job, Bounds.of_events(limits))[1]


def main(folder: Path) -> None:
    """The child's side."""
    job = job_in(folder)
    limits = messages.limits_from_json(job["limits"])
    ledger, scans = Ledger(limits.max_findings), folder / "scans.parquet"
    write_scans([Path(job["path"])], load(job["profile"]), ledger, scans, None, named=False)
    store = open_store(job["store"], Path(job["cache"]))
    answer_in(folder, store.put(job["submission"], scans, date.fromisoformat(job["received"])).generation)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
