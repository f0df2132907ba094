"""The gallery: files that are taken, and files that are refused with exactly the findings written beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import check_file
from ingest.layouts import LAYOUTS

GALLERY = Path(__file__).parents[1] / "gallery"
ACCEPTED = sorted((GALLERY / "accepted").glob("*.*"))
REFUSED = sorted((GALLERY / "refused").glob("*.csv"))


def _dataset(path: Path) -> str:
    return next(dataset for dataset in LAYOUTS if path.name.startswith(dataset))


@pytest.mark.parametrize(
    "path", [p for p in ACCEPTED if not p.name.startswith("item-events")], ids=lambda path: path.name
)
def test_an_accepted_file_is_taken_without_a_warning(path, situation) -> None:
    checked = check_file(path, _dataset(path), situation)
    assert checked.outcome == "taken"
    assert [finding for finding in checked.findings if finding.severity != "normalised"] == []


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
@pytest.mark.parametrize("fast", [False, True])
def test_a_refused_file_is_told_exactly_what_is_wrong(path, fast, situation) -> None:
    checked = check_file(path, _dataset(path), situation, fast=fast)
    found = [
        {"code": f.code, "line": f.line, "column": f.column, "value": f.value}
        for f in checked.findings
        if f.severity in {"error", "refused"}
    ]
    assert checked.outcome == "refused"
    assert found == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_the_same_figures_in_another_dialect_are_the_same_figures(situation) -> None:
    plain = check_file(GALLERY / "accepted" / "service-quality-plain.csv", "service-quality", situation).table
    for name in (
        "utf16-tab.csv",
        "semicolon-decimal-comma.csv",
        "arabic-digits.csv",
        "french-titles.csv",
        "workbook.xlsx",
        "old-mac-line-ends.csv",
    ):
        table = check_file(GALLERY / "accepted" / f"service-quality-{name}", "service-quality", situation).table
        assert table.drop_columns(["line"]).to_pydict() == plain.drop_columns(["line"]).to_pydict(), name
