"""Tables of standards by date: what is read, what is refused, which one is in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.events.terms import FOR_EVER, Standard, StandardsError, Terms, read_standards
from ingest.events.working import working_days

HEADER = "member,product,zone,valid_from,days\n"


def test_a_table_is_read_and_its_days_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "standards.csv"
    path.write_text(HEADER + "SA,parcel,,2026-01-01,5\nSA,parcel,,2026-03-01,4\nSA,,,2026-01-01,7\n")
    standards = read_standards(path)
    assert standards[0] == Standard("SA", "parcel", "", date(2026, 1, 1), 5)
    assert Terms(standards=standards).in_force() == [
        ("SA", "ems", "", date(2026, 1, 1), FOR_EVER, 7),
        ("SA", "letter", "", date(2026, 1, 1), FOR_EVER, 7),
        ("SA", "parcel", "", date(2026, 1, 1), date(2026, 3, 1), 5),
        ("SA", "parcel", "", date(2026, 3, 1), FOR_EVER, 4),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"member,days\nSA,3\n", "line 1: the columns are member, product, zone, valid_from, days"),
        (b"", "line 1: the columns are member, product, zone, valid_from, days"),
        (HEADER.encode() + b"SA,,,2026-01-01,3\nSA,box,,2026-01-01,3\n", "line 3"),
        (HEADER.encode() + b",,,2026-01-01,3\n", "line 2"),
        (HEADER.encode() + b"SA,,,1 Jan,3\n", "line 2"),
        (HEADER.encode() + b"SA,,,2026-01-01,-3\n", "line 2"),
        (HEADER.encode() + b"SA,,,2026-01-01\n", "line 2"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_another_file_is_refused_by_its_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "standards.csv"
    path.write_bytes(content)
    with pytest.raises(StandardsError) as error:
        read_standards(path)
    assert error.value.params == {"name": "standards.csv", "reason": reason}


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardsError):
        read_standards(tmp_path / "none.csv")


def test_ordinals_count_the_working_days_of_each_member() -> None:
    """8 January 2026 is a Thursday; Friday and Saturday are free in Riyadh, Saturday and Sunday where nobody knows."""
    rows = working_days(("SA", "XX"), date(2026, 1, 8), date(2026, 1, 11)).to_pylist()
    found = {code: [row["ordinal"] for row in rows if row["member"] == code] for code in ("SA", "XX")}
    assert found == {"SA": [1, 1, 1, 2], "XX": [1, 2, 2, 2]}
