"""A run that works is left alone however long it takes; one that died is taken over, and one overtaken stops."""

import multiprocessing
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.actions.house import House
from app.actions.set_flag import set_flag
from app.jobs import heartbeat
from app.jobs.schedule import Due, Job, run_once
from app.storage import flags, health, runs
from app.storage.tables import run

BEGUN = datetime(2026, 10, 20, 9, tzinfo=UTC)
ABANDONED, LEASE = timedelta(seconds=20), timedelta(seconds=10)
PATIENCE = 60  # seconds until a test gives up waiting for what a thread or process must do
KEY = "recompute:arab"


@dataclass
class Clock:
    """A clock that tests put forward."""

    at: datetime = BEGUN

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(runs, "ABANDONED", ABANDONED)
    monkeypatch.setattr(runs, "LEASE", LEASE)
    monkeypatch.setattr(heartbeat, "BEAT_SECONDS", 0.02)


def until(true):
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.01)


def claims(house: House, owner: str, now: datetime) -> bool:
    with house.sessions.begin() as session:
        return runs.claim(session, key=KEY, job="recompute", owner=owner, now=now)


def leads(house: House, owner: str, now: datetime) -> bool:
    with house.sessions.begin() as session:
        return runs.lead(session, owner=owner, now=now) is not None


def beaten_at(house: House) -> datetime:
    with house.sessions() as session:
        return session.execute(select(run.c.heartbeat_at).where(run.c.key == KEY)).scalar_one()


def beating_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "barid-heartbeat"]


def job(do) -> Job:
    return Job("recompute", lambda *_: iter(()), do, "")


def test_a_run_longer_than_its_lease_is_not_taken_over_while_it_works(house):
    clock, tried = Clock(), []
    assert leads(house, "first", clock())

    def work(inside, due, now):
        for _ in range(12):
            clock.at += LEASE / 2
            until(lambda: beaten_at(house) == clock.at)
            tried.append((claims(house, "second", clock.at), leads(house, "second", clock.at)))
        set_flag(inside, name="worked", value="to the end", now=clock.at)
        return "well"

    assert run_once(house, job(work), Due(KEY), BEGUN, "first", clock)
    assert clock.at - BEGUN > 2 * ABANDONED
    assert tried == [(False, False)] * 12
    with house.sessions() as session:
        row = runs.by_key(session, KEY)
        assert (row.state, row.attempts, row.finished_at) == ("done", 1, clock.at)
        assert flags.get(session, "worked") == "to the end"
    assert beating_threads() == []


def test_a_run_that_another_took_over_stops_and_keeps_nothing(house):
    clock = Clock()

    def work(inside, due, now):
        # As if this process had slept: its clock stood, and for all others the run was silent too long.
        assert claims(house, "second", clock.at + ABANDONED + timedelta(seconds=1))
        until(lambda: beating_threads() == [])
        set_flag(inside, name="worked", value="after the loss", now=clock.at)
        return "never said"

    assert not run_once(house, job(work), Due(KEY), BEGUN, "first", clock)
    with house.sessions() as session:
        assert flags.get(session, "worked") is None
        row = runs.by_key(session, KEY)
        assert (row.state, row.attempts) == ("running", 2)
        assert runs.is_ours(session, key=KEY, owner="second")


def test_a_beat_that_fails_is_not_a_loss(house, monkeypatch):
    clock, renew, failed = Clock(), runs.renew, []

    def flaky(session, **about):
        if len(failed) < 3:
            failed.append(about["key"])
            session.connection().exec_driver_sql("SELECT no_such_column")
        return renew(session, **about)

    monkeypatch.setattr(runs, "renew", flaky)

    def work(inside, due, now):
        clock.at += ABANDONED / 2
        until(lambda: beaten_at(house) == clock.at)
        return "well"

    assert run_once(house, job(work), Due(KEY), BEGUN, "first", clock)
    assert failed == [KEY] * 3


def _work_for_ever(url, folder, begun):
    """In a process of its own: works, and shows signs of life by a clock that goes on, until it is killed."""
    from app.actions.house import open_house
    from ingest.limits import Limits

    heartbeat.BEAT_SECONDS = 0.02
    house, clock = open_house(url, data=folder, limits=Limits()), Clock()

    def work(inside, due, now):
        begun.set()
        while True:
            clock.at += timedelta(milliseconds=10)
            time.sleep(0.01)

    run_once(house, job(work), Due(KEY), BEGUN, "doomed", clock)


def test_a_run_whose_process_was_killed_is_taken_over_after_its_silence(house, database_url, tmp_path):
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    doomed = context.Process(target=_work_for_ever, args=(database_url, tmp_path / "doomed", begun))
    doomed.start()
    try:
        assert begun.wait(PATIENCE)
        until(lambda: beaten_at(house) > BEGUN)
    finally:
        doomed.kill()
        doomed.join(PATIENCE)
    last = beaten_at(house)
    assert not claims(house, "second", last + ABANDONED)
    assert claims(house, "second", last + ABANDONED + timedelta(seconds=1))


def test_a_scheduler_at_work_is_as_healthy_as_one_that_ticks(house):
    later = BEGUN + timedelta(minutes=5)
    assert leads(house, "first", BEGUN)
    with house.sessions() as session:
        assert not health.state(session, later).healthy
    assert claims(house, "first", later)
    with house.sessions() as session:
        assert health.state(session, later + timedelta(minutes=1)).healthy
        assert not health.state(session, later + timedelta(minutes=2)).healthy
