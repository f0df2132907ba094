"""Places for work that pages ask for and that takes a process of its own: so many at a time, and no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import TooOften

AT_ONCE = 3
WAIT_SECONDS = 10
_PLACES = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def place() -> Iterator[None]:
    """Hold a place; TooOften where none becomes free in time. One person's many clicks then hold up nobody else."""
    if not _PLACES.acquire(timeout=WAIT_SECONDS):
        raise TooOften("too_often", count=WAIT_SECONDS)
    try:
        yield
    finally:
        _PLACES.release()
