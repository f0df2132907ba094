"""A file put into the store by a limited process, and in this one for its branches."""

from __future__ import annotations

from datetime import date

from ingest import messages
from ingest.child import answer_in, job_in
from ingest.events.store import put_child
from ingest.events.store.opening import open_store
from ingest.limits import Limits

FILE = "item_id,event,time_local,destination,origin\nA,EMD,2026-07-02T08:00,EG,SA\nB,XXX,2026-07-02T08:00,EG,SA\n"


def test_good_rows_come_and_faulty_ones_do_not(tmp_path):
    (tmp_path / "events.csv").write_text(FILE, encoding="utf-8")
    where = {"store": tmp_path / "store", "cache": tmp_path / "cache", "folder": tmp_path, "limits": Limits()}
    received = date(2026, 8, 1)
    put = put_child.put_in_child(tmp_path / "events.csv", "barid", submission="S1", received=received, **where)
    assert put is None
    manifest = open_store(tmp_path / "store").manifest
    assert [(str(part.partition), part.rows) for part in manifest.parts] == [("EG/2026-07", 1)]
    assert manifest.received == {"S1": "2026-08-01"}
    failed = put_child.put_in_child(tmp_path / "none.csv", "none", submission="S2", received=received, **where)
    assert failed
    assert open_store(tmp_path / "store").manifest == manifest
    assert {path.name for path in tmp_path.iterdir()} == {"events.csv", "store"}


def test_the_job_in_this_process(tmp_path):
    (tmp_path / "events.csv").write_text(FILE, encoding="utf-8")
    job = {
        "path": str(tmp_path / "events.csv"), "profile": "barid", "submission": "S1", "received": "2026-08-01",
        "store": str(tmp_path / "store"), "cache": str(tmp_path / "cache"), "limits": messages.limits_to_json(Limits()),
    }  # fmt: skip
    answer_in(tmp_path, job)
    (tmp_path / "answer.json").rename(tmp_path / "job.json")
    assert job_in(tmp_path) == job
    put_child.main(tmp_path)
    assert open_store(tmp_path / "store").manifest.generation == 1
