"""Places for work that costs much and that anybody may ask for: so many at a time, and no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import TooOften


class Places:
    """So many places at once; who finds none waits so many seconds."""

    def __init__(self, at_once: int, wait_seconds: int) -> None:
        self.at_once, self.wait_seconds = at_once, wait_seconds
        self._free = threading.BoundedSemaphore(at_once)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a place; TooOften where none becomes free in time. One person's many clicks hold up nobody else then."""
        if not self._free.acquire(timeout=self.wait_seconds):
            raise TooOften("too_often", count=self.wait_seconds)
        try:
            yield
        finally:
            self._free.release()


CHILDREN = Places(3, wait_seconds=10)
"""For the processes that pages start beside the checks."""
