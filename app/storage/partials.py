"""Uploads that come in parts: their bytes lie in the data folder, below their member, until they are whole.

How far an upload has come is the size of its file, so a connection that breaks leaves it true. Two processes that work
on one upload meet at a lock of its file.
"""

from __future__ import annotations

import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from io import BufferedRandom
from pathlib import Path

from app.domain.errors import Conflict, NotFound, Running, TooBig

KEPT = timedelta(hours=24)
MOST_OPEN = 2
_BUSY_SECONDS = 5


@dataclass(frozen=True)
class Partial:
    """An upload that was begun. `length`: its whole size where the sender said it. `most_bytes`: the most it may have.
    `submission`: what it became; its bytes are elsewhere then, and `finished` is how many they were."""

    id: str
    person: str
    member: str
    dataset: str
    name: str
    profile: str
    most_bytes: int
    length: int | None
    begun_at: datetime
    encoding: str | None = None
    submission: str | None = None
    finished: int = 0


def begin(data: Path, partial: Partial) -> None:
    """A new upload without any bytes. Conflict while the member has as many open as it may."""
    folder = _folder(data, partial.member)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        alive = [one for one in _all(folder) if one.submission is None and one.begun_at > partial.begun_at - KEPT]
        if len(alive) >= MOST_OPEN:
            raise Conflict("conflict.uploads_open", count=MOST_OPEN)
        _bytes_of(data, partial).touch()
        _write(data, partial)


def find(data: Path, *, member: str, person: str, dataset: str, id: str, now: datetime) -> Partial:
    """The person's upload; NotFound when it is a day old, another's, or none."""
    try:
        found = _read(_folder(data, member) / f"{uuid.UUID(id)}.json")
    except (ValueError, FileNotFoundError):
        raise NotFound("not_found") from None
    if (found.person, found.dataset) != (person, dataset) or found.begun_at <= now - KEPT:
        raise NotFound("not_found")
    return found


@contextmanager
def held(data: Path, partial: Partial) -> Iterator[BufferedRandom]:
    """The bytes so far, open for more at their end, and nobody else at them. Running while somebody is."""
    try:
        opened = _bytes_of(data, partial).open("r+b")
    except FileNotFoundError:
        raise Conflict("conflict.upload_complete") from None
    with opened:
        _lock(opened)
        opened.seek(0, os.SEEK_END)
        yield opened


def size(data: Path, partial: Partial) -> int:
    """How many bytes have come. Running while more are coming."""
    if partial.submission is not None:
        return partial.finished
    with held(data, partial) as opened:
        return opened.tell()


def add(opened: BufferedRandom, partial: Partial, chunk: bytes) -> None:
    """Write more bytes. TooBig, and none of them written, beyond the limit or the size that was said."""
    most = partial.most_bytes if partial.length is None else partial.length
    if opened.tell() + len(chunk) > most:
        raise TooBig("too_big", limit=most)
    opened.write(chunk)


def keep(opened: BufferedRandom) -> None:
    """What was written is on the disk."""
    opened.flush()
    os.fsync(opened.fileno())


def finish(data: Path, partial: Partial, submission: str) -> None:
    """Note what it became, then let its bytes go; they are kept as that submission's file."""
    whole = _bytes_of(data, partial).stat().st_size
    _write(data, replace(partial, submission=submission, finished=whole))
    _bytes_of(data, partial).unlink()


def drop(data: Path, partial: Partial) -> None:
    """Forget the upload and its bytes."""
    _bytes_of(data, partial).unlink(missing_ok=True)
    _note_of(data, partial).unlink(missing_ok=True)


def sweep(data: Path, now: datetime) -> int:
    """Drop what was begun a day ago, and bytes that a kill left without a note; how many uploads are gone."""
    gone = 0
    for folder in sorted((data / "uploads").glob("*/")):
        with _alone(folder):
            for partial in _all(folder):
                if partial.begun_at <= now - KEPT:
                    drop(data, partial)
                    gone += 1
            for part in folder.glob("*.part"):
                if not part.with_suffix(".json").exists():
                    part.unlink()
    return gone


def _folder(data: Path, member: str) -> Path:
    return data / "uploads" / member


def _note_of(data: Path, partial: Partial) -> Path:
    return _folder(data, partial.member) / f"{partial.id}.json"


def _bytes_of(data: Path, partial: Partial) -> Path:
    return _folder(data, partial.member) / f"{partial.id}.part"


def _all(folder: Path) -> Iterator[Partial]:
    for note in sorted(folder.glob("*.json")):
        with suppress(FileNotFoundError):  # given up meanwhile
            yield _read(note)


def _read(path: Path) -> Partial:
    told = json.loads(path.read_text(encoding="utf-8"))
    return Partial(**{**told, "begun_at": datetime.fromisoformat(told["begun_at"])})


def _write(data: Path, partial: Partial) -> None:
    note = _note_of(data, partial)
    half = note.with_suffix(".half")
    with half.open("w", encoding="utf-8") as opened:
        json.dump({**asdict(partial), "begun_at": partial.begun_at.isoformat()}, opened)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(half, note)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else begins or sweeps in this folder meanwhile."""
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock(opened: BufferedRandom) -> None:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Running("conflict.upload_busy", count=_BUSY_SECONDS) from None
