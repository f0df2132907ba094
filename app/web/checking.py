"""Checks run beside the requests: two at a time, so that a big file never holds up a page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from threading import Lock

from app.actions.check_submission import check_submission
from app.actions.house import House
from app.actions.preview_submission import preview_submission

_LOG = logging.getLogger("barid.web")
PATIENCE_SECONDS = 1.5


class Checking:
    """The checks that are under way in this process, each with what the file would change."""

    def __init__(self, house: House, now: Callable[[], datetime], patience: float = PATIENCE_SECONDS) -> None:
        self._house, self._now, self.patience = house, now, patience
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="check")
        self._running: dict[str, Future[None]] = {}
        self._lock = Lock()

    def start(self, submission: str) -> Future[None]:
        """Begin to check; a submission whose check is under way is not begun again."""
        with self._lock:
            found = self._running.get(submission)
            if found is None:
                found = self._pool.submit(self._check, submission)
                self._running[submission] = found
            return found

    def start_and_wait(self, submission: str) -> bool:
        """Whether the check ended within the time that a person gladly waits."""
        done, _ = wait([self.start(submission)], timeout=self.patience)
        return bool(done)

    def _check(self, submission: str) -> None:
        try:
            check_submission(self._house, submission=submission, now=self._now())
            preview_submission(self._house, submission=submission, now=self._now())
        except Exception:
            _LOG.exception("check of submission %s failed; it is tried again when somebody looks", submission)
        finally:
            with self._lock:
                self._running.pop(submission, None)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
