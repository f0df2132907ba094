"""`barid check` for people and for scripts."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from ingest.layouts import LAYOUTS

ROOT = Path(__file__).parents[2]
COLUMNS = [column.name for column in LAYOUTS["service-quality"].columns]


def lines(*rows):
    """A file whose rows fill five columns and leave the others empty."""
    named = ("month", "product", "items_arrived", "items_with_standard", "items_on_time")
    filled = [dict(zip(named, row, strict=True)) | {"member": "EG", "partner": "MA"} for row in rows]
    return "\n".join([",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in filled)]) + "\n"


GOOD = lines(("2026-01", "parcel", "200", "100", "80"), ("2026-01", "ems", "90", "50", "49"))
BAD = lines(
    ("03/04/2026", "parcel", "200", "100", "80"), ("2026-01", "boat", "200", "100", "80"),
    ("2026-01", "ems", "200", "100", "120"),
)  # fmt: skip


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "service-quality.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def check(file, *more):
    return main(["check", str(file), "--dataset", "service-quality", *more])


def test_a_good_file_is_taken(file, capsys):
    assert check(file(GOOD), "--member", "EG") == 0
    assert "taken (2 rows read)" in capsys.readouterr().out


def test_a_bad_file_is_refused_with_its_places(file, capsys):
    assert check(file(BAD), "--member", "EG") == 1
    told = capsys.readouterr().out
    assert "refused" in told
    assert "Line 2, month:" in told
    assert "Line 3, product:" in told


def test_json_is_one_object_with_all_that_scripts_need(file, capsys):
    path = file(BAD)
    assert check(path, "--member", "EG", "--json", "--lang", "fr") == 1
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["file", "sha256", "rows", "outcome", "findings"]
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (told["rows"], told["outcome"]) == (3, "refused")
    first = told["findings"][0]
    assert {"code", "severity", "scope", "sheet", "line", "record", "column", "column_no", "value", "value_shown",
            "params", "message", "hint", "more"} == set(first)  # fmt: skip
    assert first["message"]
    assert first["hint"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_language_says_it(file, capsys, language):
    assert check(file(BAD), "--member", "EG", "--lang", language) == 1
    told = capsys.readouterr().out
    assert "cli." not in told
    assert "finding." not in told
    assert "%(" not in told


@pytest.mark.parametrize(
    "call",
    [
        ["check", "nowhere.csv", "--dataset", "service-quality"],
        ["check", "nowhere.csv", "--dataset", "nonsense"],
        ["check", "nowhere.csv"],
        ["nonsense"],
        [],
        ["run", "nonsense"],
        ["report", "--quarter", "2026-Q1", "--out", "x.pdf"],
        ["report", "--member", "EG", "--quarter", "2026-13", "--out", "x.pdf"],
        ["events", "nowhere.csv", "--profile", "barid", "--out", "m.csv"],
    ],
)
def test_a_wrong_call_is_2(call, capsys):
    try:
        code = main(call)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert capsys.readouterr().err


def test_an_unknown_member_is_a_wrong_call(file, capsys):
    assert check(file(GOOD), "--member", "QQ") == 2
    assert "'QQ'" in capsys.readouterr().err


def test_checking_loads_no_heavy_room(file):
    code = (
        "import sys; from app.cli import main; "
        f"code = main(['check', {str(file(GOOD))!r}, '--dataset', 'service-quality', '--json']); "
        "heavy = {'pandas', 'sqlalchemy', 'fastapi', 'duckdb', 'plotly', 'openpyxl'} & set(sys.modules); "
        "print(code, sorted(heavy))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "0 []"
