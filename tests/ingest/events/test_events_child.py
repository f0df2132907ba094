"""The limited child derives what this process derives; when it falls, that is a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import profiles
from ingest.events import derive
from ingest.events_child import derive_in_child
from ingest.limits import Limits

HEADER = "item_id,event,time_local,transmitted_at,destination,origin,product,retention_reason,standard_days\n"
ROWS = """RR473124829EG,EMD,2026-01-05T08:00+03:00,2026-01-05T09:00+03:00,SA,EG,letter,,5
RR473124829EG,EMI,2026-01-08T08:00+03:00,2026-01-10T09:00+03:00,SA,EG,letter,,5
RR473124829EG,EMH,not a time,,SA,EG,letter,,5
"""


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "أحداث.csv"
    path.write_text(HEADER + ROWS * 3, "utf-8")
    return path


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_the_child_derives_the_same_as_this_process(tmp_path: Path, events: Path, share: float) -> None:
    limits = Limits(max_set_aside=share)
    here = derive(events, profiles.load("barid"), member="SA", folder=tmp_path, limits=limits)
    there = derive_in_child(events, "barid", member="SA", folder=tmp_path, limits=limits)
    assert here == there
    assert (there.read, there.used, there.set_aside) == (9, 6, {"EVT_TIME_UNREADABLE": 3})
    assert there.outcome == ("taken" if share > 0.4 else "refused")
    assert bool(there.measures.num_rows) == (there.outcome == "taken")


@pytest.mark.parametrize("limits", [Limits(events_wall_seconds=0), Limits(events_memory_bytes=2**24)])
def test_a_child_that_runs_out_of_time_or_memory_is_a_refused_file(
    tmp_path: Path, events: Path, limits: Limits
) -> None:
    derived = derive_in_child(events, "barid", member="SA", folder=tmp_path, limits=limits)
    assert (derived.outcome, [found.code for found in derived.findings]) == ("refused", ["EVT_STOPPED"])
    assert (derived.read, derived.measures.num_rows) == (0, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == [events.name]
