"""Sheets that are safe to open."""

import csv
import io

import pytest

from app.web.csv_out import csv_file, safe


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u200e=1", "＝1", "\n=1"])
def test_no_text_becomes_a_formula(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize(("cell", "expected"), [("plain", "plain"), (-1.5, "-1.5"), (None, ""), (3, "3"), ("", "")])
def test_other_cells_pass(cell, expected):
    assert safe(cell) == expected


def test_a_file_reads_back_as_written():
    answer = csv_file("x.csv", [("a", "b"), ('é;,"', "سطر\nآخر")])
    text = answer.body.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], ['é;,"', "سطر\nآخر"]]
    assert answer.headers["content-disposition"] == 'attachment; filename="x.csv"'
