"""A check tells how far it is: its steps in their order, rows that grow, and nothing that could make it fail."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.domain.progress import Progress, progress_of_text
from ingest import check_file, check_in_child, reading
from ingest.layouts import LAYOUTS
from ingest.telling import EVERY, SILENT, Telling


class Heard(Telling):
    """Keeps all that was told."""

    said: list[Progress] = []

    def at(self, step: str, rows: int = 0, percent: int | None = None) -> None:
        self.said.append(Progress(step, rows, percent))


@pytest.fixture
def heard(monkeypatch) -> Heard:
    monkeypatch.setattr(Heard, "said", [])
    return Heard()


def _text(rows: int) -> str:
    names = [column.name for column in LAYOUTS["service-quality"].columns]
    given = {"member": "EG", "month": "2026-01", "product": "parcel", "items_arrived": "5"}
    return "\n".join([",".join(names), *[",".join(given.get(name, "") for name in names)] * rows]) + "\n"


@pytest.mark.parametrize("fast", [False, True])
def test_a_text_tells_its_rows_and_then_the_rules(fast, heard, tmp_path: Path, situation, monkeypatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 200_000)
    path = tmp_path / "a.csv"
    path.write_text(_text(2 * EVERY))
    check_file(path, "service-quality", situation, fast=fast, telling=heard)
    assert heard.said[0] == Progress("reading")
    assert heard.said[-1] == Progress("rules", 2 * EVERY)
    between = heard.said[1:-1]
    assert len(between) >= 2
    assert [one.rows for one in between] == sorted(one.rows for one in between)
    assert between[-1] == Progress("reading", 2 * EVERY, 100 if fast else None)


def test_a_workbook_tells_its_rows(heard, tmp_path: Path, situation) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("service-quality")
    for line in _text(EVERY).splitlines():
        sheet.append(line.split(","))
    path = tmp_path / "a.xlsx"
    book.save(path)
    check_file(path, "service-quality", situation, telling=heard)
    assert heard.said == [Progress("reading"), Progress("reading", EVERY), Progress("rules", EVERY)]


def test_the_child_tells_through_the_file(tmp_path: Path, situation) -> None:
    path, told = tmp_path / "a.csv", tmp_path / "told.txt"
    path.write_text(_text(3))
    assert check_in_child(path, "service-quality", situation, telling=Telling(told)).rows == 3
    assert progress_of_text(told.read_text()) == Progress("rules", 3)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv", "told.txt"]


def test_a_place_that_cannot_be_written_ends_no_check(tmp_path: Path, situation) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_text(1))
    gone = Telling(tmp_path / "missing" / "told.txt")
    assert check_file(path, "service-quality", situation, telling=gone).outcome == "taken"
    SILENT.at("reading")
