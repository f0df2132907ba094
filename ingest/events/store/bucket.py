"""The store in a bucket that speaks S3, through Arrow's file systems.

A part or manifest appears whole when its upload ends, or not at all. Writers on one machine wait for each other, as in
a folder. Arrow offers no conditional write: a writer on another machine is noticed by the manifest it has published,
up to the moment before one's own is sent. One machine writes, therefore; any number may read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile

import pyarrow.fs as fs

from ingest.events.store.place import MANIFEST, Folder

_BLOCK = 8 * 2**20


class OtherWriter(Exception):
    """Somebody else published a generation meanwhile; nothing was changed, and the same may be done again."""


class Bucket:
    """Below `root` in `files`. `cache`: a folder of this machine for locks and for the parts that were read."""

    def __init__(self, files: fs.FileSystem, root: str, cache: Path) -> None:
        self._files = files
        self._root = root.rstrip("/")
        self._cache = cache
        self._locks = Folder(cache)
        self._seen: bytes | None = None

    @contextmanager
    def writing(self) -> Iterator[Path]:
        with self._locks.writing() as scratch:
            self._seen = self.manifest()
            yield scratch

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._locks.reading():
            yield

    def manifest(self) -> bytes | None:
        try:
            with self._files.open_input_stream(self._at(MANIFEST)) as stream:
                return stream.read()
        except FileNotFoundError:
            return None

    def publish(self, manifest: bytes, scratch: Path) -> None:
        if self.manifest() != self._seen:
            raise OtherWriter(self._root)
        self._send(manifest, MANIFEST)
        self._seen = manifest

    def keep(self, written: Path, name: str) -> None:
        self._send(written, name)

    def path(self, name: str) -> Path | None:
        cached = self._cache / "parts" / name
        if not cached.exists():
            cached.parent.mkdir(parents=True, exist_ok=True)
            try:
                with (
                    self._files.open_input_stream(self._at(name)) as stream,
                    NamedTemporaryFile(dir=self._cache, delete=False) as file,
                ):
                    shutil.copyfileobj(stream, file, _BLOCK)
            except FileNotFoundError:
                return None
            os.replace(file.name, cached)
        return cached

    def sweep(self, wanted: set[str], wait: bool) -> None:
        with self._locks.alone(wait) as alone:
            if alone:
                for name in self._names() - wanted:
                    self._files.delete_file(self._at(name))
                self._locks.drop("parts/", wanted)

    def _names(self) -> set[str]:
        listed = self._files.get_file_info(fs.FileSelector(self._root, recursive=True, allow_not_found=True))
        names = (str(PurePosixPath(info.path).relative_to(self._root)) for info in listed if info.is_file)
        return {name for name in names if name.endswith(".parquet")}

    def _send(self, what: Path | bytes, name: str) -> None:
        with self._files.open_output_stream(self._at(name)) as stream:
            if isinstance(what, bytes):
                stream.write(what)
            else:
                with what.open("rb") as file:
                    shutil.copyfileobj(file, stream, _BLOCK)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"
