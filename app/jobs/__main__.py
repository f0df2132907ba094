"""`python -m app.jobs`: the scheduler as its own process. `python -m app.jobs run JOB`: one job by hand."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from datetime import UTC, datetime

from app import settings
from app.actions.house import House, ScansPlace, open_house
from app.actions.limits import limits_of
from app.domain.errors import HouseError
from app.jobs.schedule import JOBS, run_job
from app.jobs.scheduler import start
from app.locale import has, say
from app.storage.db import OutOfStep


def main(arguments: list[str]) -> int:
    """0 when all went well, 1 when the house says no, 2 for a wrong call."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if arguments and (len(arguments) != 2 or arguments[0] != "run" or arguments[1] not in {job.name for job in JOBS}):
        sys.stderr.write(f"usage: python -m app.jobs [run {' | '.join(job.name for job in JOBS)}]\n")
        return 2
    try:
        house = _house()
        if not arguments:
            return _serve(house)
        sys.stdout.write(run_job(arguments[1], house, datetime.now(UTC)) + "\n")
        return 0
    except HouseError as error:
        said = say("en", error.code, **error.params) if has("en", error.code) else error.code
        sys.stderr.write(said + "\n")
        return 1
    except OutOfStep as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _house() -> House:
    chosen = settings.load()
    limits = limits_of(
        max_csv_bytes=chosen.max_csv_bytes, max_workbook_bytes=chosen.max_workbook_bytes, max_rows=chosen.max_rows,
        max_cells=chosen.max_cells, max_set_aside=chosen.max_set_aside,
    )  # fmt: skip
    return open_house(
        chosen.database_url, data=chosen.data, limits=limits, smtp=chosen.smtp, base=chosen.base_address,
        sender=chosen.mail_from,
        inbox=chosen.inbox, scans=ScansPlace(chosen.events_store, chosen.events_keep_months),
    )  # fmt: skip


def _serve(house: House) -> int:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    scheduler = start(house)
    ended.wait()
    scheduler.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
