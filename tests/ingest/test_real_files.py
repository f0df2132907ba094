"""Files and strings that others met in the wild: none brings the reader down, and the two ways agree on each."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import check_file
from ingest.layouts import LAYOUTS

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
FILES = sorted(DATA.glob("messy_csv/**/*.csv"))
STRINGS = DATA / "strings" / "blns.txt"


@pytest.mark.skipif(not FILES, reason="../shared/data/messy_csv is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_messy_file_is_refused_with_findings(path, situation) -> None:
    for dataset in ("service-quality", "disruptions"):
        plain = check_file(path, dataset, situation, fast=False)
        assert plain.outcome == "refused"
        assert plain.findings
        fast = check_file(path, dataset, situation, fast=True)
        assert (plain.counts, plain.findings) == (fast.counts, fast.findings)


@pytest.mark.skipif(not STRINGS.exists(), reason="../shared/data/strings is not here")
@pytest.mark.parametrize("column", ["remark", "member", "items_arrived", "month"])
def test_a_naughty_string_is_a_value_or_a_finding(column, tmp_path, situation) -> None:
    layout = LAYOUTS["service-quality"]
    base = {"member": "EG", "month": "2026-01", "product": "ems", "items_arrived": "1"}
    header = ",".join(c.name for c in layout.columns)
    strings = [text for text in STRINGS.read_text("utf-8").split("\n") if text and not text.startswith("#")]
    assert len(strings) > 400
    path = tmp_path / "naughty.csv"
    for text in strings:
        quoted = '"' + text.replace('"', '""') + '"'
        row = ",".join({**base, column: quoted}.get(c.name, "") for c in layout.columns)
        path.write_text(f"{header}\n{row}\n", "utf-8")
        checked = check_file(path, "service-quality", situation, fast=False)
        if column != "remark":
            assert checked.outcome == "refused" or checked.table.num_rows == 1
        for finding in checked.findings:
            assert "Traceback" not in str(finding.params)
