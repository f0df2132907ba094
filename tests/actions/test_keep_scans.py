"""The store of scans follows what is decided about submissions, and forgets old items."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import factories

from app.actions.check_submission import check_submission
from app.actions.house import ScansPlace
from app.actions.keep_scans import keep_scans
from app.actions.submit_submission import submit_submission
from app.domain.periods import Month
from app.jobs.schedule import run_job, tick
from app.storage import files, submissions
from ingest.events.store.opening import open_store

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
HEAD = "item_id,event,time_local,destination,origin,product\n"


def accepted(house, cast, body, now):
    made = factories.received(house, cast.uploader, "item-events", now, (HEAD + body).encode())
    check_submission(house, submission=made, now=now)
    submit_submission(house, person=cast.uploader, submission=made, reason="because", now=now)
    factories.accept(house, cast.analyst, made, now)
    return made


def test_accepted_scans_come_once_though_at_the_second_try_and_superseded_ones_go(house):
    cast = factories.people(house, NOW)
    first = accepted(house, cast, "A,EMD,2026-07-02T08:00,EG,SA,parcel\n", NOW)
    waiting = factories.received(
        house, cast.uploader, "item-events", NOW, (HEAD + "B,EMD,2026-08-02T08:00,EG,SA,\n").encode()
    )
    with house.sessions() as session:
        path = files.path(house.data, submissions.one(session, first).file_sha256)
    aside = path.rename(path.with_suffix(".aside"))
    assert set(keep_scans(house, now=NOW).failed) == {first}
    aside.rename(path)
    kept = keep_scans(house, now=NOW)
    assert (kept.put, kept.withdrawn, kept.failed, kept.forgotten) == ((first,), (), {}, 0)
    store = open_store(house.data / "events")
    before = store.manifest
    assert waiting not in before.received
    assert keep_scans(house, now=NOW).put == ()
    assert store.manifest == before

    later = NOW + timedelta(days=1)
    second = accepted(house, cast, "A,EMD,2026-07-03T08:00,EG,SA,parcel\nA,EMI,2026-07-05T08:00,EG,SA,parcel\n", later)
    with house.sessions() as session:
        assert str(submissions.one(session, first).state) == "superseded"
    assert keep_scans(house, now=later).withdrawn == (first,)
    assert [part.submissions for part in store.manifest.parts] == [{second: 2}]


def test_old_items_are_forgotten_and_do_not_come_back(house):
    cast = factories.people(house, NOW)
    body = "A,EMD,2026-07-02T08:00,EG,SA,parcel\nB,EMD,2026-08-02T08:00,EG,SA,parcel\n"
    made = accepted(house, cast, body, NOW)
    short = replace(house, scans=ScansPlace(months=2))
    assert keep_scans(short, now=NOW).forgotten == 1
    store = open_store(house.data / "events")
    assert [part.partition.month for part in store.manifest.parts] == [str(Month(2026, 8))]
    again = keep_scans(short, now=NOW)
    assert (again.put, again.forgotten) == ((), 0)
    keep_scans(short, now=datetime(2027, 3, 1, tzinfo=UTC))
    assert keep_scans(short, now=datetime(2027, 3, 1, tzinfo=UTC)).put == ()
    assert store.manifest.parts == ()
    assert made in store.manifest.received


def test_the_scheduler_keeps_them_when_others_are_accepted_and_each_day(house):
    cast = factories.people(house, NOW)
    assert not [key for key in tick(house, NOW, "a") if key.startswith("scans")]
    accepted(house, cast, "A,EMD,2026-07-02T08:00,EG,SA,parcel\n", NOW)
    elsewhere = replace(house, scans=ScansPlace(str(house.data / "elsewhere")))
    (key,) = [key for key in tick(elsewhere, NOW, "a") if key.startswith("scans")]
    assert [part.partition.month for part in open_store(house.data / "elsewhere").manifest.parts] == ["2026-07"]
    assert not [key for key in tick(elsewhere, NOW, "a") if key.startswith("scans")]
    assert key not in tick(elsewhere, NOW + timedelta(days=1), "a")
    assert run_job("scans", elsewhere, NOW) == "0 files of scans came, 0 went, 0 rows forgotten"
