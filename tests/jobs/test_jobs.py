import multiprocessing
import os
from datetime import UTC, datetime, timedelta

import factories
import pytest
from factories import accepted

from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.receive_file import receive_file
from app.domain.errors import Conflict, NotFound
from app.domain.periods import Quarter
from app.jobs import schedule
from app.jobs.schedule import JOBS, Due, Job, run_job, run_once, tick
from app.jobs.scheduler import Scheduler
from app.storage import audit, db, editions, health, notices, reports, runs, submissions

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
Q3 = Quarter(2026, 3)


@pytest.fixture
def fast_reports(monkeypatch):
    """Reports without ink: what is tested here is when they are made."""
    monkeypatch.setattr("app.actions.issue_report.render", lambda content, as_of: b"%PDF " + repr(content).encode())


def seq(house):
    with house.sessions() as session:
        return audit.head(session)[0]


def test_every_job_twice_does_nothing_the_second_time(house, now, fast_reports, tmp_path):
    cast = factories.people(house, IN_TIME)
    accepted(house, cast.uploader, cast.analyst, "service-quality", IN_TIME)
    path = tmp_path / "events.csv"
    path.write_bytes(factories.csv_bytes("data-exchange"))
    forgotten = receive_file(
        house, person=cast.uploader, dataset="data-exchange", member="EG", name="a", source=path, now=IN_TIME
    )
    done = tick(house, now, "first")
    assert {key.split(":")[0] for key in done} == {"check", "recompute", "remind", "edition", "sweep"}
    with house.sessions() as session:
        assert submissions.one(session, forgotten).checked
        edition = editions.newest(session, "arab", Q3)
        assert edition.state == "draft"
    before = seq(house)
    assert tick(house, now, "second") == []
    assert seq(house) == before
    for step in (preview_edition, freeze_edition, publish_edition):
        step(house, person=cast.administrator, edition=edition.id, now=now)
    assert tick(house, now, "first") == [f"reports:{edition.id}"]
    with house.sessions() as session:
        issued = reports.of_edition(session, edition.id)
    assert len(issued) == 3 * 23
    before = seq(house)
    for job in JOBS:
        run_job(job.name, house, now)
    assert seq(house) == before


def test_members_hear_once_of_each_stage(house):
    at = datetime(2026, 10, 20, 9, tzinfo=UTC)
    assert run_job("remind", house, at) == "28 notices"
    assert run_job("remind", house, at + timedelta(days=1)) == "0 notices"
    assert run_job("remind", house, at + timedelta(days=8)) == "28 notices"
    assert run_job("remind", house, at + timedelta(days=11)) == "28 notices"
    assert run_job("remind", house, at + timedelta(days=13)) == "28 notices"
    assert run_job("remind", house, at + timedelta(days=35)) == "0 notices"
    with house.sessions() as session:
        found = notices.of_member(session, "EG")
    assert [notice.kind for notice in found] == ["late", "remind", "remind", "remind"]
    assert len(found[0].datasets) == 5


def test_an_unknown_job_is_no_job(house, now):
    with pytest.raises(NotFound):
        run_job("tidy", house, now)


def test_an_abandoned_run_is_taken_over_and_its_first_owner_can_keep_nothing(house, now):
    with house.sessions.begin() as session:
        assert runs.claim(session, key="k", job="recompute", owner="dead", now=now)
    with house.sessions.begin() as session:
        assert not runs.claim(session, key="k", job="recompute", owner="other", now=now + timedelta(minutes=1))
    later = now + runs.ABANDONED + timedelta(seconds=1)
    with house.sessions.begin() as session:
        assert runs.claim(session, key="k", job="recompute", owner="other", now=later)
    with pytest.raises(Conflict), house.sessions.begin() as session:
        runs.complete(session, key="k", owner="dead", note="", now=later)
    with house.sessions.begin() as session:
        runs.complete(session, key="k", owner="other", note="fine", now=later)
        assert not runs.claim(session, key="k", job="recompute", owner="third", now=later + timedelta(days=1))


def test_a_run_that_fails_is_tried_again_later_and_does_not_stop_others(house, now):
    def fail(house, due, now):
        raise RuntimeError("no ink")

    job = Job("reports", schedule._reports, fail, "")
    assert not run_once(house, job, Due("reports:1"), now, "a")
    with house.sessions() as session:
        run = runs.by_key(session, "reports:1")
    assert (run.state, run.note) == ("failed", "RuntimeError: no ink")
    assert not run_once(house, job, Due("reports:1"), now, "a")
    good = Job("reports", schedule._reports, lambda *_: "ok", "")
    assert run_once(house, good, Due("reports:1"), now + timedelta(minutes=6), "a")


def test_one_leads_and_another_takes_over_when_the_lease_ends(house, now):
    with house.sessions.begin() as session:
        first = runs.lead(session, owner="a", now=now)
        assert runs.lead(session, owner="b", now=now) is None
        assert runs.lead(session, owner="a", now=now + timedelta(seconds=30)) == first
        assert runs.lead(session, owner="b", now=now + timedelta(seconds=121)) == first + 1


def test_a_scheduler_ticks_shows_it_and_ends(house, now):
    scheduler = Scheduler(house, clock=lambda: now, seconds=3600)
    assert scheduler.tick() != []
    with house.sessions() as session:
        state = health.state(session, now)
        assert not health.state(session, now + timedelta(minutes=5)).healthy
    assert (state.last_tick, state.healthy) == (now, True)
    scheduler.start()
    scheduler.stop()


def _race(url, start, keys, won):
    house_sessions = db.sessions(db.engine(url))
    start.wait()
    mine = []
    for key in keys:
        with house_sessions.begin() as session:
            if runs.claim(session, key=key, job="edition", owner=str(os.getpid()), now=IN_TIME):
                mine.append(key)
    won.put(mine)


def test_two_processes_never_claim_the_same_run(database_url):
    context = multiprocessing.get_context("spawn")
    start, won = context.Event(), context.Queue()
    keys = [f"edition:arab:{number}" for number in range(60)]
    racers = [context.Process(target=_race, args=(database_url, start, keys, won)) for _ in range(2)]
    for racer in racers:
        racer.start()
    start.set()
    claimed = [won.get(timeout=90) for _ in racers]
    for racer in racers:
        racer.join(timeout=30)
    assert sorted(claimed[0] + claimed[1]) == sorted(keys)
