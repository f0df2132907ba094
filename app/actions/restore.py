"""Bring a backup back, into a database of either engine where nobody has done anything yet."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Table

from app.actions.backup import FORMAT
from app.actions.house import House
from app.actions.install_handbook import INSTALLED
from app.domain.errors import BadRequest, Conflict
from app.storage import archive, audit, db, files
from app.storage.tables import submission


def restore(house: House, *, source: Path) -> None:
    """All of it or nothing. BadRequest for a damaged archive or one of another revision, Conflict where there are data.

    A database that was only migrated holds the handbook's members and a log of its own; those of the archive take
    their place. Every hash is compared before a row is written, and the chain of the audit log afterwards.
    """
    with tarfile.open(source) as tar:
        manifest = _manifest(tar)
        for digest in manifest["files"]:
            kept, _ = files.keep(house.data, _member(tar, f"files/{digest}"))
            if kept != digest:
                raise BadRequest("bad_request.archive")
        with house.sessions.begin() as session:
            audit.lock(session)
            if not archive.is_empty(session):
                if not archive.holds_only(session, INSTALLED):
                    raise Conflict("conflict.not_empty")
                archive.make_anew(session)
            for table in archive.order():
                expected = manifest["tables"][table.name]
                if archive.load(session, table, _rows(tar, table)) != expected["rows"]:
                    raise BadRequest("bad_request.archive")
            archive.close(session, _rows(tar, submission))
            archive.reset_counters(session)
            if audit.problems(session) or audit.head(session)[1] != manifest["audit"]["hash"]:
                raise BadRequest("bad_request.archive")


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    manifest = json.loads(_member(tar, "manifest.json").read())
    if manifest["format"] != FORMAT or manifest["revision"] != db.code_revision():
        raise BadRequest("bad_request.archive")
    for name, expected in manifest["tables"].items():
        digest, content = sha256(), _member(tar, f"tables/{name}.ndjson")
        while piece := content.read(1 << 20):
            digest.update(piece)
        if digest.hexdigest() != expected["sha256"]:
            raise BadRequest("bad_request.archive")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise BadRequest("bad_request.archive")
    return found


def _rows(tar: tarfile.TarFile, table: Table) -> Iterator[str]:
    yield from io.TextIOWrapper(_member(tar, f"tables/{table.name}.ndjson"), encoding="utf-8")
