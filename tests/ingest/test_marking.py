"""A file back with its faulty cells marked: the sender's own workbook, or a new one of the text's cells."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from ingest import Limits, check_file, marking
from ingest.layouts import LAYOUTS
from ingest.marked_child import keys_in_child, mark_in_child
from ingest.marking import Marking, Note

HEAD = ["member", "month", "product", "partner", "items_arrived", "remark"]
ROWS = [["EG", "2026-01", "parcel", "", 5, "=1+1"], ["EG", "2026-19", "parcel", "", 7, "fine"]]
LIMITS = Limits()


def note(line: int, column: str | None, severity: str = "error", text: str = "Wrong.", column_no: int | None = None):
    return Note(line, column, column_no, severity, text)


def marked(*notes: Note, right_to_left: bool = False) -> Marking:
    rows = (("Line 3 · month", "=cmd|' /C calc'!A0", "Write 2026-01", "Error", "TYP_PERIOD_FORMAT"),)
    return Marking(tuple(notes), "Findings", ("Place", "Wrong", "Hint", "Kind", "Code"), rows, right_to_left)


def csv_file(folder: Path, rows=ROWS, mark: str = ",") -> Path:
    path = folder / "figures.csv"
    path.write_text("\n".join(mark.join(map(str, row)) for row in [HEAD, *rows]) + "\n", "utf-8")
    return path


def workbook_file(folder: Path, rows=ROWS, *, above: int = 0, merged: str = "") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Figures")
    for _ in range(above):
        sheet.append(["Ministry of Posts"])
    for row in [HEAD, *rows]:
        sheet.append(row)
    sheet["E2"] = "=2+3"
    sheet["F3"].comment = Comment("ask Mona", "Samir")
    sheet["F2"].data_type = "s"
    if merged:
        sheet.merge_cells(merged)
    path = folder / "kept"
    book.save(path)
    return path


def opened(content: bytes, folder: Path):
    path = folder / "marked.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    formulas = [cell.coordinate for one in book for row in one.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    return book


def office(folder: Path, kind: str, name: str) -> None:
    """Let LibreOffice open a file and save it as another kind."""
    profile = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)


def done(path: Path, given: Marking, limits: Limits = LIMITS):
    content, reason = mark_in_child(path, "service-quality", given, limits)
    assert reason == ""
    return opened(content, path.parent)


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_text_comes_back_as_a_workbook_with_every_cell_as_text(tmp_path, mark):
    given = marked(note(3, "month"), note(3, "month", "warning", "Odd."), note(2, None, "warning"), right_to_left=True)
    book = done(csv_file(tmp_path, mark=mark), given)
    assert book.sheetnames == ["Findings", "service-quality"]
    sheet = book["service-quality"]
    assert [cell.value for cell in sheet[1]] == HEAD
    assert (sheet["E2"].value, sheet["E2"].data_type, sheet["E2"].number_format) == ("5", "s", "@")
    assert (sheet["F2"].value, sheet["F2"].quotePrefix, sheet["F3"].quotePrefix) == ("=1+1", True, False)
    assert sheet["B3"].comment.text == "Wrong.\n\nOdd."
    assert sheet["B3"].fill.fgColor.rgb == "FFF4C7C3"
    assert sheet["A2"].fill.fgColor.rgb == "FFFFE3A3"
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.fill_type is None
    assert sheet.sheet_view.rightToLeft
    assert (sheet.freeze_panes, book["Findings"].freeze_panes) == ("A2", "A2")
    assert book["Findings"].auto_filter.ref == "A1:E2"
    assert book["Findings"]["B2"].value == "=cmd|' /C calc'!A0"
    assert book.active.title == "Findings"


def test_an_own_workbook_keeps_its_sheets_and_comments_and_loses_its_formulas(tmp_path):
    given = marked(note(3, "remark"), note(3, "E2"), note(2, "nothing"), note(1, "member", column_no=2))
    book = done(workbook_file(tmp_path), given)
    assert book.sheetnames == ["Findings", "Notes", "Figures"]
    sheet = book["Figures"]
    assert sheet["F3"].comment.text == "Wrong.\n\nask Mona"
    assert sheet["E3"].comment.text == "Wrong."
    assert sheet["A2"].comment.text == "Wrong."
    assert sheet["B1"].comment.text == "Wrong."
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
    assert not sheet.sheet_view.rightToLeft
    assert not book["Findings"].sheet_view.rightToLeft


def test_an_ods_comes_back_as_a_new_workbook(tmp_path):
    path = workbook_file(tmp_path, above=1)
    path = path.rename(tmp_path / "figures.xlsx")
    office(tmp_path, "ods", path.name)
    kept = (tmp_path / "figures.ods").rename(tmp_path / "kept")
    sheet = done(kept, marked(note(4, "month")))["service-quality"]
    assert (sheet["B4"].value, sheet["B4"].comment.text, sheet["E4"].value) == ("2026-19", "Wrong.", "7")
    assert keys_in_child(kept, "service-quality", [4], LIMITS)[4]["product"] == "parcel"


def test_notes_and_keys_stand_under_the_names_that_the_member_uses(tmp_path):
    names = {"mois": "month", "what": "product", "remark": "items_on_time", "member": "partner"}
    path = csv_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace("month,product", "Mois,WHAT"), "utf-8")
    content, reason = mark_in_child(
        path, "service-quality", marked(note(3, "month"), note(3, "product"), note(3, "remark")), LIMITS, aliases=names
    )
    assert reason == ""
    sheet = opened(content, tmp_path)["service-quality"]
    noted = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert noted == ["B3", "C3", f"{'ABCDEFGHIJ'[HEAD.index('remark')]}3"]
    found = keys_in_child(path, "service-quality", [3], LIMITS, aliases=names)[3]
    assert (found["month"], found["product"], found["member"]) == ("2026-19", "parcel", "EG")


def test_a_note_within_merged_cells_stands_in_the_first_of_them(tmp_path):
    path = workbook_file(tmp_path, above=1, merged="C3:C4")
    book = done(path, marked(note(4, "product"), note(4, "month")))
    assert book["Figures"]["C3"].comment.text == "Wrong."
    assert book["Figures"]["B4"].comment.text == "Wrong."


def test_what_was_mended_in_the_marked_workbook_is_taken(tmp_path, situation):
    head = [column.name for column in LAYOUTS["service-quality"].columns]
    cells = {"member": "EG", "month": "2026-13", "product": "parcel", "items_arrived": "5"}
    path = tmp_path / "figures.csv"
    path.write_text(",".join(head) + "\n" + ",".join(cells.get(name, "") for name in head) + "\n", "utf-8")
    (found,) = check_file(path, "service-quality", situation).findings
    book = done(path, marked(note(found.line, found.column)))
    book["service-quality"]["B2"] = "2026-01"
    book.save(tmp_path / "mended.xlsx")
    checked = check_file(tmp_path / "mended.xlsx", "service-quality", situation)
    assert checked.outcome == "taken"
    assert checked.table.column("items_arrived").to_pylist() == [5.0]


def test_odd_texts_come_back_too(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_bytes(b"member,month\n\nEG,caf\xe9\x01,more\n")
    sheet = done(path, marked(note(3, None, column_no=5)))["service-quality"]
    assert sheet["B3"].value == "caf\ufffd\ufffd"
    assert sheet["A2"].value is None
    assert sheet["E3"].comment is not None
    path.write_bytes(b'member,month\n"E\nG",2026-01\nMA,2026-02\n')
    sheet = done(path, marked(note(4, "month")))["service-quality"]
    assert [sheet[name].value for name in ("A2", "A3", "A4")] == ["E\nG", None, "MA"]
    path.write_bytes("member,month\nEG,\u0645\u0635\u0631\n".encode("cp1256"))
    content, _ = mark_in_child(path, "service-quality", marked(note(2, "month")), LIMITS, "windows-1256")
    assert opened(content, tmp_path)["service-quality"]["B2"].value == "\u0645\u0635\u0631"
    path.write_bytes(b"nothing\tof\tours\n" + b"\n" * 70)
    assert done(path, marked(note(1, "month")))["service-quality"]["B1"].value == "of"


def test_there_is_nothing_to_mark_in_a_file_too_large_or_damaged(tmp_path, monkeypatch):
    target, given = tmp_path / "out.xlsx", marked(note(2, "month"))
    for most, name in ((2, "MOST_ROWS"), (17, "MOST_CELLS")):
        with monkeypatch.context() as patched:
            patched.setattr(marking, name, most)
            for path in (csv_file(tmp_path), workbook_file(tmp_path)):
                assert marking.mark(path, "service-quality", given, LIMITS, target) == "big"
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(workbook_file(tmp_path).read_bytes()[:-200])
    assert mark_in_child(damaged, "service-quality", given, LIMITS) == (b"", "damaged")
    assert mark_in_child(csv_file(tmp_path), "service-quality", given, Limits(wall_seconds=0)) == (b"", "time")
    assert not target.exists()


def test_records_are_named_by_their_keys_as_written(tmp_path):
    key = {"member": "EG", "month": "2026-19", "product": "parcel", "partner": ""}
    assert keys_in_child(csv_file(tmp_path), "service-quality", [3, 9], LIMITS) == {3: key}
    path = workbook_file(tmp_path, above=1)
    assert keys_in_child(path, "service-quality", [4], LIMITS) == {4: key}
    path.write_text("nothing,of\nours,at all\n", "utf-8")
    assert keys_in_child(path, "service-quality", [2], LIMITS) == {}
    short = csv_file(tmp_path, rows=[["EG", "2026-02"]])
    path = workbook_file(tmp_path)
    assert keys_in_child(short, "service-quality", [2], LIMITS) == {2: {"member": "EG", "month": "2026-02"}}
    path.write_bytes(path.read_bytes()[:-200])
    assert keys_in_child(path, "service-quality", [4], LIMITS) == {}
    assert keys_in_child(short, "service-quality", [2], Limits(wall_seconds=0)) == {}


def test_a_month_that_a_spreadsheet_made_a_day_is_named_as_a_month(tmp_path):
    path = workbook_file(tmp_path, rows=[["EG", date(2026, 3, 1), "parcel", "", 1, None]])
    found = keys_in_child(path, "service-quality", [2], LIMITS)
    assert found[2]["month"] == "2026-03"


def test_libreoffice_finds_no_formula_either(tmp_path):
    payloads = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1+1"]
    rows = [["EG", "2026-01", "parcel", "", text, "ok"] for text in payloads]
    for path in (csv_file(tmp_path, rows=rows, mark=";"), workbook_file(tmp_path, rows=rows[:1])):
        content, _ = mark_in_child(path, "service-quality", marked(note(2, "month")), LIMITS)
        (tmp_path / "marked.xlsx").write_bytes(content)
        office(tmp_path, "fods", "marked.xlsx")
        text = (tmp_path / "marked.fods").read_text("utf-8")
        assert "parcel" in text
        assert "table:formula" not in text
