"""Every finding of several files in one CSV, and what a packed or endless file comes to."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from ingest import profiles
from ingest.events import sources
from ingest.events.faults import Fault
from ingest.events.findings_file import COLUMNS, FindingsFile
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile

HEADER = b"item_id,event,time_local\n"


def test_every_finding_is_written_and_none_can_run(tmp_path: Path) -> None:
    rows = b"".join(b"B%d,=1+1|cmd,2026-01-05\n" % number for number in range(9))
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(HEADER + rows + b'"B"x,EMD,2026-01-05\n')
    with FindingsFile(tmp_path / "found.csv", "") as found:
        ledger = Ledger(2, found.add)
        for name in ("one.csv", "two.csv"):
            ledger.file = name
            assert list(EventFile(tmp_path / name, profiles.load("barid"), ledger).scans())
        ledger.add(Fault("EVT_DUPLICATE", "item_id", "B"), 3)
    with (tmp_path / "found.csv").open(encoding="utf-8-sig", newline="") as written:
        lines = list(csv.reader(written))
    assert tuple(lines[0]) == COLUMNS
    assert lines[1] == ["one.csv", "2", "1", "event", "EVT_CODE_UNKNOWN", "error", "'=1+1|cmd"]
    assert lines[10][:6] == ["one.csv", "11", "10", "", "EVT_QUOTING", "error"]
    assert [line[0] for line in lines[1:]] == ["one.csv"] * 10 + ["two.csv"] * 11
    listed = ledger.findings()
    assert [(one.code, one.more, one.file) for one in listed[:2]] == [
        ("EVT_CODE_UNKNOWN", 16, "one.csv"), ("EVT_CODE_UNKNOWN", 0, "one.csv"),
    ]  # fmt: skip
    assert ledger.set_aside == {"EVT_CODE_UNKNOWN": 18, "EVT_QUOTING": 2}


@pytest.mark.parametrize(
    ("content", "most", "code"),
    [
        (gzip.compress(HEADER + b"A,EMD,2026-01-05\n" * 500), 5_000, "EVT_PACKED"),
        (gzip.compress(HEADER + b"A,EMD,2026-01-05\n" * 500)[:-20], 2**20, "EVT_PACKED"),
        (HEADER + b"x" * 900, 2**20, "EVT_LINE_LONG"),
        (HEADER + b"A,EMD,2026-01-05\n\xff,EMD,2026-01-05\n", 2**20, "EVT_ENCODING"),
        (b"\xff\xfe" + "item_id,event,time_local\n".encode("utf-16-le") + b"\x00\xd8", 2**20, "EVT_ENCODING"),
        (b'"item_id"x,event,time_local\n' + HEADER, 2**20, "EVT_QUOTING"),
        (b"\n\r\n", 2**20, "EVT_EMPTY"),
    ],
    ids=["bomb", "broken", "endless", "bytes", "wide", "header", "blank"],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch, content: bytes, most: int, code: str) -> None:
    for name, size in (("BLOCK_BYTES", 300), ("LONGEST_LINE", 500), ("MOST_UNPACKED", most), ("MOST_RATIO", 1)):
        monkeypatch.setattr(sources, name, size)
    path, ledger = tmp_path / "events.csv", Ledger(10)
    path.write_bytes(content)
    for _ in EventFile(path, profiles.load("barid"), ledger).scans():
        pass
    assert code in [one.code for one in ledger.findings()]
    assert ledger.refused
