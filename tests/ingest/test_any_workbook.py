"""Any table that we write as a workbook comes back as the same values or as a finding, never another number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as ILLEGAL

from ingest import Checked, check_file
from ingest.layouts import LAYOUTS
from ingest.numbers import latin_digits
from tests.open_documents import cell, row, table, write, xml_cell

COLUMNS = LAYOUTS["service-quality"].columns
NAMES = [column.name for column in COLUMNS]
DECIMALS = {"delivery_days_p50", "delivery_days_p90"}
MEASURES = [column.name for column in COLUMNS if column.measure]
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")

COUNTS = st.integers(0, 10**15 - 1)
DAYS = st.floats(0, 1e6, allow_nan=False, allow_subnormal=False).map(lambda value: float(f"{value:.6g}"))
WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn", "Co")), max_size=30)


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, object]]:
    """Rows with different keys; a cell is a number, the number as text in digits of some script, or nothing."""
    months = draw(st.lists(st.integers(1, 10), min_size=1, max_size=4, unique=True))
    rows = []
    for month in months:
        said: dict[str, object] = {"member": "EG", "month": f"2026-{month:02}", "product": "parcel"}
        for name in draw(st.lists(st.sampled_from(MEASURES), max_size=5, unique=True)):
            said[name] = draw(DAYS if name in DECIMALS else COUNTS)
        said["remark"] = draw(WORDS)
        rows.append(said)
    return rows


@st.composite
def ways(draw: st.DrawFn) -> tuple[str, bool, bool, int, int]:
    """How the numbers are written: digits, as text, months as days; where the table begins: rows and columns before."""
    return (
        draw(st.sampled_from(DIGITS)), draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 3)),
        draw(st.integers(0, 2)),
    )  # fmt: skip


def _written(said: dict[str, object], name: str, way: tuple[str, bool, bool, int, int]) -> object:
    digits, as_text, as_days, _, _ = way
    value = said.get(name)
    if name == "month" and as_days:
        return date.fromisoformat(f"{value}-01")
    if isinstance(value, int | float) and as_text:
        return format(Decimal(repr(value)), "f").translate(str.maketrans(DIGITS[0], digits))
    return value


def _xlsx(path: Path, rows: list[dict[str, object]], way) -> Path:
    book = openpyxl.Workbook()
    for line, said in enumerate([dict(zip(NAMES, NAMES, strict=True)), *rows]):
        for place, name in enumerate(NAMES):
            one = book.active.cell(line + 1 + way[3], place + 1 + way[4])
            value = _written(said, name, way) if line else name
            if isinstance(value, str):
                one.value, one.data_type = ILLEGAL.sub("", value), "s"
            elif value is not None:
                one.value = value
    book.save(path)
    return path


def _ods(path: Path, rows: list[dict[str, object]], way) -> Path:
    def made(value: object) -> str:
        if isinstance(value, date):
            return xml_cell(
                "<text:p>a day</text:p>", {"office:value-type": "date", "office:date-value": value.isoformat()}
            )
        return cell(value)

    before = [None] * way[4]
    lines = [row([])] * way[3] + [row([*before, *NAMES])]
    lines += [row([cell()] * way[4] + [made(_written(said, name, way)) for name in NAMES]) for said in rows]
    return write(path, [table(lines)])


def _same(checked: Checked, rows: list[dict[str, object]]) -> None:
    """Each value taken is that which was written; what is not taken has a finding that says so."""
    faults = [finding for finding in checked.findings if finding.severity in {"error", "refused"}]
    if checked.table is None:
        assert faults
        return
    taken = {said["month"]: said for said in checked.table.to_pylist()}
    silent = [said for said in rows if said["month"] not in taken]
    assert not any(said.get(name) is not None for said in silent for name in MEASURES)
    assert checked.counts.get("SEM_ROW_EMPTY", 0) == len(silent)
    for said in (said for said in rows if said not in silent):
        for name in MEASURES:
            value = taken[said["month"]][name]
            assert value == (None if said.get(name) is None else float(said[name]))  # type: ignore[arg-type]


SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SETTINGS
@given(tables(), ways())
def test_as_xlsx(tmp_path, situation, rows, way) -> None:
    _same(check_file(_xlsx(tmp_path / "a.xlsx", rows, way), "service-quality", situation), rows)


@SETTINGS
@given(tables(), ways())
def test_as_ods(tmp_path, situation, rows, way) -> None:
    _same(check_file(_ods(tmp_path / "a.ods", rows, way), "service-quality", situation), rows)


@SETTINGS
@given(st.lists(st.lists(st.one_of(st.none(), COUNTS, DAYS, WORDS, st.booleans()), max_size=6), max_size=6))
def test_both_formats_say_the_same_of_any_table(tmp_path, situation, rows) -> None:
    """Whatever stands in the cells, one workbook and the other lead to the same findings and the same rows."""
    clean = [[ILLEGAL.sub("", v).strip() if isinstance(v, str) else v for v in values] for values in rows]
    book = openpyxl.Workbook()
    book.active.title = "QoS"
    for line, values in enumerate([NAMES, *clean]):
        for place, value in enumerate(values):
            one = book.active.cell(line + 1, place + 1)
            if isinstance(value, str):
                one.value, one.data_type = value, "s"
            else:
                one.value = value
    book.save(tmp_path / "a.xlsx")
    write(tmp_path / "a.ods", [table([row(values) for values in [NAMES, *clean]])])
    one, other = (check_file(tmp_path / name, "service-quality", situation) for name in ("a.xlsx", "a.ods"))
    assert one.findings == other.findings
    assert one.rows == other.rows
    assert (one.table is None) is (other.table is None)


def test_digits_of_the_scripts_are_digits() -> None:
    assert [latin_digits(digits)[0] for digits in DIGITS] == [DIGITS[0]] * 3
