"""Add bytes to an upload, as they come."""

from __future__ import annotations

from contextlib import ExitStack
from io import BufferedRandom

from app.actions.house import House
from app.storage import partials
from app.storage.partials import Partial


class Appending:
    """An upload that nobody else can add to until it is closed. `stood`: how many bytes had come before."""

    def __init__(self, upload: Partial, opened: BufferedRandom, held: ExitStack) -> None:
        self._upload, self._opened, self._held = upload, opened, held
        self.stood = opened.tell()

    def add(self, chunk: bytes) -> None:
        """More bytes at the end; TooBig beyond the upload's limit."""
        partials.add(self._opened, self._upload, chunk)

    def close(self) -> int:
        """How many bytes are on the disk now. However the sender's connection ended, they stay."""
        with self._held:
            partials.keep(self._opened)
            return self._opened.tell()


def append_upload(house: House, *, upload: Partial) -> Appending:
    """The upload, open for more. Running while somebody else adds to it, Conflict when it was finished."""
    held = ExitStack()
    return Appending(upload, held.enter_context(partials.held(house.data, upload)), held)
