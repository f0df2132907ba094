"""A number of a workbook is followed to its row, and the workbook comes back under the name of its kind."""

import io
import re

import openpyxl
import pytest

from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from ingest.layouts import LAYOUTS
from tests.open_documents import row, table, write

NAMES = [column.name for column in LAYOUTS["service-quality"].columns]
VALUES = {"member": "EG", "month": "2026-07", "product": "parcel", "items_arrived": 41, "remark": "a<b>"}
CELLS = [VALUES.get(name) for name in NAMES]


def _xlsx(folder):
    book = openpyxl.Workbook()
    book.active.append(["A table of the office"])
    book.active.append(NAMES)
    book.active.append(CELLS)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def _ods(folder):
    return write(folder / "a.ods", [table([row(["A table of the office"]), row(NAMES), row(CELLS)])])


@pytest.mark.parametrize("kind", [_xlsx, _ods])
def test_a_row_of_a_workbook(kind, browser, house, cast, now, tmp_path):
    path = kind(tmp_path)
    submission = receive_file(
        house, person=cast["uploader"], dataset="service-quality", member="EG", name=path.name.upper(),
        source=io.BytesIO(path.read_bytes()), now=now, language="en",
    )  # fmt: skip
    check_submission(house, submission=submission, now=now)
    client = browser("uploader")
    page = client.get(f"/en/submissions/{submission}/lines/3").text
    cells = dict(
        re.findall(r'<th scope="row"><bdi class="code">(.*?)</bdi></th><td><bdi class="code">(.*?)</bdi>', page)
    )
    assert cells["items_arrived"] == "41"
    assert cells["remark"] == "a&lt;b&gt;"
    assert list(cells) == NAMES
    for line in (1, 2, 4, 10**12):
        assert "<tbody>" not in client.get(f"/en/submissions/{submission}/lines/{line}").text
    given = client.get(f"/en/submissions/{submission}/file").headers["content-disposition"]
    assert given.endswith(f'-service-quality{path.suffix}"')
    assert browser("foreign uploader").get(f"/en/submissions/{submission}/lines/3").status_code == 404
