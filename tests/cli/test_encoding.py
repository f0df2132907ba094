"""`barid check --encoding`: a file that is not UTF-8 is read in the code page that is named, and in no other."""

import json

import pytest

from app.cli import main
from ingest.layouts import LAYOUTS

COLUMNS = [column.name for column in LAYOUTS["service-quality"].columns]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "figures.csv"
    row = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": "200", "remark": "إضراب"}
    text = f"{','.join(COLUMNS)}\n{','.join(row.get(name, '') for name in COLUMNS)}\n"
    path.write_bytes(text.encode("cp1256"))
    return path


def check(file, *more):
    return main(["check", str(file), "--dataset", "service-quality", *more])


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_likeliest_reading_is_shown_with_what_to_type(file, language, capsys):
    assert check(file, "--lang", language) == 1
    told = capsys.readouterr().out
    assert "إضراب" in told
    assert "windows-1256" in told
    assert "--encoding" in told


def test_a_named_encoding_is_read_and_said(file, capsys):
    assert check(file, "--encoding", "CP1256", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["code"], one["params"]) for one in told["findings"]] == [("ENC_CHOSEN", {"encoding": "windows-1256"})]
    assert "windows-1256" in told["findings"][0]["message"]


def test_utf16_without_its_mark_is_read_as_named(file, capsys):
    file.write_bytes(file.read_bytes().decode("cp1256").encode("utf-16-le"))
    assert check(file) == 1
    assert "utf-16-le" in capsys.readouterr().out
    assert check(file, "--encoding", "UTF-16LE") == 0
    assert "utf-16-le" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["utf-7", "windows-9999", "", "../x"])
def test_an_unknown_encoding_is_a_wrong_call_that_names_the_known_ones(file, name, capsys):
    assert check(file, "--encoding", name) == 2
    told = capsys.readouterr()
    assert "windows-1256 windows-1252" in told.err
    assert told.out == ""
    call = ["submit", str(file), "--dataset", "service-quality", "--member", "EG", "--by", "x", "--encoding", name]
    assert main(call) == 2
