"""`barid events explain`: what a person reads about one item, in the three languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import main

HEADER = "item_id,event,time_local,transmitted_at,destination,origin,product,retention_reason,standard_days\n"
ROWS = """\
A,EMC,2026-01-03T08:00+02:00,2026-01-03T09:00+02:00,SA,EG,parcel,,3
A,EMD,2026-01-05T08:00+03:00,2026-01-05T09:00+03:00,SA,EG,parcel,,3
A,EME,2026-01-05T18:00+03:00,,SA,EG,parcel,,3
A,EDC,2026-01-06T18:00+03:00,,SA,EG,parcel,,3
A,EMI,2026-01-12T08:00+03:00,2026-01-14T09:00+03:00,SA,EG,parcel,,3
A,EMX,2026-01-12T08:00+03:00,,SA,EG,parcel,,3
B,EMC,2026-01-03T08:00-02:30,,SA,EG,parcel,,
B,EMD,2026-01-05T08:00Z,,SA,EG,parcel,,
B,EMK,2026-01-06T08:00Z,,SA,EG,parcel,,
C,EMD,2026-01-05T08:00Z,,SA,EG,parcel,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scans.csv"
    path.write_text(HEADER + ROWS)
    return path


def told(capsys, *arguments: object) -> tuple[int, str]:
    code = main(["events", "explain", *map(str, arguments), "--profile", "barid"])
    return code, capsys.readouterr().out


def test_a_late_item_and_the_rules_behind_it(file: Path, capsys) -> None:
    code, out = told(capsys, "A", file)
    assert code == 0
    assert out.splitlines() == [
        "Item A",
        "  EMC  2026-01-03 08:00:00 (UTC+02:00)  2026-01-03 06:00:00 UTC  "
        "transmitted 2026-01-03 07:00:00 UTC, after 1:00  scans.csv, line 2",
        "  EMD  2026-01-05 08:00:00 (UTC+03:00)  2026-01-05 05:00:00 UTC  "
        "transmitted 2026-01-05 06:00:00 UTC, after 1:00  scans.csv, line 3",
        "  EME  2026-01-05 18:00:00 (UTC+03:00)  2026-01-05 15:00:00 UTC  transmission unknown  scans.csv, line 4",
        "  EDC  2026-01-06 18:00:00 (UTC+03:00)  2026-01-06 15:00:00 UTC  transmission unknown  scans.csv, line 5",
        "  EMI  2026-01-12 08:00:00 (UTC+03:00)  2026-01-12 05:00:00 UTC  "
        "transmitted 2026-01-14 06:00:00 UTC, after 49:00  scans.csv, line 6",
        "- Product parcel, destination SA, origin EG.",
        "- Counted in 2026-01, the month of its arrival.",
        "- Standard of its own scans, in working days: 3.",
        "- Late: 5 working days against 3, from 2026-01-05 to 2026-01-12.",
        "- It counts as late.",
        "- Status: delayed by 2 days.",
        "- Late information return: transmitted after 49 hours.",
        "- Into customs by EME at 2026-01-05 15:00:00 UTC.",
        "- Out of customs by EDC at 2026-01-06 15:00:00 UTC; hours there: 24.0.",
        "- Customs not deducted: no reason code.",
        "1 row of these files was set aside; it may have been a scan of this item.",
    ]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_each_language_tells_the_same_facts(file: Path, capsys, language: str) -> None:
    english = told(capsys, "A", file)[1].splitlines()
    other = told(capsys, "A", file, "--lang", language)[1].splitlines()
    assert len(other) == len(english)
    assert all(line not in english for line in other)


def test_an_item_that_was_sent_on_and_clocks_behind(file: Path, capsys) -> None:
    out = told(capsys, "B", file)[1]
    assert "(UTC-02:30)" in out
    assert "sent on by EMK at 2026-01-06 08:00:00 UTC" in out


def test_a_table_of_standards_a_day_and_a_cut_off(file: Path, tmp_path: Path, capsys) -> None:
    table = tmp_path / "standards.csv"
    table.write_text("member,product,zone,valid_from,days\nSA,,,2026-01-01,4\n")
    wanted = ("C", file, "--standards", table, "--as-of", "2026-01-12")
    for more, count in (((), 5), (("--cut-off", 8), 4)):
        code, out = told(capsys, *wanted, *more, "--json")
        found = json.loads(out)
        assert code == 0
        assert {"code": "open_against_standard", "count": count, "standard": 4} in found["facts"]
    assert [(one["event"], one["utc"], one["sent"], one["line"]) for one in found["scans"]] == [
        ("EMD", "2026-01-05T08:00:00", None, 11)
    ]


def test_an_item_that_no_file_has(file: Path, capsys) -> None:
    assert told(capsys, "Z", file)[0] == 1
    assert told(capsys, "Z", file, "--json") == (1, "null\n")


WRONG = [("none.csv",), ("FILE", "--as-of", "x"), ("FILE", "--standards", "no.csv")]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda call: call[-1])
def test_a_wrong_call_is_said(file: Path, capsys, wrong) -> None:
    code, out = told(capsys, "A", *(file if one == "FILE" else one for one in wrong))
    assert (code, out) == (2, "")


def test_an_hour_that_no_day_has_is_refused(file: Path, capsys) -> None:
    with pytest.raises(SystemExit) as left:
        told(capsys, "A", file, "--cut-off", 25)
    assert left.value.code == 2


def test_measures_take_the_same_standards_and_cut_off(file: Path, tmp_path: Path, capsys) -> None:
    """C is judged by the table, and is late from the day on which its standard has passed."""
    table, out = tmp_path / "standards.csv", tmp_path / "measures.csv"
    table.write_text("member,product,zone,valid_from,days\nSA,,,2026-01-01,4\n")
    wanted = ["events", str(file), "--profile", "barid", "--out", str(out), "--as-of", "2026-01-12"]
    for more, judged in (([], 1), (["--standards", str(table)], 2), (["--standards", str(table), "--cut-off", "8"], 1)):
        assert main([*wanted, *more]) == 0
        assert f"SA,2026-01,parcel,inbound,,items_with_standard,{judged},,false" in out.read_text().splitlines()
    capsys.readouterr()
