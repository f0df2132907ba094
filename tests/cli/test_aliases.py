"""`barid check --aliases` and `--as`: the office's own names of columns, as the page of the dataset keeps them."""

import json

import pytest
from factories import csv_bytes

from app.cli import main


@pytest.fixture
def file(tmp_path):
    head, rest = csv_bytes("service-quality").decode().split("\n", 1)
    path = tmp_path / "own.csv"
    path.write_text(head.replace("items_arrived", "Reached = us").replace("items_announced", "ANNOUNCED") + "\n" + rest)
    return path


def check(file, *more):
    return main(["check", str(file), "--dataset", "service-quality", *more])


def test_without_them_the_file_is_refused_and_with_them_taken(file, tmp_path, capsys):
    assert check(file) == 1
    told = ["--as", "reached = US=items_arrived"]
    assert check(file, *told) == 1
    capsys.readouterr()
    names = tmp_path / "names.csv"
    names.write_bytes(b"\xef\xbb\xbfname,column\r\nannounced,items_announced\r\n\r\n")
    assert check(file, *told, "--aliases", str(names), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    used = {one["value"]: one["column"] for one in found["findings"] if one["code"] == "HDR_ALIAS"}
    assert used == {"Reached = us": "items_arrived", "ANNOUNCED": "items_announced"}


def test_what_is_said_comes_before_what_the_file_says(file, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("name,column\nannounced,items_on_time\nreached = us,items_arrived\n")
    assert check(file, "--aliases", str(names)) == 1
    assert check(file, "--aliases", str(names), "--as", "announced=items_announced") == 0


@pytest.mark.parametrize("said", ["reached us", "reached us=nothing_of_ours", "=items_arrived", ""])
def test_a_name_that_means_no_column_is_a_wrong_call(file, said, capsys):
    assert check(file, "--as", said) == 2
    assert "THEIRS=OURS" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"column,name\n", b"name,column\na\n", b"name,column\n\xff,x\n"])
def test_a_file_that_is_none_of_names_is_a_wrong_call(file, content, tmp_path, capsys):
    names = tmp_path / "names.csv"
    names.write_bytes(content)
    assert check(file, "--aliases", str(names)) == 2
    assert "names.csv" in capsys.readouterr().err
    assert check(file, "--aliases", str(tmp_path / "missing.csv")) == 2
