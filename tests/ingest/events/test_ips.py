"""A made export of the International Postal System: every cell equals the plain count, every fault is named."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from plain import events_ips, events_ips_made
from plain.events_ips_made import COLUMN, HEADER, LOST, WIDTHS

from app.domain.findings import Finding, Severity
from ingest import profiles
from ingest.events import Derived, derive
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile
from ingest.limits import Limits

ROWS = events_ips_made.rows(1500, seed=11)
BAG = "FRCDGAMACASAACN30001001100012"


def _file(tmp_path: Path, lines: list[str], name: str = "export.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(("\r\n".join([_padded(HEADER), *lines]) + "\r\n").encode())
    return path


def _padded(cells: tuple[str, ...]) -> str:
    return ";".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))


def _derive(path: Path, **more) -> Derived:
    return derive(path, profiles.load("ips"), member=None, folder=path.parent, limits=Limits(), **more)


def _cells(derived: Derived) -> dict[tuple[str, ...], float]:
    """Those of the measures that are figures; what else scans tell has its own plain counts."""
    keys = ("member", "month", "product", "partner", "measure")
    figures = set(profiles.load("ips").measures)
    rows = [row for row in derived.measures.to_pylist() if row["measure"] in figures]
    return {tuple(row[key] for key in keys): row["value"] for row in rows}


def _lines() -> list[str]:
    random = Random(5)  # noqa: S311 - a made file
    return [events_ips_made.line(random, row) for row in ROWS]


def test_the_made_file_has_every_trait_of_a_real_one() -> None:
    items = {row[1] for row in ROWS}
    s10 = {item for item in items if events_ips._s10(item)}
    assert 0.4 < len(s10) / len(items) < 0.6
    customs = {row[1] for row in ROWS if row[2] == 31}
    assert 0.03 < len(customs) / len(items) < 0.15
    assert {row[2] for row in ROWS} == {*events_ips.EVENT, 8, 39}
    assert {len(row[0]) for row in ROWS} == {0, 29}
    found = events_ips.cells(ROWS)
    total = Counter[str]()
    for cell, value in found.items():
        total[cell[-1]] += value if cell[3] == "" else 0
    assert 0 < total["items_in_sequence"] < total["items_several_events"]
    assert 0 < total["items_dwell_measured"] < total["items_presented"]
    assert max(value for cell, value in found.items() if cell[-1] == "dwell_hours_p90") > 200
    assert set(profiles.load("ips").measures) == set(total)


def test_every_cell_equals_the_plain_count(tmp_path: Path) -> None:
    expected = events_ips.cells(ROWS)
    derived = _derive(_file(tmp_path, _lines()))
    assert (derived.read, derived.set_aside) == (len(ROWS), {})
    found = _cells(derived)
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, rel=1e-9)
    assert len(found) > 1000


def test_dirt_is_named_by_line_and_column_and_changes_no_cell(tmp_path: Path) -> None:
    lines, expected = _lines(), []
    for number, (dirt, code, column) in enumerate(events_ips_made.dirt(ROWS[0])):
        at = 40 * number + 3
        lines.insert(at, dirt)
        if code:
            expected.append((at + 2, code, column))
    path = _file(tmp_path, lines)
    path.write_bytes(path.read_bytes() + b"\r\n(1 rows affected)\r\n\r\n")
    found: list[Finding] = []
    ledger = Ledger(1, found.extend)
    scans = _read(path, ledger)
    expected.append((len(lines) + 3, "EVT_CELL_COUNT", None))
    named = {(one.line, one.code, one.column) for one in found if one.severity is Severity.ERROR}
    assert named >= set(expected)
    assert {line for line, _, _ in named} == {line for line, _, _ in expected}
    assert ledger.set_aside == Counter(code for _, code, _ in expected)
    assert scans == _read(_file(tmp_path, _lines(), "clean.csv"), Ledger(1))


def _read(path: Path, ledger: Ledger) -> list[dict]:
    """The scans, whatever line they stand on."""
    tables = EventFile(path, profiles.load("ips"), ledger).scans()
    return [scan for table in tables for scan in table.drop_columns("line").to_pylist()]


def _scans(path: Path) -> tuple[list[dict], tuple[Finding, ...]]:
    ledger = Ledger(500)
    return _read(path, ledger), ledger.findings()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_lost_letters_are_no_matter_where_they_stand(tmp_path: Path, encoding: str) -> None:
    """U+FFFD in the file, letters of a code page read as UTF-8, and a file of two bytes a letter."""
    text = "\r\n".join([_padded(HEADER), *_lines()[:300]]) + "\r\n"
    ignored = sum(row[2] in (8, 39) for row in ROWS[:300])
    path = tmp_path / "export.csv"
    path.write_bytes(text.replace(LOST, LOST if encoding == "utf-8" else "é").encode(encoding))
    ledger = Ledger(1)
    scans = _read(path, ledger)
    assert scans == _read(_file(tmp_path, _lines()[:300], "clean.csv"), Ledger(1))
    assert (len(scans), ledger.set_aside) == (300 - ignored, Counter())


def _one(**cells: str) -> str:
    plain = {"bag": BAG, "item": "1A19402574026", "name": "x", "time": "2023-07-04 05:00:00.000", "office": "MACASA",
             "code": "30", "next": ""}  # fmt: skip
    return ";".join({**plain, **cells}.values())


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({}, ("MA", "parcel", "FR")),
        ({"time": "2023-07-04 05:00:00"}, ("MA", "parcel", "FR")),
        ({"time": "2023-07-04 05:00"}, ("MA", "parcel", "FR")),
        ({"time": "2023-07-04 05:00:00.0000000"}, ("MA", "parcel", "FR")),
        ({"bag": f'"{BAG}"', "name": '"Arrival; ""inward"""'}, ("MA", "parcel", "FR")),
        ({"name": 'half " quoted'}, ("MA", "parcel", "FR")),
        ({"name": '"two\r\nlines"'}, ("MA", "parcel", "FR")),
        ({"bag": BAG.lower()}, ("MA", "parcel", "FR")),
        ({"bag": BAG.replace("ACN", "ATN")}, ("MA", "parcel", "FR")),
        ({"bag": "", "item": "RR473124829EG"}, (None, "letter", "EG")),
        ({"bag": "NULL", "item": "RR473124829EG"}, (None, "letter", "EG")),
        ({"bag": "(null)"}, (None, "parcel", None)),
    ],
)
def test_a_row_is_read_as_it_was_meant(
    tmp_path: Path, cells: dict[str, str], key: tuple[str | None, str, str | None]
) -> None:
    scans, findings = _scans(_file(tmp_path, [_one(**cells)]))
    assert findings == ()
    assert [(scan["destination"], scan["product"], scan["origin"]) for scan in scans] == [key]
    assert [(scan["event"], scan["local"]) for scan in scans] == [("EMD", datetime(2023, 7, 4, 5))]  # noqa: DTZ001


