"""The fast way and the plain way give equal results: outcome, findings, counts and values."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import Checked, Situation, check_file, reading
from ingest.layouts import LAYOUTS

ODD = [
    "1,5",
    "1.5",
    "95.4",
    "١٢",
    "n/a",
    "not-available",
    "-3",
    "1e3",
    '"quoted"',
    '"two\nlines"',
    'st"ray',
    '"open',
    " 7 ",
    "1234567890123456",
    "1 234",
    "\u202e5",
    "=cmd",
    "<b>",
    "Ã©",
    "2026-02",
    "2026-99",
    "03/04/2026",
    "eg",
    "MA",
    "ЕG",
    "XX",
    "ems",
    "EMS",
    "99999",
    "",
    "0",
    "9" * 1200,
    '""',
    '"a""b"',
    "\u00a0",
    "2026-01-05T08:00Z",
    "yes",
    "letter parcel",
    "plan",
    "disaster_plan",
    "standard_pairs_served",
    "2026-Q1",
    "strike",
]
LINES = ["", ",,,", "  ", "Total,5", "a;b;c", "x", ",".join("1" * 60), '"', "\t"]


def _text(dataset: str, seed: int, rows: int, faults: int, mark: str) -> str:
    """A file that starts out right and suffers some faults."""
    dice = random.Random(seed)
    layout = LAYOUTS[dataset]
    table = []
    for row in range(rows):
        cells = []
        for column in layout.columns:
            if column.is_number:
                cells.append(dice.choice(["", "5", "50", "500"]))
            elif column.name == "partner":
                cells.append(dice.choice(["", "MA", "SA"]))
            elif column.name == "month":
                cells.append(f"2026-{row % 9 + 1:02}")
            else:
                cells.append(column.example)
        table.append(cells)
    for _ in range(faults):
        dice.choice(table)[dice.randrange(len(layout.columns))] = dice.choice(ODD)
    lines = [mark.join(cells) for cells in table]
    for _ in range(dice.choice([0, 0, 0, 1, 2]) if faults else 0):
        lines.insert(dice.randrange(len(lines) + 1), dice.choice(LINES))
    header = mark.join(column.name for column in layout.columns)
    if faults and dice.random() < 0.2:
        header += mark + dice.choice(["", "comment"])
        lines = [line + mark + dice.choice(["", "", "x"]) for line in lines]
    return "\n".join([header, *lines]) + dice.choice(["", "\n", "\n\n"])


def _same(plain: Checked, fast: Checked) -> None:
    assert plain.counts == fast.counts
    assert plain.findings == fast.findings
    assert (plain.outcome, plain.rows) == (fast.outcome, fast.rows)
    assert (plain.table is None) == (fast.table is None)
    if plain.table is not None and fast.table is not None:
        assert plain.table.schema == fast.table.schema
        assert plain.table.to_pydict() == fast.table.to_pydict()


@pytest.mark.parametrize("dataset", sorted(LAYOUTS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10**9),
    rows=st.integers(1, 40),
    faults=st.integers(0, 6),
    mark=st.sampled_from(",;\t"),
    block=st.sampled_from([200, 1500, 2**20]),
)
def test_both_ways_give_equal_results(
    dataset: str, seed: int, rows: int, faults: int, mark: str, block: int, tmp_path: Path, situation: Situation
) -> None:
    path = tmp_path / "twin.csv"
    path.write_bytes(_text(dataset, seed, rows, faults, mark).encode())
    before = reading.BLOCK
    reading.BLOCK = block
    try:
        _same(
            check_file(path, dataset, situation, fast=False),
            check_file(path, dataset, situation, fast=True),
        )
    finally:
        reading.BLOCK = before


def test_a_file_without_faults_is_taken_both_ways(tmp_path: Path, situation: Situation) -> None:
    path = tmp_path / "good.csv"
    header = ",".join(column.name for column in LAYOUTS["service-quality"].columns)
    rest = "," * (len(LAYOUTS["service-quality"].columns) - 7)
    lines = [f"EG,2026-0{n % 9 + 1},{p},,{n},,{n}{rest}" for n in range(9) for p in ("letter", "parcel", "ems")]
    path.write_text("\n".join([header, *lines]), "utf-8")
    plain, fast = (check_file(path, "service-quality", situation, fast=way) for way in (False, True))
    assert (plain.outcome, plain.rows) == ("taken", 27)
    _same(plain, fast)


def test_a_line_longer_than_a_piece_is_read_both_ways(
    tmp_path: Path, situation: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_PIECE", 4096)
    text = _text("service-quality", 5, 300, 0, ",")
    lines = text.splitlines(keepends=True)
    lines[200] = lines[200].rstrip("\n") + "9" * 9000 + "\n"
    path = tmp_path / "long.csv"
    path.write_text("".join(lines), encoding="utf-8", newline="")
    plain = check_file(path, "service-quality", situation, fast=False)
    _same(plain, check_file(path, "service-quality", situation, fast=True))
    assert plain.outcome == "refused"
    assert {finding.line for finding in plain.findings if finding.severity == "error"} == {201}
