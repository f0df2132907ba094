"""Parquet of a machine's own export gives the scans that the same rows give as text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest import profiles
from ingest.events import parquet_files
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile

MOMENT = datetime(2026, 1, 5, 8, tzinfo=UTC)


def _read(path: Path) -> tuple[int, list[dict[str, Any]], Ledger]:
    ledger = Ledger(10)
    file = EventFile(path, profiles.load("barid"), ledger)
    scans = [scan for table in file.scans() for scan in table.to_pylist()]
    return file.read, scans, ledger


def test_the_same_rows_as_text_and_as_columns(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(parquet_files, "BATCH_IN_ROWS", 2)
    table = pa.table(
        {
            "item_id": pa.array(["A", "B", None, "C"]),
            "event": pa.array(["EMD", "EMI", "EMD", "EMX"]).dictionary_encode(),
            "time_local": pa.array([MOMENT] * 4, pa.timestamp("us", "Asia/Riyadh")),
            "transmitted_at": pa.array([None, datetime(2026, 1, 5, 9), None, None], pa.timestamp("ms")),  # noqa: DTZ001
            "standard_days": pa.array([5, None, 5, 5]),
        }
    )
    pq.write_table(table, tmp_path / "e.parquet")
    (tmp_path / "e.csv").write_text(
        "item_id,event,time_local,transmitted_at,standard_days\nA,EMD,2026-01-05T08:00Z,,5\n"
        "B,EMI,2026-01-05T08:00Z,2026-01-05T09:00,\n,EMD,2026-01-05T08:00Z,,5\nC,EMX,2026-01-05T08:00Z,,5\n"
    )
    (read, scans, ledger), (lines, written, other) = _read(tmp_path / "e.parquet"), _read(tmp_path / "e.csv")
    assert (read, scans, ledger.findings()) == (lines, written, other.findings())
    assert (read, [scan["line"] for scan in scans], len(ledger.findings())) == (4, [2, 3], 2)


@pytest.mark.parametrize("kind", ["cut off", "nested", "column"])
def test_a_file_that_cannot_be_read(tmp_path: Path, kind: str) -> None:
    items: list[Any] = [["A"]] if kind == "nested" else ["A"]
    columns = {"item_id": pa.array(items), "event": pa.array(["EMD"]), "time_local": pa.array(["2026-01-05"])}
    if kind == "column":
        del columns["event"]
    path = tmp_path / "e.parquet"
    pq.write_table(pa.table(columns), path)
    if kind == "cut off":
        path.write_bytes(path.read_bytes()[:-9])
    read, scans, ledger = _read(path)
    assert (read, scans, ledger.refused) == (0, [], True)
    assert [one.code for one in ledger.findings()] == ["EVT_COLUMN_MISSING" if kind == "column" else "EVT_PACKED"]
