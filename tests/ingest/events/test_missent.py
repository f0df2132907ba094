"""Items that came to the wrong post are in no measure, whether their file says so or their scans."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import profiles
from ingest.events import derive
from ingest.limits import Limits

HEADER = "item_id,event,time_local,destination,product,missent\n"


@pytest.mark.parametrize(
    ("scans", "counted"),
    [
        ((("EMC", 2), ("EMD", 5)), True),
        ((("EMC", 2), ("EMD", 5), ("EMK", 6)), False),
        ((("EMC", 2), ("EMD", 5), ("EMC", 6)), False),
        ((("EMC", 2), ("EMK", 3), ("EMD", 5)), True),
        ((("EMD", 5), ("EMC", 6)), True),
        ((("EMC", 2), ("EMD", 5), ("EMK", 6), ("EMI", 8)), True),
    ],
    ids=["kept", "by-transit", "departed-again", "transit-before", "late-departure-alone", "delivered-after-all"],
)
def test_scans_show_that_an_item_was_sent_on(tmp_path: Path, scans, counted) -> None:
    rows = "".join(f"A,{event},2026-01-0{day}T08:00Z,SA,parcel,\n" for event, day in scans)
    assert _arrived(tmp_path, rows) == (1 if counted else None)


def test_a_file_may_say_it_itself(tmp_path: Path) -> None:
    assert _arrived(tmp_path, "A,EMD,2026-01-05T08:00Z,SA,parcel,yes\nB,EMD,2026-01-05T08:00Z,SA,parcel,no\n") == 1


def _arrived(tmp_path: Path, rows: str) -> float | None:
    path = tmp_path / "events.csv"
    path.write_text(HEADER + rows)
    derived = derive(path, profiles.load("barid"), folder=tmp_path, limits=Limits())
    found = [row["value"] for row in derived.measures.to_pylist() if row["measure"] == "items_arrived"]
    return found[0] if found else None
