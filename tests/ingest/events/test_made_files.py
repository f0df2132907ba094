"""Small files in the shapes of an IPS export and of our own columns, row by row."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from ingest import profiles
from ingest.events import Derived, derive, figure_tables, sources, write_measures_csv
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile
from ingest.layouts import LAYOUTS
from ingest.limits import Limits

HEADER = "item_id,event,time_local,transmitted_at,destination,origin,product,retention_reason,standard_days\n"
BAG = "AEDXBASARUHAACNA61234001001234".replace("1001234", "001234")

_BOTH = ("EMD", "EDB", "EMI")
_FOUR, _SIX = "4-Jan-26", "6-Jan-26"


def _derive(tmp_path: Path, content: str | bytes, profile: str = "barid", **more) -> Derived:
    path = tmp_path / "events.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return derive(
        path, profiles.load(profile), folder=tmp_path, limits=more.pop("limits", Limits()), **{"member": None, **more}
    )


def _read(tmp_path: Path, content: str | bytes, profile: str = "barid") -> tuple[EventFile, Ledger, list[dict]]:
    """The reading alone, without the engine: the file, what was found, the scans."""
    path, ledger = tmp_path / "events.csv", Ledger(500)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    file = EventFile(path, profiles.load(profile), ledger)
    return file, ledger, [scan for table in file.scans() for scan in table.to_pylist()]


def _value(derived: Derived, measure: str, partner: str = "") -> float | None:
    found = [r["value"] for r in derived.measures.to_pylist() if (r["measure"], r["partner"]) == (measure, partner)]
    return sum(found) if found else None


def _rows(*rows: str) -> str:
    return HEADER + "".join(row + "\n" for row in rows)


def test_an_item_from_arrival_to_delivery(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path,
        _rows(
            "RR473124829EG,EMD,2026-01-05T08:00+03:00,2026-01-05T09:00+03:00,SA,EG,letter,,5",
            "RR473124829EG,EDB,2026-01-05T10:00+03:00,,SA,EG,letter,,5",
            "RR473124829EG,EDC,2026-01-06T10:00+03:00,,SA,EG,letter,,5",
            "RR473124829EG,EMI,2026-01-08T08:00+03:00,2026-01-10T09:00+03:00,SA,EG,letter,,5",
        ),
    )
    expected = {
        "items_arrived": 1,
        "arrivals_transmitted_24h": 1,
        "items_delivery_event": 1,
        "items_on_time": 1,
        "delivery_events_transmitted_24h": 0,
        "delivery_days_p50": 3,
        "items_presented": 1,
        "items_cleared_24h": 1,
        "dwell_hours_p50": 24,
        "identifiers_valid_s10": 1,
        "items_in_sequence": 1,
        "items_held": 0,
        "items_open": 0,
    }
    assert {name: _value(derived, name) for name in expected} == expected
    assert _value(derived, "items_arrived", partner="EG") == 1
    assert derived.findings == ()


def test_working_days_skip_the_members_weekend(tmp_path: Path) -> None:
    """From Thursday to Sunday there is one working day in Riyadh (Friday, Saturday free)."""
    rows = ("A,EMD,2026-01-08T08:00+03:00,,SA,EG,letter,,{0}", "A,EMI,2026-01-11T08:00+03:00,,SA,EG,letter,,{0}")
    for standard, on_time in ((1, 1), (0, 0)):
        derived = _derive(tmp_path, _rows(*(row.format(standard) for row in rows)))
        assert (_value(derived, "items_with_standard"), _value(derived, "items_on_time")) == (1, on_time)


def test_a_held_item_without_reason_is_not_excused(tmp_path: Path) -> None:
    scans = (
        "A,EMD,2026-01-05T08:00Z,,FR,EG,letter,,1",
        "A,EME,2026-01-05T09:00Z,,FR,EG,letter,{0},1",
        "A,EDC,2026-01-07T09:00Z,,FR,EG,letter,,1",
        "A,EMI,2026-01-08T08:00Z,,FR,EG,letter,,1",
    )
    for reason, on_time, doubts in (("30", 1, {}), ("", 0, {"EVT_HOLD_NO_REASON": 1})):
        derived = _derive(tmp_path, _rows(*(row.format(reason) for row in scans)))
        assert _value(derived, "items_on_time") == on_time
        assert _value(derived, "items_held_with_reason") == (1 if reason else 0)
        assert derived.warned == doubts


def test_an_item_without_customs_scan_has_no_time_in_customs(tmp_path: Path) -> None:
    derived = _derive(tmp_path, _rows("A,EMD,2026-01-05T08:00Z,,SA,EG,letter,,"))
    for name in (
        "items_presented",
        "items_cleared_48h",
        "dwell_hours_p50",
        "items_open",
        "items_held",
        "items_on_time",
        "arrivals_transmitted_24h",
        "items_attempted",
    ):
        assert _value(derived, name) is None, name


def test_open_items_are_aged(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path,
        _rows("A,EDB,2026-01-05T08:00Z,,SA,EG,letter,,", "B,EDB,2026-01-29T08:00Z,,SA,EG,letter,,"),
        as_of=date(2026, 2, 2),
    )
    by_month = {(r["month"], r["measure"]): r["value"] for r in derived.measures.to_pylist() if r["partner"] == ""}
    assert by_month["2026-01", "items_open"] == 2
    assert by_month["2026-01", "items_open_over_5_days"] == 1
    assert by_month["2026-02", "items_open"] == 2
    assert ("2026-01", "dwell_hours_p50") not in by_month
    assert by_month["2026-01", "dwell_hours_p90"] > 24 * 20


FAULTY = [
    ("A,EMX,2026-01-05T08:00Z,,SA,EG,letter,,", "EVT_CODE_UNKNOWN", "event", "EMX"),
    ("A,EMD,05/01/2026,,SA,EG,letter,,", "EVT_TIME_UNREADABLE", "time_local", "05/01/2026"),
    ("A,EMD,2026-02-30T08:00Z,,SA,EG,letter,,", "EVT_TIME_IMPOSSIBLE", "time_local", "2026-02-30T08:00Z"),
    ("A,EMD,1447-09-01T08:00Z,,SA,EG,letter,,", "EVT_TIME_IMPOSSIBLE", "time_local", "1447-09-01T08:00Z"),
    ("A,EMD,,,SA,EG,letter,,", "EVT_TIME_MISSING", "time_local", ""),
    (",EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "EVT_ITEM_MISSING", "item_id", ""),
    ("A,EMD,2026-01-05T08:00Z,,Saudi,EG,letter,,", "EVT_COUNTRY_UNKNOWN", "destination", "Saudi"),
    ("A,EMD,2026-01-05T08:00Z,,SA,EG,box,,", "EVT_PRODUCT_UNKNOWN", "product", "box"),
    ("A,EMD,2026-01-05T08:00Z,,SA,EG,letter,,1.5", "EVT_STANDARD_UNREADABLE", "standard_days", "1.5"),
    ("A,EMD,2026-01-05T08:00Z,,SA,EG,letter", "EVT_CELL_COUNT", None, None),
    ('A,EMD,"2026"x,,SA,EG,letter,,', "EVT_QUOTING", None, "',' expected after '\"'"),
]


@pytest.mark.parametrize(
    ("row", "code", "column", "value"), FAULTY, ids=[f"{row[1]}-{n}" for n, row in enumerate(FAULTY)]
)
def test_a_faulty_row_is_set_aside_and_named(
    tmp_path: Path, row: str, code: str, column: str | None, value: str | None
) -> None:
    good = "B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,"
    noted = 'C,EMD,2026-01-05T08:00Z,,SA,EG,letter,"two\r\nlines",'
    content = b"\xef\xbb\xbf" + _rows(*[good] * 6, noted, row).replace("\n", "\r\n").replace("\r\r", "\r").encode()
    file, ledger, scans = _read(tmp_path, content)
    assert (ledger.refused, file.read, len(scans), ledger.set_aside) == (False, 8, 7, {code: 1})
    found = [finding for finding in ledger.findings() if finding.code == code]
    assert [(f.line, f.record, f.column, f.value) for f in found] == [(10, 8, column, value)]


def test_more_faults_than_the_share_refuse_the_file(tmp_path: Path) -> None:
    good, bad = "B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "A,EMX,2026-01-05T08:00Z,,SA,EG,letter,,"
    assert _derive(tmp_path, _rows(*[good] * 4, bad)).outcome == "taken"
    refused = _derive(tmp_path, _rows(*[good] * 3, bad))
    assert (refused.outcome, refused.measures.num_rows, refused.set_aside) == ("refused", 0, {"EVT_CODE_UNKNOWN": 1})
    assert refused.findings[-1].code == "EVT_TOO_MANY_SET_ASIDE"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EVT_EMPTY"),
        (HEADER.encode(), "EVT_EMPTY"),
        (b"item_id,event\nA,EMD\n", "EVT_COLUMN_MISSING"),
        (b"item_id,event,event,time_local\nA,EMD,EMD,x\n", "EVT_COLUMN_TWICE"),
        (HEADER.encode() + b"\xff\xfe,", "EVT_ENCODING"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unreadable_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    derived = _derive(tmp_path, content)
    assert derived.outcome == "refused"
    assert code in {finding.code for finding in derived.findings}


def test_only_the_first_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    bad = [f"A{n},EMX,2026-01-05T08:00Z,,SA,EG,letter,," for n in range(7)]
    derived = _derive(
        tmp_path, _rows(*["B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,"] * 50, *bad), limits=Limits(max_findings=3)
    )
    listed = [finding for finding in derived.findings if finding.code == "EVT_CODE_UNKNOWN"]
    assert len(listed) + sum(finding.more for finding in listed) == 7 == derived.set_aside["EVT_CODE_UNKNOWN"]


def test_a_wrong_check_digit_is_a_doubt_and_other_forms_are_none(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path,
        _rows(
            "RR473124828EG,EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "1A19402574026,EMD,2026-01-05T08:00Z,,SA,EG,letter,,"
        ),
    )
    assert (derived.used, derived.warned) == (2, {"EVT_S10_CHECK": 1})
    assert (_value(derived, "identifiers_received"), _value(derived, "identifiers_valid_s10")) == (2, 0)


def test_order_and_repetition_change_nothing(tmp_path: Path) -> None:
    rows = [
        f"I{n},{event},2026-01-{day:02}T0{n}:00Z,,SA,EG,parcel,,4"
        for n in range(6)
        for event, day in (("EMC", 2), ("EMD", 5), ("EDB", 6), ("EDC", 7 + n), ("EMH", 9 + n), ("EMI", 12 + n))
    ]
    once = _derive(tmp_path, _rows(*rows))
    shuffled = rows + rows[::3]
    random.Random(7).shuffle(shuffled)
    again = _derive(tmp_path, _rows(*shuffled))
    assert once.measures.num_rows > 20
    assert again.measures.equals(once.measures)
    assert again.warned == {"EVT_DUPLICATE": len(rows[::3])}


def test_utf16_and_semicolons_read_the_same(tmp_path: Path) -> None:
    text = _rows("B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,")
    assert _derive(tmp_path, text.replace(",", ";").encode("utf-16")).measures.equals(_derive(tmp_path, text).measures)


def test_an_ips_export(tmp_path: Path) -> None:
    """Padded, without zone, numeric codes; countries and product come from the receptacle."""
    header = "RECPTCL_FID;MAILITM_FID;EVENT_TYPE_NM;date;OFFICE;EVENT_TYPE_CD;NEXT\r\n"
    scans = [
        ("30", "2026-01-05 08:00:00.000"),
        ("31", "2026-01-05 09:00:00.000"),
        ("38", "2026-01-05 09:06:00.000"),
        ("39", "2026-01-06 09:00:00.000"),
        ("37", "2026-01-07 08:00:00.000"),
    ]
    rows = "".join(
        f"AEDXBASARUHAACN60012001110012   ;CP123456785AE  ;Arriv\ufffde ;{at} ;x ;{code}  ;\r\n" for code, at in scans
    )
    derived = _derive(tmp_path, header + rows, "ips")
    assert (derived.outcome, derived.read, derived.set_aside, derived.findings) == ("taken", 5, {}, ())
    row = next(row for row in derived.measures.to_pylist() if row["measure"] == "delivery_days_p50" and row["partner"])
    assert (row["member"], row["partner"], row["product"], row["month"], row["value"]) == (
        "SA",
        "AE",
        "parcel",
        "2026-01",
        2,
    )
    assert _value(derived, "dwell_hours_p50") == pytest.approx(0.1)


def test_the_csv_of_measures(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path, _rows("B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "B,EMI,2026-01-06T20:00Z,,SA,EG,letter,,")
    )
    write_measures_csv(derived, tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "member,month,product,direction,partner,measure,value,n,approximate"
    assert "SA,2026-01,letter,inbound,,items_arrived,1,,false" in lines
    assert "SA,2026-01,letter,inbound,,delivery_days_p50,1.5,1,false" in lines


def test_a_status_of_delivered_without_date(tmp_path: Path) -> None:
    header = (
        "order_id,order_status,order_purchase_timestamp,order_delivered_carrier_date,order_delivered_customer_date,"
        "order_estimated_delivery_date\n"
    )
    row = "{0},{1},2018-01-01 08:00:00,2018-01-02 08:00:00,{2},2018-01-09 00:00:00\n"
    good = [row.format(f"g{n}", "delivered", "2018-01-09 23:00:00") for n in range(5)]
    derived = _derive(
        tmp_path,
        header + "".join([*good, row.format("a", "delivered", ""), row.format("b", "canceled", "2018-01-10 00:00:00")]),
        "olist",
        member="BR",
    )
    assert derived.set_aside == {"EVT_NO_DELIVERY_DATE": 1}
    assert derived.warned == {"EVT_STATUS_CONTRADICTS": 1}
    assert (derived.items, derived.delivered, derived.on_time) == (6, 6, 5)


def test_the_figures_of_item_events_are_rows_without_a_line_and_without_partners(tmp_path: Path) -> None:
    rows = [
        f"{item},{event},2026-0{month}-05T08:00Z,,SA,EG,letter,,"
        for item, month in (("A", 1), ("B", 2))
        for event in _BOTH
    ]
    tables = figure_tables(_derive(tmp_path, _rows(*rows)))
    assert list(tables) == ["customs-clearance", "data-exchange", "service-quality"]
    for dataset, table in tables.items():
        columns = [column.name for column in LAYOUTS[dataset].columns]
        assert sorted(table.column_names) == sorted(["line", "missing", *columns])
    figures = tables["service-quality"].to_pylist()
    assert [(row["line"], row["member"], row["month"], row["partner"], row["items_arrived"]) for row in figures] == [
        (None, "SA", "2026-01", "", 1),
        (None, "SA", "2026-02", "", 1),
    ]
    assert figures[0]["items_on_time"] is None


def test_scans_in_the_wrong_order_are_told_with_their_item(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path, _rows("A,EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "A,EMI,2026-01-04T08:00Z,,SA,EG,letter,,")
    )
    assert derived.warned == {"EVT_SEQUENCE": 1}
    assert [(found.code, found.line, found.value) for found in derived.findings] == [("EVT_SEQUENCE", 2, "A")]
    assert (_value(derived, "items_several_events"), _value(derived, "items_in_sequence")) == (1, 0)


def test_a_scan_sent_before_it_happened_was_not_sent_in_time(tmp_path: Path) -> None:
    derived = _derive(tmp_path, _rows("A,EMD,2026-01-05T08:00Z,2026-01-05T07:59Z,SA,EG,letter,,"))
    assert (derived.used, derived.warned) == (1, {"EVT_SENT_BEFORE_EVENT": 1})
    assert (derived.findings[0].column, derived.findings[0].value) == ("transmitted_at", "2026-01-05T07:59Z")
    assert _value(derived, "arrivals_transmitted_24h") is None


@pytest.mark.parametrize(
    ("offset", "zone", "month", "column"),
    [
        ("+03:00", "", "2025-12", None),
        ("-0100", "Asia/Riyadh", "2026-01", None),
        ("", "Asia/Riyadh", "2025-12", None),
        ("", "", "2026-01", None),
        ("+3", "", None, "utc_offset"),
        ("", "Riyadh", None, "zone"),
        ("", "../etc", None, "zone"),
    ],
)
def test_the_offset_of_a_row_goes_before_its_zone(tmp_path: Path, offset, zone, month, column) -> None:
    header = "item_id,event,time_local,utc_offset,zone,destination\n"
    rows = f"A,EMD,2026-01-01T01:30,{offset},{zone},SA\nA,EMI,2025-12-31T23:00Z,,,SA\n" + "B,EMC,2026-01-01,,,SA\n" * 8
    _, ledger, scans = _read(tmp_path, header + rows)
    if column:
        assert ledger.set_aside == {"EVT_OFFSET_UNREADABLE": 1}
        assert (ledger.findings()[0].column, ledger.findings()[0].value) == (column, offset or zone)
    else:
        assert ledger.set_aside == {}
        assert f"{scans[0]['at']:%Y-%m}" == month


def test_blank_lines_are_no_rows_but_count_as_lines(tmp_path: Path) -> None:
    good, bad = "B,EMD,2026-01-05T08:00Z,,SA,EG,letter,,", "A,EMX,2026-01-05T08:00Z,,SA,EG,letter,,"
    file, ledger, scans = _read(tmp_path, "\n" + _rows(*[good] * 4, "", bad))
    assert (file.read, len(scans)) == (5, 4)
    assert [(f.line, f.record) for f in ledger.findings()] == [(8, 5)]


def test_scans_written_in_several_batches_are_all_counted(tmp_path: Path, monkeypatch) -> None:
    text = _rows(*(f"I{n},EMD,2026-01-05T08:00Z,,SA,EG,letter,," for n in range(7)))
    monkeypatch.setattr(sources, "BLOCK_BYTES", 100)
    assert _value(_derive(tmp_path, text), "items_arrived") == 7


SHIPMENTS = (
    "ID,Country,Scheduled Delivery Date,Delivery Recorded Date,PO Sent to Vendor Date,Delivered to Client Date\n"
)


@pytest.mark.parametrize(
    ("row", "code", "column", "value"),
    [
        ("1,Kenya,5-Jan-26,7-Jan-26,9-Jan-26,6-Jan-26", "EVT_DELIVERED_BEFORE_ORDER", "Delivered to Client Date", _SIX),
        (
            "1,Kenya,5-Jan-26,4-Jan-26,1-Jan-26,6-Jan-26",
            "EVT_RECORDED_BEFORE_DELIVERY",
            "Delivery Recorded Date",
            _FOUR,
        ),
        ("1,Atlantis,5-Jan-26,7-Jan-26,1-Jan-26,6-Jan-26", "EVT_COUNTRY_UNKNOWN", "Country", "Atlantis"),
    ],
)
def test_a_shipment_with_dates_in_the_wrong_order_is_set_aside(tmp_path: Path, row, code, column, value) -> None:
    good = [f"{n},Kenya,5-Jan-26,7-Jan-26,Pre-PQ Process,{n}-Jan-26\n" for n in (3, 4, 5, 6)]
    derived = _derive(tmp_path, SHIPMENTS + "".join(good) + row + "\n", "scms")
    assert derived.set_aside == {code: 1}
    assert [(found.column, found.value, found.line) for found in derived.findings] == [(column, value, 6)]
    totals = {
        r["measure"]: r["value"] for r in derived.measures.to_pylist() if (r["member"], r["partner"]) == ("KE", "")
    }
    assert totals == {"items_with_standard": 4, "items_on_time": 3}
