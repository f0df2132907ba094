"""The table of `barid score` is read whole, or refused with the line and the column."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ingest.score_table import TableError, read_score_table

CODES = ("A-1", "B-2")


def _read(tmp_path: Path, content: str | bytes):
    path = tmp_path / "data.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_score_table(path, CODES)


def test_units_periods_numbers_and_counts_are_read(tmp_path: Path) -> None:
    table = _read(
        tmp_path, '\ufeffperiod, unit,B-2,A-1,A-1:n\r\n2026-Q1,"Qatar, state",-1.5e2, ,7\r\n\r\n2026-Q2,EG,inf,.5,1\r\n'
    )
    assert (table.units, table.periods) == (("Qatar, state", "EG"), ("2026-Q1", "2026-Q2"))
    assert list(table.columns) == ["B-2", "A-1"]
    assert table.columns["B-2"].tolist() == [-150, math.inf]
    assert math.isnan(table.columns["A-1"][0])
    assert table.columns["A-1"][1] == 0.5
    assert {code: column.tolist() for code, column in table.counts.items()} == {"A-1": [7, 1]}


def test_without_periods_there_is_one(tmp_path: Path) -> None:
    table = _read(tmp_path, "unit,A-1\nEG,1\nMA,2")
    assert (table.units, table.periods, len(table)) == (("EG", "MA"), ("", ""), 2)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "line 1: the file is empty"),
        (b"unit,A-1\n\xff,1\n", "byte 10: the file is not UTF-8"),
        ("unit,A-1,A-1\nEG,1,1\n", "line 1, column 3: 'A-1' stands there twice"),
        ("unit,C-3\nEG,1\n", "line 1, column 2: unknown indicator 'C-3'; the method knows A-1, B-2"),
        ("unit,A-1,\nEG,1,\n", "line 1, column 3: a column without a name"),
        ("A-1\n1\n", "line 1: there is no column 'unit'"),
        ("unit,A-1\n", "line 2: there are no units"),
        ("unit,A-1\nEG\n", "line 2: 1 cells where the header has 2"),
        ("unit,A-1\n ,1\n", "line 2: the unit is empty"),
        ("unit,A-1\nEG,1\n\nEG,2\n", "line 4: unit 'EG' stands already in line 2"),
        ("unit,period,A-1\nEG,2026,1\nEG,2026,2\n", "line 3: unit 'EG' 2026 stands already in line 2"),
        ('unit,A-1\n"EG"x,1\n', "line 2: ',' expected after"),
        ("unit,A-1\nEG,12 %\n", "line 2, column 'A-1': '12 %' is not a number"),
        ("unit,A-1\nEG,nan\n", "line 2, column 'A-1': 'nan' is not a number"),
        ("unit,A-1,A-1:n\nEG,1,0\n", "line 2, column 'A-1:n': '0' is no number of items"),
    ],
)
def test_a_table_that_cannot_be_scored_names_the_place(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(TableError) as error:
        _read(tmp_path, content)
    assert says in str(error.value)
