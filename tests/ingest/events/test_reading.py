"""The block reader gives the same scans, faults and counts as the plain one, row by row and cell by cell."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plain import event_rows

from ingest.events import cutting, sources
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile
from ingest.events.scan_columns import as_plain
from ingest.profiles import Profile, parse

NOW = datetime(2026, 6, 1)  # noqa: DTZ001 - UTC, as the reader has it
EVENTS: dict[str, Any] = {
    "separators": [",", ";"],
    "padded": True,
    "zone": "Africa/Cairo",
    "formats": ["iso", "D/M/YYYY hh:mm"],
    "measures": ["identifiers_valid_s10"],
    "ignored_codes": ["8"],
    "codes": {"30": "EMD"},
    "customs_reasons": ["C"],
    "products": {"C": "parcel", "L": "letter"},
    "no_date": ["-"],
    "columns": {
        name: name
        for name in (
            "item", "event", "time", "sent", "utc_offset", "zone", "office", "origin", "destination", "receptacle",
            "product", "retention_reason", "nondelivery_reason", "standard_days", "promised", "missent", "weight",
        )
    },
}  # fmt: skip
ITEMS: dict[str, Any] = {
    "shape": "items",
    "zone": "Asia/Amman",
    "formats": ["M/D/YY", "YYYY-MM-DD hh:mm:ss.f", "D-MON-YY"],
    "measures": ["items_arrived"],
    "columns": {"item": "item", "status": "status", "destination": "to", "sent": "told", "promised": "promised"},
    "countries": {"Kenya": "KE", "Peru": "PE"},
    "dates": {"ordered": "ordered", "EMC": "left", "EMI": "here"},
    "statuses": {"delivered": ["done"], "cancelled": ["off"]},
    "no_date": ["none"],
    "intervals": [
        {"first": "ordered", "second": "EMI", "finding": "EVT_DELIVERED_BEFORE_ORDER"},
        {"first": "EMI", "second": "sent", "finding": "EVT_RECORDED_BEFORE_DELIVERY"},
    ],
}
TIMES = (
    "2026-01-05T08:00+03:00", "2026-01-05 08:00", "2026-01-05 08:00:59.25", "2026-02-30 08:00", "2026-04-24T00:30",
    "2026-10-29T23:30", "1447-09-01", "2026-01-05T24:00", "2026-01-05T08:00Z", "2026-01-05T08:00+15:00",
    "5/1/2026 8:07", "٢٠٢٦-٠١-٠٥ ٠٨:٠٠", "۲۰۲۶-01-05", "2026-05-31T23:59:59.999999999-0330", "2027-01-01", "", "-",
    "yesterday", "31/4/2026 08:00", "2025-10-30 23:30",
)  # fmt: skip
CHOICES: dict[str, tuple[str, ...]] = {
    "item": (
        "RR473124829EG", "RR473124828EG", "JJ473124829EG", "RR473124829ZZ", "RR47312482٩EG", "rr473124829EG",
        "RR47312482EG", "R 473124829EG", "1A19402574026", "", " CP123456785SA ", "\u00a0EE000000014QA", "صندوق ١",
        "RR4731248290EG", "1234567890123", "RR4731248290EGG", "AA473124829EG", "ABCDEFGHIJKLM", "RR 473 124 829 EG",
    ),
    "event": ("EMD", "EMI", "EMX", "8", "30", "EME", "EMH", "EDX", "", "EMl"),
    "time": TIMES,
    "sent": TIMES,
    "utc_offset": ("", "", "", "+03:00", "+3", "Z"),
    "zone": ("", "", "", "Asia/Riyadh", "Riyadh", "../etc", "Africa/Casablanca"),
    "office": ("", "AEDXBA", "Dubai", "EGCAIA"),
    "origin": ("", "EG", "eg", "Egypt", "ZZ"),
    "destination": ("SA", "", "السعودية"),
    "receptacle": ("", "AEDXBASARUHAACN60012001110012", "AEDXBASARUHAATN60012001110012", "bag"),
    "product": ("", "C", "L", "box"),
    "retention_reason": ("", "30"),
    "nondelivery_reason": ("", "C", "X"),
    "standard_days": ("", "5", "1.5", "1000", "٥", "-1"),
    "promised": ("", "2026-01-09", "soon"),
    "missent": ("", "Yes", "0"),
    "weight": ("", "0.125", "1,5", "١٫٢٥", "-1", "1.2.3", ".5", "5.", "1 000", "x", "12", "1" * 26),
}  # fmt: skip
DATES = ("", "none", "1/5/26", "01/15/26", "2026-01-05 08:00:00.5", "5-Jan-26", "5-Foo-26", "2/30/26", "x", "9/9/26",
         "10/28/11", "4/1/11")  # fmt: skip
ITEM_CHOICES = {
    "item": ("A", "B", ""),
    "status": ("", "done", "off"),
    "to": ("Kenya", "Peru", "", "Atlantis"),
    **dict.fromkeys(("told", "promised", "ordered", "left", "here"), DATES),
}


GOOD: dict[str, tuple[str, ...]] = {
    "item": ("RR473124829EG", "RR473124828EG", "1A19402574026", " CP123456785SA ", "A", "B"),
    "event": ("EMD", "EMI", "8", "30", "EME", "EMH", "EDX"),
    "time": (*TIMES[:3], *TIMES[4:6], TIMES[8], TIMES[10], TIMES[11], TIMES[19]),
    "sent": (*TIMES[:3], "-", TIMES[12]),
    "to": ("Kenya", "Peru"),
    **dict.fromkeys(("ordered", "left"), ("", "none", "1/5/26", "4/1/11")),
    "here": ("", "01/15/26", "2026-01-05 08:00:00.5", "10/28/11"),
    "told": ("", "2026-01-05 08:00:00.5", "01/15/26"),
}


def compare(path: Path, profile: Profile, now: datetime | None = NOW) -> event_rows.Plain:
    """Both readers on one file; what the plain one found."""
    plain, ledger = event_rows.read_file(path, profile, now), Ledger(10**6)
    file = EventFile(path, profile, ledger, now)
    scans = [tuple(scan.values()) for table in file.scans() for scan in as_plain(table).to_pylist()]
    found = [(one.line, one.record, one.code, one.column, one.value) for one in ledger.findings()]
    assert Counter(found) == Counter(plain.faults)
    assert [line for line, *_ in found] == sorted(line for line, *_ in found)
    assert Counter(scans) == Counter(plain.scans)
    assert ledger.set_aside == plain.set_aside
    assert file.read == plain.read
    return plain


def _file(folder: Path, choices: dict[str, tuple[str, ...]], rows: list[list[str]], form: str) -> Path:
    """The rows quoted where that is needed, or everywhere, or with literal quotes left as they are."""
    separator, end = (";", "\r\n") if form == "semicolon" else (",", "\n")

    def cell(text: str) -> str:
        quoted = form == "all" or separator in text or '"' in text or "\n" in text
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [separator.join([*choices, "note"]), *(separator.join(map(cell, row)) for row in rows)]
    path = folder / "events.csv"
    path.write_bytes((end.join(lines) + end).encode())
    return path


def _rows(choices: dict[str, tuple[str, ...]]) -> st.SearchStrategy[list[list[str]]]:
    notes = st.sampled_from(("", "a,b", 'say "so"', "two\nlines", "\n\n", "ملاحظة"))
    row = st.tuples(*(_cell(name, values) for name, values in choices.items()), notes).map(list)
    return st.lists(row, min_size=1, max_size=40)


def _cell(name: str, values: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Mostly what is right, so that most rows have one fault or none."""
    good = [value for value in values if value in GOOD.get(name, ("",))]
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(values if n == 9 else good))


