"""Our template, filled in and saved by LibreOffice and Gnumeric: the same values come back, or a finding."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest import check_file
from ingest.layouts import LAYOUTS
from ingest.templates import Filling, template_csv

DATASET = "service-quality"
SOFFICE, GNUMERIC = shutil.which("soffice"), shutil.which("ssconvert")
REMARK = "تأخر «البعائث»; été, 5 %"
ROWS = [
    {"member": "EG", "month": "2026-01", "product": "parcel", "partner": "MA", "items_announced": "1200",
     "items_arrived": "1100", "items_delivery_event": "1050", "delivery_days_p50": "2.5", "delivery_days_p90": "12.25"},
    {"member": "EG", "month": "2026-02", "product": "letter", "items_announced": "123456789", "items_arrived": "0",
     "delivery_days_p50": "0.125", "delivery_days_p90": "0.5"},
    {"member": "EG", "month": "2026-03", "product": "ems", "items_announced": "not-available", "items_arrived": "7",
     "remark": REMARK},
]  # fmt: skip
WANTED = [
    {"member": "EG", "month": "2026-01", "product": "parcel", "partner": "MA", "items_announced": 1200.0,
     "items_arrived": 1100.0, "delivery_days_p50": 2.5, "delivery_days_p90": 12.25},
    {"member": "EG", "month": "2026-02", "product": "letter", "partner": "", "items_announced": 123456789.0,
     "items_arrived": 0.0, "delivery_days_p50": 0.125, "delivery_days_p90": 0.5},
    {"member": "EG", "month": "2026-03", "product": "ems", "partner": "", "items_announced": None,
     "items_arrived": 7.0, "delivery_days_p50": None, "delivery_days_p90": None},
]  # fmt: skip

_OFFICE_TEXTS = {"semicolon": "59,34,76", "utf-16": "9,34,65535", "windows-1256": "59,34,38"}
"""LibreOffice's numbers for the separator, the quote and the encoding of a text."""
_GNUMERIC_TEXTS = {"semicolon": "UTF-8", "utf-16": "UTF-16LE", "windows-1256": "CP1256"}


def _filled(language: str | None) -> bytes:
    """The template as it is given out, with the rows written below its header."""
    given = template_csv(DATASET, Filling(language or "en", titles=language is not None))
    out = io.StringIO()
    names = [column.name for column in LAYOUTS[DATASET].columns]
    csv.DictWriter(out, names, restval="", lineterminator="\r\n").writerows(ROWS)
    return given + out.getvalue().encode("utf-8")


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, timeout=300, capture_output=True)


@pytest.fixture(scope="module")
def sources(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    (folder / "names.csv").write_bytes(_filled(None))
    (folder / "arabic.csv").write_bytes(_filled("ar"))
    return folder


@pytest.fixture(scope="module")
def office(sources: Path, tmp_path_factory) -> Path:
    """What LibreOffice makes of the filled templates."""
    if not SOFFICE:
        pytest.skip("soffice is not here")
    folder = tmp_path_factory.mktemp("office")
    names, arabic = sources / "names.csv", sources / "arabic.csv"
    begin = (SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--infilter=CSV:44,34,76,1", "--convert-to")  # fmt: skip
    into = ("--outdir", folder)
    for kind in ("xlsx", "ods"):
        _run(*begin, kind, *into, names, arabic)
    for kind, words in _OFFICE_TEXTS.items():
        _run(*begin, f"csv:Text - txt - csv (StarCalc):{words},1", *into, names)
        (folder / "names.csv").rename(folder / f"{kind}.csv")
    return folder


@pytest.fixture(scope="module")
def gnumeric(sources: Path, tmp_path_factory) -> Path:
    """What Gnumeric makes of the filled templates."""
    if not GNUMERIC:
        pytest.skip("ssconvert is not here")
    folder = tmp_path_factory.mktemp("gnumeric")
    begin = (GNUMERIC, "--import-encoding=UTF-8")
    for name in ("names", "arabic"):
        _run(*begin, "-T", "Gnumeric_Excel:xlsx2", sources / f"{name}.csv", folder / f"{name}.xlsx")
        _run(*begin, "-T", "Gnumeric_OpenCalc:odf", sources / f"{name}.csv", folder / f"{name}.ods")
    for kind, charset in _GNUMERIC_TEXTS.items():
        options = f"separator=; charset={charset} format=automatic transliterate-mode=transliterate"
        _run(*begin, "-T", "Gnumeric_stf:stf_assistant", "-O", options, sources / "names.csv", folder / f"{kind}.txt")
        (folder / f"{kind}.txt").rename(folder / f"{kind}.csv")
    return folder


@pytest.mark.parametrize("program", ["office", "gnumeric"])
@pytest.mark.parametrize("name", ["names.xlsx", "names.ods", "arabic.xlsx", "arabic.ods"])
def test_a_template_saved_as_workbook_comes_back_with_its_values(program, name, request, situation) -> None:
    checked = check_file(request.getfixturevalue(program) / name, DATASET, situation)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.select(list(WANTED[0])).to_pylist() == WANTED
    assert checked.table.column("remark").to_pylist()[2] == REMARK
    assert not [finding for finding in checked.findings if finding.severity != "normalised"]


@pytest.mark.parametrize("program", ["office", "gnumeric"])
@pytest.mark.parametrize("name", ["semicolon", "utf-16", "windows-1256"])
def test_a_template_saved_as_text_comes_back_with_its_values_or_a_finding(program, name, request, situation) -> None:
    checked = check_file(request.getfixturevalue(program) / f"{name}.csv", DATASET, situation)
    if name == "windows-1256":  # which encoding it is only a person can say
        assert checked.table is None
        assert any(code.startswith("ENC_") for code in checked.counts)
    elif "ENC_UTF16_NO_BOM" in checked.counts:  # Gnumeric leaves out the mark: a person says which order it is
        path = request.getfixturevalue(program) / f"{name}.csv"
        assert "ENC_CHOSEN" in check_file(path, DATASET, situation, encoding="utf-16-le").counts
        assert "ENC_CHOSEN" not in check_file(path, DATASET, situation, encoding="windows-1256").counts
    elif checked.table is None:  # Gnumeric writes its dates in the machine's way
        assert {finding.code for finding in checked.findings if finding.severity == "error"} == {"TYP_PERIOD_FORMAT"}
    else:
        assert checked.table.select(list(WANTED[0])).to_pylist() == WANTED
        assert checked.table.column("remark").to_pylist()[2] == REMARK
