"""One row of a workbook, read in a limited child."""

import pytest

from ingest import Limits
from ingest.layouts import LAYOUTS
from ingest.line_child import line_in_child, read_line
from tests.open_documents import row, table, write

NAMES = [column.name for column in LAYOUTS["service-quality"].columns]


@pytest.fixture
def path(tmp_path):
    rows = [row(["", *NAMES]), row([None, "EG", "2026-01", "parcel"]), row([]), row([None, "MA", *["x"] * 30])]
    return write(tmp_path / "a.ods", [table([row(["a", "b"])], name="notes"), table(rows)])


def test_a_row_with_its_names(path) -> None:
    assert line_in_child(path, "service-quality", 2, Limits())[:4] == (
        ("member", "EG"), ("month", "2026-01"), ("product", "parcel"), ("partner", ""),
    )  # fmt: skip
    assert read_line(path, LAYOUTS["service-quality"], 4, Limits(max_cell_chars=1))[-1] == ("", "x")


@pytest.mark.parametrize("line", [0, 1, 3, 5, 10**20])
def test_a_row_that_is_not_there(path, line) -> None:
    assert read_line(path, LAYOUTS["service-quality"], line, Limits()) == ()


def test_files_that_are_no_workbooks_of_figures(tmp_path, path) -> None:
    (tmp_path / "a.csv").write_text("member\nEG\n")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    (tmp_path / "empty.ods").write_bytes(write(tmp_path / "c.ods", [table([])]).read_bytes())
    assert line_in_child(tmp_path / "a.csv", "service-quality", 2, Limits()) == ()
    assert line_in_child(path, "item-events", 2, Limits()) == ()
    assert line_in_child(tmp_path / "b.xlsx", "service-quality", 2, Limits()) == ()
    assert line_in_child(tmp_path / "empty.ods", "service-quality", 2, Limits()) == ()


def test_a_child_that_is_stopped_shows_nothing(path) -> None:
    assert line_in_child(path, "service-quality", 2, Limits(wall_seconds=0)) == ()
