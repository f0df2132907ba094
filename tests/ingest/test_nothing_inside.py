"""What is said of a file with nothing in it follows its bytes, whatever its name says."""

import io

import openpyxl
import pytest

from ingest import check_file
from ingest.layouts import LAYOUTS

HEAD = [column.name for column in LAYOUTS["service-quality"].columns]
ROW = ["EG", "2026-01", "parcel", "", 5]


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["file.csv", "file.xlsx"])
@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"\n", ["FIL_EMPTY"]),
        (b"\xef\xbb\xbf \r\n\t", ["FIL_EMPTY"]),
        (b"\n" * 3000, ["FIL_EMPTY"]),
        (b"\n" * 300 + ",".join(HEAD).encode() + b"\nEG,2026-01,parcel,,5\n", ["HDR_NONE"]),
        ((",".join(HEAD) + "\n").encode(), ["HDR_NO_ROWS"]),
        (workbook([]), ["XLS_SHEET_EMPTY"]),
        (workbook([], [], []), ["XLS_SHEET_EMPTY"]),
        (workbook([HEAD]), ["HDR_NO_ROWS"]),
        (workbook([], [HEAD]), ["HDR_NO_ROWS"]),
        (workbook([["notes"]], [["more"]]), ["XLS_SHEET_CHOICE"]),
        (workbook([], [HEAD, ROW]), []),
    ],
)
def test_the_right_thing_is_said(tmp_path, situation, name, content, codes):
    path = tmp_path / name
    path.write_bytes(content)
    checked = check_file(path, "service-quality", situation)
    assert [one.code for one in checked.findings if one.severity in ("refused", "error")] == codes
    assert (checked.outcome == "taken") is (codes == [])