FEW = settings(max_examples=25, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))


@FEW
@given(_rows(CHOICES), st.sampled_from(("plain", "all", "semicolon")), st.sampled_from((100, 1000, 2**22)))
def test_scans_equal_the_plain_twin(tmp_path_factory, rows, form, size) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "BLOCK_BYTES", size)
        compare(_file(tmp_path_factory.getbasetemp(), CHOICES, rows, form), parse(EVENTS, "events"))


@FEW
@given(_rows(ITEM_CHOICES), st.booleans())
def test_items_equal_the_plain_twin(tmp_path_factory, rows, month_names) -> None:
    formats = ITEMS["formats"] if month_names else ITEMS["formats"][:2]
    compare(
        _file(tmp_path_factory.getbasetemp(), ITEM_CHOICES, rows, "plain"), parse(ITEMS | {"formats": formats}, "i")
    )


@pytest.mark.parametrize(("choices", "profile"), [(CHOICES, EVENTS), (ITEM_CHOICES, ITEMS)], ids=["events", "items"])
def test_each_cell_alone_equals_the_plain_twin(tmp_path: Path, choices, profile) -> None:
    good = {name: next((one for one in GOOD.get(name, ("",)) if one in values), "") for name, values in choices.items()}
    rows = [[*(good | {name: value}).values(), "note"] for name, values in choices.items() for value in values]
    plain = compare(_file(tmp_path, choices, rows, "plain"), parse(profile, "each"))
    assert len({fault[2] for fault in plain.faults}) > (15 if profile is EVENTS else 6)
    assert len(plain.scans) > len(rows) / 2


