"""Opens the store where a setting says it lies."""

from __future__ import annotations

from pathlib import Path

import pyarrow.fs as fs

from ingest.events.store.bucket import Bucket
from ingest.events.store.place import Folder
from ingest.events.store.store import EventStore


def open_store(where: str | Path, cache: Path | None = None) -> EventStore:
    """The store in a folder, or at `s3://bucket/prefix?endpoint_override=host:port&scheme=https`.

    Keys are read by the library from the usual places (AWS_ACCESS_KEY_ID and others). A bucket needs `cache`, a folder
    of this machine for its locks and for the parts that were read; ValueError without.
    """
    if not str(where).startswith("s3://"):
        return EventStore(Folder(Path(where)))
    if cache is None:
        raise ValueError("A store in a bucket needs a folder of this machine beside it.")
    files, root = fs.FileSystem.from_uri(str(where))
    return EventStore(Bucket(files, root, cache))
