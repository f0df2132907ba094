"""What a sender takes home: the own file with its faults marked, and the findings by record. Never a formula."""

from __future__ import annotations

import io
import subprocess
import uuid

import openpyxl
import pytest
from plain.figures_files import figures

from app.actions import mark_file
from app.actions.submit_submission import submit_submission
from ingest import Limits

PAYLOAD = "=HYPERLINK(A1)"


def faulty(times: int = 1) -> bytes:
    """Two products; months that are none, a payload for a number, a word with a payload."""
    head, first, *_ = figures().decode().splitlines()
    rows = [first.replace("2026-07", f"2026-{13 + at}") for at in range(times)]
    rows.append(first.replace("2026-07", "2026-08").replace("parcel", "letter").replace(",1000,", f",{PAYLOAD},", 1))
    return "\n".join([head, *rows]).encode()


def as_workbook(content: bytes) -> bytes:
    book = openpyxl.Workbook()
    for line in content.decode().splitlines():
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in line.split(",")])
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(client, content: bytes, name: str = "q3.csv") -> str:
    answer = client.fill("/en/send", files={"file": (name, content)}, dataset="service-quality")
    assert answer.status_code == 303, answer.text[:500]
    return answer.headers["location"]


def opened(answer):
    assert answer.status_code == 200, answer.text[:500]
    assert answer.headers["content-disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    return book


@pytest.mark.parametrize("name", ["q3.csv", "q3.xlsx"])
def test_findings_come_by_record_period_message_and_code(browser, name):
    client = browser("uploader")
    content = faulty(2).replace(PAYLOAD.encode(), b"many")
    address = sent(client, as_workbook(content) if name.endswith("xlsx") else content, name)
    sheet = opened(client.get(f"{address}/findings.xlsx"))["Findings"]
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert head[:4] == ["Record", "Period", "What is wrong", "Code"]
    assert [(row[0], row[1], row[3], row[6], row[7]) for row in rows] == [
        ("letter", "2026-08", "TYP_NUMBER", "4", "items_announced"),
        ("parcel", "2026-13", "TYP_PERIOD_FORMAT", "2", "month"),
        ("parcel", "2026-14", "TYP_PERIOD_FORMAT", "3", "month"),
    ]
    assert rows[0][8] == "many"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:I4")
    assert sheet.column_dimensions["C"].width == 64
    assert not sheet.sheet_view.rightToLeft
    arabic = opened(client.get(f"{address}/findings.xlsx".replace("/en/", "/ar/")))
    assert arabic.worksheets[0].sheet_view.rightToLeft
    assert arabic.worksheets[0]["A1"].value == "السجل"


@pytest.mark.parametrize("name", ["q3.csv", "q3.xlsx"])
def test_the_own_file_comes_back_with_every_faulty_cell_marked(browser, name):
    client = browser("uploader")
    content = faulty(23)
    address = sent(client, as_workbook(content) if name.endswith("xlsx") else content, name)
    assert f"{address}/marked.xlsx" in client.get(address).text
    book = opened(client.get(f"{address}/marked.xlsx".replace("/en/", "/fr/")))
    assert book.sheetnames[0] == "Constats"
    sheet = book.worksheets[1]
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert marked == [*(f"B{line}" for line in range(2, 25)), "E25"]
    assert all(sheet[name].fill.fgColor.rgb == "FFF4C7C3" for name in marked)
    assert "2026-01" in sheet["B2"].comment.text
    assert sheet["E25"].value == PAYLOAD
    assert len([row for row in book["Constats"].iter_rows() if row[4].value == "TYP_PERIOD_FORMAT"]) == 23


def test_formulas_of_the_sender_come_back_as_values_and_are_named(browser):
    content = as_workbook(figures())
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["A9"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    client = browser("uploader")
    address = sent(client, out.getvalue(), "q3.xlsx")
    book = opened(client.get(f"{address}/marked.xlsx"))
    assert "values that were read" in [row[1].value for row in book["Findings"].iter_rows()][-1]


def test_a_file_that_has_nothing_to_mark_or_is_too_large_says_so(browser, draft, monkeypatch):
    client = browser("uploader")
    assert "marked.xlsx" not in client.get(f"/en/submissions/{draft}").text
    answer = client.get(f"/en/submissions/{draft}/marked.xlsx")
    assert (answer.status_code, "no places that could be marked" in answer.text) == (409, True)
    address = sent(client, faulty())
    for reason, words in (("big", "20,000 rows"), ("time", "could not be marked")):
        monkeypatch.setattr(mark_file, "mark_in_child", lambda *_, reason=reason: (b"", reason))
        answer = client.get(f"{address}/marked.xlsx")
        assert (answer.status_code, words in answer.text) == (409, True)
    unread = sent(client, b"%PDF-1.4 nothing of ours", "q3.csv")
    assert client.get(f"{unread}/marked.xlsx").status_code == 409


def test_a_foreign_file_to_mark_is_a_missing_one(browser, house, cast, now):
    address = sent(browser("uploader"), faulty())
    for part in ("foreign uploader", "analyst", "foreign analyst"):
        client = browser(part)
        for name in ("marked.xlsx", "findings.xlsx"):
            foreign = client.get(f"{address}/{name}")
            missing = client.get(f"/en/submissions/{uuid.uuid4()}/{name}")
            assert foreign.status_code == missing.status_code == 404
    assert browser("reader").get(f"{address}/marked.xlsx").status_code == 403


def test_a_killed_reader_leaves_the_findings_without_their_records(browser, house, draft, cast, now):
    address = sent(browser("uploader"), faulty())
    object.__setattr__(house, "limits", Limits(wall_seconds=0))
    sheet = opened(browser("uploader").get(f"{address}/findings.xlsx"))["Findings"]
    assert [row[0].value for row in sheet.iter_rows()][1:] == [None, None]
    assert [row[6].value for row in sheet.iter_rows()][1:] == ["3", "2"]
    submit_submission(house, person=cast["uploader"], submission=draft, reason="", now=now)
    assert opened(browser("analyst").get(f"/en/submissions/{draft}/findings.xlsx"))["Findings"].max_row == 1


def test_libreoffice_reads_the_list_as_text(browser, tmp_path):
    client = browser("uploader")
    address = sent(client, faulty())
    (tmp_path / "findings.xlsx").write_bytes(client.get(f"{address}/findings.xlsx").content)
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    for kind in ("fods", "csv:Text - txt - csv (StarCalc):44,34,76,1"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "findings.xlsx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert "table:formula" not in (tmp_path / "findings.fods").read_text("utf-8")
    assert PAYLOAD in (tmp_path / "findings.csv").read_text("utf-8")
    assert "2026-13" in (tmp_path / "findings.csv").read_text("utf-8")