def test_columns_that_the_file_does_not_have_are_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("item,ordered,left,here\nA,1/5/26,,1/9/26\nB,1/9/26,,1/5/26\n")
    assert len(compare(path, parse(ITEMS, "items")).faults) == 1
    path.write_text("item,event,time,zone\nA,EMD,2026-01-05,Riyadh\nB,EMD,2026-01-05,Asia/Riyadh\n")
    assert len(compare(path, parse(EVENTS, "events")).scans) == 1


def test_a_quoted_cell_over_too_many_lines_costs_its_first_line(tmp_path: Path, monkeypatch) -> None:
    for module in (cutting, event_rows):
        monkeypatch.setattr(module, "LONGEST_RECORD", 3)
    path = tmp_path / "events.csv"
    long, short = '"a\n\nb\n"', '"a\nb"'
    path.write_text(f"item,event,time,note\nA,EMD,2026-01-05,{short}\nB,EMD,2026-01-05,{long}\nC,EMD,2026-01-05,\n")
    plain = compare(path, parse(EVENTS, "events"))
    assert [scan[0] for scan in plain.scans] == ["A", "C"]


BITS = st.sampled_from(
    ('"', '"', ",", "\n", "\r\n", "\r", "x", "A,EMD,2026-01-05\n", 'A,"EMD",2026-01-05\n', '""', "é")
)


@settings(FEW, max_examples=150)
@given(st.lists(BITS, max_size=60), st.sampled_from((7, 64, 2**22)), st.sampled_from((2, 40)))
def test_any_quotes_and_line_ends_equal_the_plain_twin(tmp_path_factory, bits, size, longest) -> None:
    path = tmp_path_factory.getbasetemp() / "quotes.csv"
    path.write_bytes(("item,event,time\nA,EMD,2026-01-05\n" + "".join(bits)).encode())
    plain = {"formats": ["iso"], "measures": ["items_arrived"], "columns": {n: n for n in ("item", "event", "time")}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "BLOCK_BYTES", size)
        patch.setattr(cutting, "LONGEST_RECORD", longest)
        patch.setattr(event_rows, "LONGEST_RECORD", longest)
        compare(path, parse(plain, "p"), None)


@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "gzip", "cr", "lost"])
def test_every_encoding_equals_the_plain_twin(tmp_path: Path, monkeypatch, form: str) -> None:
    monkeypatch.setattr(sources, "BLOCK_BYTES", 50)
    text = "item,event,time,note\nصندوق,EMD,2026-01-05,مرحبا\r\nB,EMD,٢٠٢٦-٠١-٠٥,\r\nC,EMX,2026-01-05,é\r\n"
    end = "\r" if form == "cr" else "\r\n"
    text = text.replace("٢٠٢٦-٠١-٠٥", "x" if form == "windows-1256" else "٢٠٢٦-٠١-٠٥").replace("\r\n", end)
    codec = form if form not in ("gzip", "cr", "lost") else "utf-8"
    data = text.encode(codec) + (b"D,EMD,2026-01-05,\xff\r\n" if form == "lost" else b"")
    path = tmp_path / "events.csv"
    path.write_bytes(gzip.compress(data) if form == "gzip" else data)
    wish = {"encoding": form} if form == "windows-1256" else {}
    profile = parse({**EVENTS, "encoding_errors": "replace" if form == "lost" else "strict", **wish}, "e")
    assert compare(path, profile).read == (4 if form == "lost" else 3)
