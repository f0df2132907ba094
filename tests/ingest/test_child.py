"""The limited child says what the check in this process says; when it falls, that is a finding."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from ingest import Limits, Situation, check_file, check_in_child, child
from ingest.child import Bounds, run_limited

BOUNDING = """
import json, resource
from ingest.child import Bounds, limiter
limiter(Bounds(5, 9, 2**33))()
print(json.dumps([resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in ("CPU", "AS", "CORE")]))
"""


def test_the_child_says_the_same_as_this_process(tmp_path: Path, situation: Situation, sheet) -> None:
    for name, rows in {"good": [{"remark": "شكرا"}, {"month": "2026-02"}], "bad": [{"items_arrived": "1,234"}]}.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(sheet(*rows).replace("1,234", '"1,234"'), "utf-8")
        here, there = (way(path, "service-quality", situation) for way in (check_file, check_in_child))
        assert (here.outcome, here.rows, here.findings, here.counts) == (
            there.outcome,
            there.rows,
            there.findings,
            there.counts,
        )
        assert (here.table is None) == (there.table is None) == (name == "bad")
        if here.table is not None:
            assert here.table.to_pydict() == there.table.to_pydict()


def test_a_child_that_runs_out_of_time_or_memory_is_a_refused_file(tmp_path: Path, situation: Situation, sheet) -> None:
    path = tmp_path / "a.csv"
    path.write_text(sheet({}), "utf-8")
    for limits in (Limits(wall_seconds=0), Limits(memory_bytes=2**24)):
        checked = check_in_child(path, "service-quality", situation, limits)
        assert (checked.outcome, list(checked.counts)) == ("refused", ["FIL_CHILD_STOPPED"])
        assert checked.table is None


def test_a_child_bounds_its_processor_time_its_memory_and_its_image() -> None:
    done = subprocess.run([sys.executable, "-c", BOUNDING], capture_output=True, check=True, cwd=child._ROOT)
    assert json.loads(done.stdout) == [[5, 6], [2**33, 2**33], [0, 0]]


def test_a_child_that_does_not_end_well_says_how(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(child, "_ROOT", tmp_path)
    bounds = Bounds(cpu_seconds=1, wall_seconds=60, memory_bytes=2**32)
    for name, text, reason in (
        ("endless", "while True: pass", f"signal {int(signal.SIGXCPU)}"),
        ("failing", "raise SystemExit(3)", "exit 3"),
        ("good", "", None),
    ):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
        assert run_limited(name, tmp_path, bounds) == reason
