"""Reading the store: parts with their digests proved, and one generation that stays while it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ingest.events.store.compacting import single
from ingest.events.store.manifest import Manifest, Part
from ingest.events.store.partition import Partition
from ingest.events.store.place import Place
from ingest.events.store.rows import connect

MEMORY = 512 * 2**20
"""Bytes that the engine may hold before it uses the disk."""


class Damaged(Exception):
    """A part is not there, or its bytes are not those that were put; `name` is its name in the store."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the bytes are not those that the manifest tells.")
        self.name = name


def digest(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Proof:
    """Parts as files of this machine; each is proved by its digest when it is first met."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._proved: set[str] = set()

    def files(self, parts: Iterable[Part]) -> dict[Path, Part]:
        """Damaged names the first part that is not what the manifest tells."""
        found = {}
        for part in parts:
            path = self._place.path(part.name)
            if path is None or (part.name not in self._proved and digest(path) != part.sha256):
                raise Damaged(part.name)
            self._proved.add(part.name)
            found[path] = part
        return found


class Snapshot:
    """One generation of the store."""

    def __init__(self, manifest: Manifest, proof: Proof) -> None:
        self.manifest = manifest
        self._proof = proof

    def scans(self, partition: Partition, folder: Path, memory: int = MEMORY) -> Path:
        """A Parquet file of the partition's scans, each once: its part itself, or a file made in `folder`."""
        parts = self.manifest.of(partition)
        files = self._proof.files(parts)
        if len(parts) == 1 and parts[0].whole and not parts[0].repeats:
            return next(iter(files))
        target = folder / f"{hashlib.sha256(str(partition).encode()).hexdigest()}.parquet"
        with connect(folder, memory, threads=1) as connection:
            single(connection, files, target)
        return target
