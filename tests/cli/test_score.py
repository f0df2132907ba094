"""`barid score` as a whole command: what it writes, what it refuses, and that it then writes nothing."""

import csv
import itertools
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[2])

METHOD = """
version = "t"
[[node]]
code = "I"
aggregation = "geometric"
floor_shift = 0.01
[[node]]
code = "A"
parent = "I"
[[node]]
code = "B"
parent = "I"
weight = 2
[[indicator]]
code = "x"
node = "A"
floor = 0
target = 10
[[indicator]]
code = "y"
node = "B"
floor = 100
target = 0
[[indicator]]
code = "z"
node = "B"
floor = 1
target = 100
scale = "log"
"""
DATA = "unit,period,x,y,z\nEG,P1,3,40,\nEG,P2,5,30,20\nMA,P1,7,20,10\nMA,P2,,10,10\n"


@pytest.fixture
def run(tmp_path):
    """Runs `barid score` on texts; gives the finished process and where the scores would be."""

    def run(method=METHOD, data=DATA, *more):
        (tmp_path / "m.toml").write_text(method, encoding="utf-8")
        (tmp_path / "d.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
        out = tmp_path / "scores.csv"
        command = [
            sys.executable,
            "-m",
            "app.cli",
            "score",
            "--method",
            "m.toml",
            "--data",
            "d.csv",
            "--out",
            "scores.csv",
        ]
        done = subprocess.run(
            [*command, *more], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
            env={"PYTHONPATH": ROOT},
        )  # fmt: skip
        return done, out

    return run


def table(path):
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_a_row_for_each_unit_and_place_with_a_value_or_a_reason(run):
    done, out = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    rows = table(out)
    assert list(rows[0]) == [
        "unit", "period", "code", "level", "value", "reason", "coverage", "lower", "upper", "rank",
    ]  # fmt: skip
    assert len(rows) == 4 * 6
    for row in rows:
        assert (row["value"] == "") == (row["reason"] != "")
        assert (row["rank"] == "") == (row["value"] == "")
        if row["value"]:
            assert float(row["lower"]) <= float(row["value"]) <= float(row["upper"])
    index = {(row["unit"], row["period"]): row for row in rows if row["code"] == "I"}
    low = (math.exp((math.log(1 + 0.99 * 30) + 2 * math.log(1 + 0.99 * 60)) / 3) - 1) / 0.99
    assert float(index["EG", "P1"]["value"]) == pytest.approx(low, abs=1e-12)
    assert index["EG", "P1"]["rank"] == "2"


def test_the_trace_tells_every_step_and_its_points_sum(run):
    done, _ = run(METHOD, DATA, "--trace", "trace.csv")
    assert done.returncode == 0
    rows = table(_.parent / "trace.csv")
    for _unit, group in itertools.groupby(rows, key=lambda row: (row["unit"], row["period"])):
        places = {row["code"]: row for row in group}
        index = float(places["I"]["unrounded"])
        leaves = [places[code] for code in "xyz"]
        assert sum(float(leaf["carries"] or 0) for leaf in leaves) == pytest.approx(index, abs=1e-9)
        assert sum(float(leaf["costs"] or 0) for leaf in leaves) == pytest.approx(100 - index, abs=1e-9)
    first = next(row for row in rows if row["code"] == "z" and row["unit"] == "MA")
    assert float(first["transformed"]) == pytest.approx(math.log(10))
    assert (first["floor"], first["target"], first["uncut"], first["clip"]) == ("1", "100", "50", "")


def test_draws_give_the_same_bytes_for_the_same_seed_and_bands_around_the_value(run):
    rows = zip(DATA.splitlines(), ("y:n", "30", "100", "400", "50"), strict=True)
    counted = "".join(f"{row},{count}\n" for row, count in rows)
    done, out = run(METHOD, counted, "--draws", "500", "--seed", "3")
    assert done.returncode == 0, done.stderr
    first = out.read_bytes()
    run(METHOD, counted, "--draws", "500", "--seed", "3")
    assert out.read_bytes() == first
    run(METHOD, counted, "--draws", "500", "--seed", "4")
    assert out.read_bytes() != first
    for row in table(out):
        if row["code"] == "I":
            for kind in ("data", "method"):
                assert float(row[f"{kind}_p5"]) < float(row["value"]) < float(row[f"{kind}_p95"]), row
        else:
            assert row["data_p5"] == row["method_p95"] == ""


def test_without_counts_the_data_have_no_band(run):
    _, out = run(METHOD, DATA, "--draws", "50")
    index = next(row for row in table(out) if row["code"] == "I")
    assert (index["data_p5"], index["data_rank_p95"]) == ("", "")
    assert index["method_p5"] != ""


@pytest.mark.parametrize(
    ("method", "data", "says"),
    [
        (METHOD, DATA.replace("x,y,z", "x,y,w"), "line 1, column 5: unknown indicator 'w'"),
        (METHOD, DATA.replace("MA,P2", "MA,P1"), "line 5: unit 'MA' P1 stands already in line 4"),
        (METHOD, DATA.replace("5,30", "5,many"), "line 3, column 'y': 'many' is not a number"),
        (METHOD, DATA.replace("5,30", "NA,30"), "line 3, column 'x': 'NA' is not a number"),
        (METHOD, DATA.replace("unit", "country"), "line 1, column 1: unknown indicator 'country'"),
        (METHOD, DATA.replace("x,y,z", "x,y,y"), "line 1, column 5: 'y' stands there twice"),
        (METHOD, DATA + "TN,P1,1,2\n", "line 6: 4 cells where the header has 5"),
        (METHOD, DATA + ",P1,1,2,3\n", "line 6: the unit is empty"),
        (METHOD, "unit,x,y,z\n", "there are no units"),
        (METHOD, "", "line 1: the file is empty"),
        (METHOD, b"unit,x\nEG,\xff\n", "the file is not UTF-8"),
        (METHOD, "unit,x\nEG,\"5\n", "line 2: unexpected end of data"),
        (METHOD, DATA.replace("x,y,z", "x,y,z:n").replace("30,20", "30,0"), "line 3, column 'z:n': '0' is no number"),
        (METHOD.replace('parent = "I"\nweight', 'parent = "B"\nweight'), DATA, "node B: it is its own ancestor"),
        (METHOD.replace("weight = 2", "weight = 0").replace('code = "A"', 'code = "A"\nweight = 0'), DATA,
         "node I: its children weigh nothing"),
        (METHOD.replace("floor = 1\n", "floor = 0\n"), DATA, "indicator z: a log scale needs goalposts above 0"),
        (METHOD.replace("target = 10\n", "target = 0\n"), DATA, "indicator x: floor and target are both 0"),
        (METHOD.replace("weight = 2", "wieght = 2"), DATA, "node B: unknown keys: wieght"),
        (METHOD.replace("weight = 2", "weight = -2"), DATA, "node B: weight = -2 is outside"),
        (METHOD.replace('"geometric"', '"median"'), DATA, "node I: aggregation is unknown: 'median'"),
        ("version = ", DATA, "file: not TOML"),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_in_one_line_and_nothing_is_written(run, method, data, says):
    done, out = run(method, data, "--trace", "trace.csv")
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not out.exists()
    assert not (out.parent / "trace.csv").exists()
    assert {path.name for path in out.parent.iterdir()} == {"m.toml", "d.csv"}


def test_a_column_that_is_not_there_is_missing_and_said(run):
    done, out = run(METHOD, "unit,x,y\nEG,3,40\n")
    assert done.returncode == 0
    assert "no column for z" in done.stderr
    assert next(row for row in table(out) if row["code"] == "z")["reason"] == "NO_DATA"


def explained(run, tmp_path, *more):
    run()
    command = [sys.executable, "-m", "app.cli", "score", "explain", "--method", "m.toml", "--data", "d.csv", *more]
    return subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env={"PYTHONPATH": ROOT}
    )


def test_the_parts_of_a_change_sum_to_it(run, tmp_path):
    done = explained(run, tmp_path, "--unit", "EG", "--from", "P1", "--to", "P2", "--json")
    told = json.loads(done.stdout)
    assert told["change"] == told["after"] - told["before"]
    assert sum(part["points"] for part in told["parts"]) == pytest.approx(told["change"], abs=1e-9)
    assert {(part["code"], part["effect"]) for part in told["parts"]} == {
        ("x", "value"), ("y", "value"), ("y", "coverage"), ("z", "coverage"),
    }  # fmt: skip
    lines = explained(run, tmp_path, "--unit", "EG", "--from", "P1", "--to", "P2").stdout.splitlines()
    parts = [float(line.split("\t")[2]) for line in lines[lines.index("code\teffect\tpoints") + 1 :]]
    change = float(next(line for line in lines if line.startswith("change")).split("\t")[1])
    assert sum(parts) == pytest.approx(change, abs=1e-9)


def test_revision_and_method_have_parts_of_their_own(run, tmp_path):
    (tmp_path / "old.csv").write_text(DATA.replace("3,40", "2,40"), encoding="utf-8")
    (tmp_path / "old.toml").write_text(METHOD.replace("weight = 2", "weight = 1"), encoding="utf-8")
    more = ("--from-data", "old.csv", "--from-method", "old.toml", "--json")
    told = json.loads(explained(run, tmp_path, "--unit", "EG", "--from", "P1", "--to", "P2", *more).stdout)
    assert {part["effect"] for part in told["parts"]} == {"value", "coverage", "revision", "method"}
    assert sum(part["points"] for part in told["parts"]) == pytest.approx(told["change"], abs=1e-9)


@pytest.mark.parametrize(
    ("unit", "period", "says"),
    [("TN", "P2", "no unit 'TN' in d.csv"), ("EG", "P9", "'EG' has no period 'P9'; it has P1, P2")],
)
def test_a_unit_or_period_that_is_not_there_is_named(run, tmp_path, unit, period, says):
    done = explained(run, tmp_path, "--unit", unit, "--from", "P1", "--to", period)
    assert done.returncode == 2
    assert says in done.stderr
