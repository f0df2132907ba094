"""Received files and issued reports, kept by their hash in the data folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from app.domain.errors import TooBig

_CHUNK = 1 << 20


def path(data: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 are kept."""
    return data / "files" / digest[:2] / digest


def keep(data: Path, source: IO[bytes], most_bytes: int | None = None) -> tuple[str, int]:
    """Write the bytes and make sure that they stay; their hash and size. TooBig leaves nothing behind.

    The order is that of a promise: bytes on the disk, then the name, then the folder; only then may others be told.
    """
    folder = data / "files"
    folder.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(prefix="partial-", dir=folder)
    try:
        digest, size = sha256(), 0
        with os.fdopen(handle, "wb") as target:
            for chunk in _chunks(source):
                size += len(chunk)
                if most_bytes is not None and size > most_bytes:
                    raise TooBig("too_big", limit=most_bytes)
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        final = path(data, digest.hexdigest())
        final.parent.mkdir(exist_ok=True)
        os.replace(partial, final)
        _sync_folder(final.parent)
        _sync_folder(folder)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
