"""A table that we write comes back as the same values or with a finding that refuses it; never as another number.

Every encoding, separator, line end, way of quoting, script of digits and decimal mark, the plain way and the fast one.
Code pages hold no Arabic or Persian digits and no Arabic decimal mark: those pairs are no files.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.encodings import ENCODINGS, WIDE
from ingest import Checked, Situation, check_file, reading
from ingest.layouts import LAYOUTS

COLUMNS = [column.name for column in LAYOUTS["service-quality"].columns]
UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be")
DIGITS = {"latin": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹"}
MARKS = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
PLAIN = "aZ é\"',;\t\n?=-.0"
NUMBERS = ("items_arrived", "items_posted", "delivery_days_p90")


@dataclass(frozen=True)
class Dialect:
    """How a table is written."""

    encoding: str
    separator: str
    line_end: str
    quoted: bool
    digits: str
    mark: str

    def number(self, value: Decimal | int | None) -> str:
        return self.script("" if value is None else format(Decimal(value), "f").replace(".", self.mark))

    def script(self, plain: str) -> str:
        return plain.translate(str.maketrans(DIGITS["latin"], DIGITS[self.digits]))

    def cell(self, text: str) -> str:
        if self.quoted or any(char in text for char in (self.separator, '"', "\n")):
            return '"' + text.replace('"', '""').replace("\n", self.line_end) + '"'
        return text

    def bytes(self, rows: list[dict[str, str]]) -> bytes:
        lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
        text = "".join(self.separator.join(map(self.cell, line)) + self.line_end for line in lines)
        return MARKS.get(self.encoding, b"") + text.encode(self.encoding)


@dataclass(frozen=True)
class Row:
    month: str
    product: str
    counts: tuple[int | None, int | None]
    days: Decimal | None
    remark: str


def dialects() -> st.SearchStrategy[Dialect]:
    shapes = {"separator": st.sampled_from(",;\t"), "line_end": st.sampled_from(["\n", "\r\n", "\r"])}
    return st.one_of(
        st.builds(
            Dialect, st.sampled_from(UNICODE), **shapes, quoted=st.booleans(), digits=st.sampled_from(sorted(DIGITS)),
            mark=st.sampled_from(".,٫"),
        ),
        st.builds(
            Dialect, st.sampled_from(ENCODINGS), **shapes, quoted=st.booleans(), digits=st.just("latin"),
            mark=st.sampled_from(".,"),
        ),
    )  # fmt: skip


def letters(encoding: str) -> str:
    """What the remarks of a table in this encoding are made of."""
    own = "مصرة٣é€Яł你\u00a0" if encoding in UNICODE else bytes(range(160, 256)).decode(encoding, "ignore")
    return "".join(char for char in PLAIN + own if encoding in UNICODE or char.encode(encoding, "ignore"))


def tables(encoding: str) -> st.SearchStrategy[list[Row]]:
    count = st.none() | st.integers(0, 2000) | st.integers(0, 10**15 - 1)
    days = st.none() | st.decimals(0, 9999, places=3) | st.decimals(0, 99, places=1) | st.integers(0, 99).map(Decimal)
    row = st.builds(
        Row, st.sampled_from([f"2026-{month:02}" for month in range(1, 10)]),
        st.sampled_from(["letter", "parcel", "ems"]), st.tuples(count, count), days,
        st.text(st.sampled_from(letters(encoding)), max_size=12),
    )  # fmt: skip
    return st.lists(row, min_size=1, max_size=6, unique_by=lambda one: (one.month, one.product))


@st.composite
def written(draw: st.DrawFn) -> tuple[Dialect, list[Row]]:
    dialect = draw(dialects())
    return dialect, draw(tables(dialect.encoding))


def content(dialect: Dialect, rows: list[Row]) -> bytes:
    return dialect.bytes(
        [
            {
                "member": "EG", "month": dialect.script(one.month),
                "product": one.product, "items_arrived": dialect.number(one.counts[0]),
                "items_posted": dialect.number(one.counts[1]), "delivery_days_p90": dialect.number(one.days),
                "remark": one.remark,
            }
            for one in rows
        ]
    )  # fmt: skip


def numbers(checked: Checked) -> list[tuple[float | None, ...]]:
    return list(zip(*(checked.table.column(name).to_pylist() for name in NUMBERS), strict=True))


def _remark(text: str) -> str | None:
    """The words as they are kept: in one form of letters, and without single quotes around all of them."""
    quoted = re.fullmatch(r"'([^']+)'", text.strip())
    return unicodedata.normalize("NFC", quoted[1].strip() if quoted else text.strip()) or None


def judge(checked: Checked, rows: list[Row]) -> None:
    """Refused with a finding that says why, or every value as it was."""
    if checked.outcome == "refused":
        assert any(finding.severity in {"error", "refused"} for finding in checked.findings)
        return
    said = [one for one in rows if one.remark.strip() or {*one.counts, one.days} != {None}]
    assert checked.counts.get("SEM_ROW_EMPTY", 0) == len(rows) - len(said)
    rows = said
    meant = [(*one.counts, one.days) for one in rows]
    assert numbers(checked) == [tuple(None if value is None else float(value) for value in one) for one in meant]
    assert checked.table.column("month").to_pylist() == [one.month for one in rows]
    remarks = [_remark(one.remark) for one in rows]
    assert checked.table.column("remark").to_pylist() == remarks


ROWS = [Row("2026-01", "parcel", (1234567, 0), Decimal("2.5"), "x"), Row("2026-02", "ems", (None, 7), None, "")]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=written())
@example(table=(Dialect("utf-16-be", "\t", "\r\n", False, "arabic", "٫"), ROWS))
@example(table=(Dialect("windows-1256", ";", "\r", True, "latin", ","), ROWS))
def test_a_table_comes_back_or_is_refused(
    table: tuple[Dialect, list[Row]], tmp_path: Path, situation: Situation
) -> None:
    dialect, rows = table
    path = tmp_path / "table.csv"
    path.write_bytes(content(dialect, rows))
    chosen = None if dialect.encoding in UNICODE else dialect.encoding
    before, reading.BLOCK = reading.BLOCK, 400
    try:
        plain, fast = (
            check_file(path, "service-quality", situation, fast=way, encoding=chosen) for way in (False, True)
        )
    finally:
        reading.BLOCK = before
    judge(plain, rows)
    judge(fast, rows)
    assert (plain.outcome, plain.findings) == (fast.outcome, fast.findings)
    if dialect.encoding in WIDE:
        path.write_bytes(path.read_bytes()[2:])
        judge(check_file(path, "service-quality", situation, encoding=dialect.encoding), rows)
        assert check_file(path, "service-quality", situation).outcome == "refused"
    if chosen is not None:
        unasked = check_file(path, "service-quality", situation, fast=False)
        if unasked.outcome == "taken":
            assert numbers(unasked) == numbers(plain) if plain.table is not None else unasked.table is not None


@pytest.mark.parametrize("digits", sorted(DIGITS))
@pytest.mark.parametrize("mark", [".", ",", "٫"])
@pytest.mark.parametrize("encoding", [*UNICODE, *ENCODINGS])
def test_ordinary_tables_are_taken_in_every_encoding(encoding, mark, digits, tmp_path, situation) -> None:
    if encoding in ENCODINGS and (mark == "٫" or digits != "latin"):
        with pytest.raises(UnicodeEncodeError):
            (mark + DIGITS[digits]).encode(encoding)
        return
    own = "مصر" if encoding in UNICODE else bytes([0xE1, 0xE2]).decode(encoding)
    rows = [Row("2026-01", "parcel", (1234567, 0), Decimal("2.5"), own), ROWS[1]]
    for number, (separator, line_end) in enumerate([(",", "\n"), (";", "\r\n"), ("\t", "\r")]):
        dialect = Dialect(encoding, separator, line_end, number == 1, digits, mark)
        path = tmp_path / f"{number}.csv"
        path.write_bytes(content(dialect, rows))
        for fast in (False, True):
            chosen = encoding if encoding in ENCODINGS else None
            checked = check_file(path, "service-quality", situation, fast=fast, encoding=chosen)
            assert checked.outcome == "taken", checked.findings
            judge(checked, rows)
