"""The alarm clock: every half minute somebody looks at what is due. What is due the clock does not know.

APScheduler sleeps on a wait that a step of the clock can spoil; a thread of our own wakes it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from app.actions.house import House
from app.jobs.schedule import tick
from app.storage import runs

_LOG = logging.getLogger("barid.jobs")
TICK_SECONDS = 30
_WAKE_SECONDS = 10


def _clock() -> datetime:
    return datetime.now(UTC)


class Scheduler:
    """Ticks until `stop`. Of several, one leads at a time: the one that holds the lease."""

    def __init__(self, house: House, clock: Callable[[], datetime] = _clock, seconds: float = TICK_SECONDS) -> None:
        self._house, self._clock = house, clock
        self.owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self._ended = threading.Event()
        self._alarm = BackgroundScheduler(timezone=UTC)
        self._alarm.add_job(
            self.tick, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )  # fmt: skip
        self._waker = threading.Thread(target=self._wake, daemon=True, name="barid-waker")

    def start(self) -> Scheduler:
        self._alarm.start()
        self._waker.start()
        return self

    def tick(self) -> list[str]:
        """Take or renew the lead, and do what is due; nothing while another leads or the database does not answer."""
        try:
            with self._house.sessions.begin() as session:
                fence = runs.lead(session, owner=self.owner, now=self._clock())
            return [] if fence is None else tick(self._house, self._clock(), self.owner, self._clock)
        except Exception:
            # The next tick tries again; the last one that worked shows on the health page.
            _LOG.exception("tick failed")
            return []

    def stop(self) -> None:
        """End after the run in hand, and give the lead back."""
        self._ended.set()
        self._alarm.shutdown(wait=True)
        with self._house.sessions.begin() as session:
            runs.yield_lead(session, owner=self.owner, now=self._clock())

    def _wake(self) -> None:
        while not self._ended.wait(_WAKE_SECONDS):
            self._alarm.wakeup()


def start(house: House) -> Scheduler:
    """A scheduler that ticks in the background of this process."""
    return Scheduler(house).start()
