"""The watched folder: what lies in it, and moving it on. Everything in it may be hostile: names, links, kinds of file.

INBOX/MEMBER/DATASET/any-name, or INBOX/MEMBER/DATASET-any-name; done and refused files lie in INBOX/MEMBER/done and
INBOX/MEMBER/refused. No link is followed: each step goes through an open folder.
"""

from __future__ import annotations

import json
import os
import re
import stat
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path

DONE, REFUSED = "done", "refused"
_HALF = (".part", ".tmp", ".filepart")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Unreadable(Exception):
    """A file that was seen cannot be read, or is another one by now; it is left until it changes."""


@dataclass(frozen=True)
class Found:
    """A plain file. `folder`: the folders below the inbox that lead to it; `mark`: changes with the file itself."""

    member: str
    dataset: str
    folder: tuple[str, ...]
    name: str
    mark: str

    @property
    def path(self) -> str:
        return "/".join((*self.folder, self.name))

    @property
    def key(self) -> str:
        """Stands for this file as it is, and for nothing else."""
        told = f"{self.path}\n{self.mark}".encode("utf-8", "surrogateescape")
        return sha256(told).hexdigest()[:40]

    def told(self) -> str:
        """All of it in one line, for `read`."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, told: str) -> Found:
        """What `told` gave."""
        fields = json.loads(told)
        return cls(**{**fields, "folder": tuple(fields["folder"])})


def scan(inbox: Path, members: Sequence[str], datasets: Sequence[str]) -> Iterator[Found | str]:
    """Every file by its path, half ones left out; a text is the path of something that is no file to take: a link, a
    pipe, a folder, a file of no dataset, or a folder that cannot be read or is no member's."""
    yield from (name for name in sorted(os.listdir(inbox)) if name not in members and not _is_half(name))
    for member in members:
        with ExitStack() as stack:
            try:
                own = stack.enter_context(_opened(inbox, (member,)))
            except FileNotFoundError:
                continue
            except OSError:
                yield member
                continue
            yield from _of_member(own, member, datasets)


def _of_member(own: int, member: str, datasets: Sequence[str]) -> Iterator[Found | str]:
    for name in sorted(os.listdir(own)):
        if name in datasets:
            yield from _of_dataset(own, member, name)
        elif name not in (DONE, REFUSED) and not _is_half(name):
            dataset = next((one for one in datasets if re.match(re.escape(one) + r"[-_. ]", name)), None)
            if dataset is None:
                yield f"{member}/{name}"
            else:
                yield from _entry(own, member, dataset, (member,), name)


def _of_dataset(own: int, member: str, dataset: str) -> Iterator[Found | str]:
    try:
        folder = os.open(dataset, _FOLDER, dir_fd=own)
    except OSError:
        yield f"{member}/{dataset}"
        return
    try:
        for name in sorted(os.listdir(folder)):
            yield from _entry(folder, member, dataset, (member, dataset), name)
    finally:
        os.close(folder)


def _entry(at: int, member: str, dataset: str, folder: tuple[str, ...], name: str) -> Iterator[Found | str]:
    if _is_half(name):
        return
    try:
        told = os.stat(name, dir_fd=at, follow_symlinks=False)
    except OSError:  # gone meanwhile
        return
    # A second link may be a file of somebody else; a server that renames by linking has but one a moment later.
    plain = stat.S_ISREG(told.st_mode) and told.st_nlink == 1
    yield Found(member, dataset, folder, name, _mark(told)) if plain else "/".join((*folder, name))


def _is_half(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(_HALF)


@contextmanager
def opened(inbox: Path, found: Found) -> Iterator[BufferedReader]:
    """The bytes of the file. Unreadable when it cannot be read or is another one by now."""
    try:
        with _opened(inbox, found.folder) as folder:
            stream = os.fdopen(os.open(found.name, _FILE, dir_fd=folder), "rb")
    except OSError as error:
        raise Unreadable(str(error.strerror)) from error
    with stream:
        _must_be(found, os.fstat(stream.fileno()))
        yield stream


def move(inbox: Path, found: Found, into: str, name: str) -> None:
    """Move the file to `done` or `refused` of its member. Unreadable, and it stays, when it is another one by now."""
    with _opened(inbox, found.folder) as source, _opened(inbox, (found.member,)) as own, _sub(own, into) as target:
        _must_be(found, os.stat(found.name, dir_fd=source, follow_symlinks=False))
        os.rename(found.name, name, src_dir_fd=source, dst_dir_fd=target)
        os.fsync(target)
        os.fsync(source)


def write(inbox: Path, found: Found, into: str, name: str, text: str) -> None:
    """Put a text into `done` or `refused` of the member: the whole of it under the name, or nothing."""
    half = f".{uuid.uuid4().hex}.tmp"
    with _opened(inbox, (found.member,)) as own, _sub(own, into) as target:
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644, dir_fd=target)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            os.rename(half, name, src_dir_fd=target, dst_dir_fd=target)
        except BaseException:
            os.unlink(half, dir_fd=target)
            raise


def _must_be(found: Found, told: os.stat_result) -> None:
    if _mark(told) != found.mark:
        raise Unreadable("it changed meanwhile")


def _mark(told: os.stat_result) -> str:
    return f"{told.st_ino} {told.st_size} {told.st_mtime_ns} {told.st_ctime_ns}"


@contextmanager
def _opened(inbox: Path, folders: tuple[str, ...]) -> Iterator[int]:
    """A folder below the inbox, no link on the way."""
    at = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for folder in folders:
            inner = os.open(folder, _FOLDER, dir_fd=at)
            os.close(at)
            at = inner
        yield at
    finally:
        os.close(at)


@contextmanager
def _sub(own: int, name: str) -> Iterator[int]:
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=own)
    at = os.open(name, _FOLDER, dir_fd=own)
    try:
        yield at
    finally:
        os.close(at)
