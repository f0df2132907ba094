"""Where the store lies: what it needs of a folder or a bucket, and the folder.

A part is written under a name of the moment, flushed to the disk and only then given its own; the manifest likewise,
last of all. Whatever lies there and is not told by the manifest is a leftover.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

MANIFEST = "manifest.json"
_SCRATCH = "unfinished-"


class Place(Protocol):
    """A folder on this machine or a prefix in a bucket."""

    def writing(self) -> AbstractContextManager[Path]:
        """One writer at a time; the path is a scratch folder of this machine, gone at the end."""

    def reading(self) -> AbstractContextManager[None]:
        """While inside, parts that were told at the beginning stay."""

    def manifest(self) -> bytes | None: ...

    def publish(self, manifest: bytes, scratch: Path) -> None:
        """The manifest whole, or the former one; never half of it."""

    def keep(self, written: Path, name: str) -> None:
        """The file under this name, durable before the manifest that tells it."""

    def path(self, name: str) -> Path | None:
        """A file of this machine with the bytes of the part; None where there is none."""

    def sweep(self, wanted: set[str], wait: bool) -> None:
        """Removes all parts but those. Without `wait`, leaves it to a later sweep while somebody reads."""


class Folder:
    """The store in a folder of this machine: locks by flock, which end with the process."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._grown: set[Path] = set()

    @contextmanager
    def writing(self) -> Iterator[Path]:
        self._root.mkdir(parents=True, exist_ok=True)
        with _locked(self._root / "writer.lock", fcntl.LOCK_EX):
            for left in self._root.glob(f"{_SCRATCH}*"):
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=self._root) as scratch:
                yield Path(scratch)

    @contextmanager
    def reading(self) -> Iterator[None]:
        self._root.mkdir(parents=True, exist_ok=True)
        with _locked(self._root / "readers.lock", fcntl.LOCK_SH):
            yield

    def manifest(self) -> bytes | None:
        try:
            return (self._root / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None

    def publish(self, manifest: bytes, scratch: Path) -> None:
        for folder in self._grown:
            _flush(folder)
        self._grown.clear()
        written = scratch / MANIFEST
        written.write_bytes(manifest)
        _flush(written)
        os.replace(written, self._root / MANIFEST)
        _flush(self._root)

    def keep(self, written: Path, name: str) -> None:
        target = self._root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _flush(written)
        os.replace(written, target)
        self._grown.update((target.parent, target.parent.parent, self._root))

    def path(self, name: str) -> Path | None:
        path = self._root / name
        return path if path.exists() else None

    def sweep(self, wanted: set[str], wait: bool) -> None:
        with self.alone(wait) as alone:
            if alone:
                self.drop("", wanted)

    @contextmanager
    def alone(self, wait: bool) -> Iterator[bool]:
        """While nobody reads; without `wait`, False where somebody does."""
        with (self._root / "readers.lock").open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True

    def drop(self, below: str, wanted: set[str]) -> None:
        """Deletes the parts in that folder that are not wanted, and folders that are left empty."""
        root = self._root / below
        for path in root.glob("destination=*/month=*/*.parquet"):
            if path.relative_to(root).as_posix() not in wanted:
                path.unlink()
        for folder in (*root.glob("destination=*/month=*"), *root.glob("destination=*")):
            if not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, how)
        yield


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
