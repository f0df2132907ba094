"""Write everything into one file that either engine can be restored from."""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.house import House
from app.storage import archive, audit, db, files
from app.storage.tables import report, submission

FORMAT = 1


def backup(house: House, *, to: Path, now: datetime) -> None:
    """One tar: a manifest with all hashes, each table as lines of JSON from one snapshot, and every file it names.

    The name appears only when the whole is on the disk.
    """
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix="backup-") as inside:
        folder = Path(inside)
        with house.sessions() as session:
            tables = {table.name: _table(session, table.name, folder) for table in archive.order()}
            named = kept_files(session)
            seq, head = audit.head(session)
        manifest = {
            "format": FORMAT, "made_at": now.isoformat(), "revision": db.code_revision(), "tables": tables,
            "files": named, "audit": {"seq": seq, "hash": head},
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True), encoding="utf-8")
        whole = folder / "whole.tar"
        with tarfile.open(whole, "w") as tar:
            tar.add(folder / "manifest.json", "manifest.json")
            for name in tables:
                tar.add(folder / name, f"tables/{name}.ndjson")
            for digest in named:
                tar.add(files.path(house.data, digest), f"files/{digest}")
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(whole, to)


def _table(session: Session, name: str, folder: Path) -> dict[str, object]:
    table = next(table for table in archive.order() if table.name == name)
    digest, rows = sha256(), 0
    with (folder / name).open("w", encoding="utf-8", newline="\n") as target:
        for line in archive.lines(session, table):
            target.write(line + "\n")
            digest.update(line.encode() + b"\n")
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def kept_files(session: Session) -> list[str]:
    """The hashes of every received file and issued report that the database names."""
    kept = set(session.scalars(select(submission.c.file_sha256))) | set(session.scalars(select(report.c.sha256)))
    return sorted(kept)
