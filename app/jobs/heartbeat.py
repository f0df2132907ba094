"""The sign of life of a run: it keeps others from starting the run again, and ends the work when they did."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.actions.house import House
from app.storage import runs
from app.storage.db import Sessions

_LOG = logging.getLogger("barid.jobs")
BEAT_SECONDS = 15.0
"""Far below `runs.LEASE` and `runs.ABANDONED`: several beats may fail before anybody takes over."""


class Lost(Exception):
    """The run is another's by now; nothing more of this one may be written."""


@dataclass(frozen=True)
class Claim:
    """One run as its owner holds it; `clock` tells the time of its beats."""

    key: str
    owner: str
    clock: Callable[[], datetime]


@contextmanager
def beating(house: House, claim: Claim) -> Iterator[House]:
    """The house for the work of a run: while it is open the run is renewed, and it writes only while the run is ours.

    A thread renews on a connection of its own, so that a long transaction of the work holds nothing up. It ends with
    the block, or when the run is lost; then the next write of the work raises Lost.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(house, claim, ended), daemon=True, name="barid-heartbeat")
    thread.start()
    try:
        yield replace(house, sessions=_OfRun(house.sessions, claim))
    finally:
        ended.set()
        thread.join()


def _beat(house: House, claim: Claim, ended: threading.Event) -> None:
    while not ended.wait(BEAT_SECONDS):
        try:
            with house.sessions.begin() as session:
                ours = runs.renew(session, key=claim.key, owner=claim.owner, now=claim.clock())
        except SQLAlchemyError:
            # The work itself may hold SQLite's only writer's place, or the database be away: the next beat tries again.
            _LOG.warning("no heartbeat of run %s", claim.key, exc_info=True)
            continue
        if not ours:
            _LOG.warning("run %s was taken over", claim.key)
            return


class _OfRun(Sessions):
    """Sessions whose writers begin only while the run is ours."""

    def __init__(self, plain: Sessions, claim: Claim) -> None:
        super().__init__(plain.engine)
        self._claim = claim

    @contextmanager
    def begin(self) -> Iterator[Session]:
        with super().begin() as session:
            if not runs.is_ours(session, key=self._claim.key, owner=self._claim.owner):
                raise Lost(self._claim.key)
            yield session