def test_identifiers_in_small_letters_are_doubted(tmp_path: Path) -> None:
    _, findings = _scans(_file(tmp_path, [_one(), _one(item="rr473124829eg")]))
    assert [(one.code, one.line, one.column) for one in findings] == [("EVT_S10_FORM", 3, COLUMN["item"])]


def test_receptacles_of_another_form_are_doubted_and_tell_nothing(tmp_path: Path) -> None:
    scans, findings = _scans(_file(tmp_path, [_one(), _one(bag=BAG[:20]), _one(bag=f"{BAG}0")]))
    assert [(one.code, one.line, one.column) for one in findings] == [
        ("EVT_RECEPTACLE_FORM", line, COLUMN["bag"]) for line in (3, 4)
    ]
    assert [scan["destination"] for scan in scans] == ["MA", None, None]


@pytest.mark.parametrize("item", ["1A194025+26", "1E+10x", "A4E+12", "E+12", "12E+12", "4E+1"])
def test_what_only_looks_like_a_rounded_identifier_is_taken(tmp_path: Path, item: str) -> None:
    scans, findings = _scans(_file(tmp_path, [_one(item=item)]))
    assert ([scan["item"] for scan in scans], findings) == ([item], ())


def test_separators_at_the_end_of_every_line_are_an_empty_column(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(f"{line};" for line in [";".join(HEADER), _one(), _one(item="2")]))
    scans, findings = _scans(path)
    assert (len(scans), findings) == (2, ())
