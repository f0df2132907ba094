"""Files joined by a profile: what the others tell stands behind the main file's own cells, and nothing is guessed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from plain import events_olist_corridors

from ingest import profiles
from ingest.events import Derived, derive
from ingest.limits import Limits

OLIST = Path(__file__).parents[3] / "../shared/data/olist"
REAL = [
    OLIST / name
    for name in (
        "olist_orders_even_months.csv",
        "olist_order_items_even_months.csv",
        "olist_sellers_dataset.csv",
        "olist_customers_even_months.csv",
    )
]
ORDERS = (
    "order_id,customer_id,order_status,order_purchase_timestamp,order_delivered_carrier_date,"
    "order_delivered_customer_date,order_estimated_delivery_date\n"
)
ITEMS = "order_id,order_item_id,seller_id\n"
SELLERS = "seller_id,seller_state\ns1,SP\ns2,RJ\ns3,SP\n"
CUSTOMERS = "customer_id,customer_state\nc1,BA\nc2,AM\n"


def _order(number: str, customer: str) -> str:
    dates = "2018-01-02 10:00:00,2018-01-03 10:00:00,2018-01-08 10:00:00,2018-01-20 0:00:00"
    return f"{number},{customer},delivered,{dates}\n"


def _derive(tmp_path: Path, files: dict[str, str | bytes], profile: str = "olist-corridors", **more) -> Derived:
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    limits = Limits(max_set_aside=1.0)
    return derive(paths, profiles.load(profile), folder=tmp_path, limits=limits, **{"member": None, **more})


def _corridors(derived: Derived) -> dict[tuple[str, str], int]:
    return {
        (row["member"], row["partner"]): row["value"]
        for row in derived.measures.to_pylist()
        if row["measure"] == "items_arrived"
    }


def _found(derived: Derived) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(one.code, one.line, one.column, one.value) for one in derived.findings]


def _small(**more: str | bytes) -> dict[str, str | bytes]:
    files = {
        "orders": ORDERS + _order("o1", "c1") + _order("o2", "c2"),
        "items": ITEMS + "o1,1,s1\no1,2,s3\no2,1,s2\n",
        "sellers": SELLERS,
        "customers": CUSTOMERS,
    }
    return files | more


def test_every_cell_of_the_real_corridors_equals_the_slow_count(tmp_path: Path) -> None:
    if not REAL[0].exists():
        pytest.skip("needs ../shared/data/olist, which is not here")
    expected, unknown = events_olist_corridors.cells(*REAL)
    derived = derive(REAL[::-1], profiles.load("olist"), member="BR", folder=tmp_path, limits=Limits())
    found = {
        (row["member"], row["month"], row["partner"], row["measure"]): row["value"]
        for row in derived.measures.to_pylist()
    }
    assert len(found) > 10_000
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected, rel=1e-9)
    assert derived.warned == unknown


def test_states_are_found_whatever_the_order_of_the_files(tmp_path: Path) -> None:
    files = _small()
    derived = _derive(tmp_path, dict(reversed(files.items())))
    assert derived.findings == ()
    assert _corridors(derived) == {
        ("BR-AM", ""): 1,
        ("BR-AM", "BR-RJ"): 1,
        ("BR-BA", ""): 1,
        ("BR-BA", "BR-SP"): 1,
    }
    assert _corridors(_derive(tmp_path, files, member="BR")) == _corridors(derived)
    assert set(_corridors(_derive(tmp_path, files, member="BR-AM"))) == {("BR-AM", ""), ("BR-AM", "BR-RJ")}


def test_sellers_in_several_states_leave_the_origin_unknown(tmp_path: Path) -> None:
    derived = _derive(tmp_path, _small(items=ITEMS + "o1,1,s1\no1,2,s2\no2,1,s2\n"))
    assert _found(derived) == [("EVT_JOIN_SEVERAL", 2, "seller_state", "RJ, SP")]
    assert _corridors(derived) == {("BR-AM", ""): 1, ("BR-AM", "BR-RJ"): 1, ("BR-BA", ""): 1}


def test_keys_that_are_missing_are_named_and_nothing_is_taken_for_them(tmp_path: Path) -> None:
    files = _small(
        orders=ORDERS + _order("o1", "c1") + "\n" + _order("o2", "c9") + _order("o3", ""),
        items=ITEMS + "o1,1,s1\no1,2,s9\no2,1,s2\n",
    )
    derived = _derive(tmp_path, files, member="BR")
    assert _found(derived) == [
        ("EVT_JOIN_MISSING", 2, "seller_id", "s9"),
        ("EVT_JOIN_MISSING", 4, "customer_id", "c9"),
        ("EVT_JOIN_MISSING", 5, "order_id", "o3"),
        ("EVT_JOIN_MISSING", 5, "customer_id", ""),
    ]
    assert derived.warned == {"EVT_JOIN_MISSING": 4}
    assert _corridors(derived) == {("BR", ""): 2, ("BR", "BR-RJ"): 1, ("BR-BA", ""): 1}


def test_keys_that_stand_twice_are_named_and_contradictions_give_nothing(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path,
        _small(
            items=ITEMS + "o1,1,s1\no1,1,s1\no2,1,s2\n",
            customers=CUSTOMERS + "c2,PA\nc1,BA\nc2,AM\n",
        ),
        member="BR",
    )
    assert _found(derived) == [
        ("EVT_JOIN_TWICE", 3, "order_id", "o1"),
        ("EVT_JOIN_TWICE", 5, "customer_id", "c1"),
        ("EVT_JOIN_TWICE", 6, "customer_id", "c2"),
        ("EVT_JOIN_SEVERAL", 3, "customer_state", "AM, PA"),
    ]
    assert [one.params.get("first") for one in derived.findings] == [2, 2, 3, None]
    assert derived.warned == {"EVT_JOIN_TWICE": 4, "EVT_JOIN_SEVERAL": 1}
    assert _corridors(derived) == {("BR", ""): 1, ("BR", "BR-RJ"): 1, ("BR-BA", ""): 1, ("BR-BA", "BR-SP"): 1}


def test_faulty_rows_of_a_joined_file_are_named_and_not_used(tmp_path: Path) -> None:
    derived = _derive(tmp_path, _small(sellers='seller_id,seller_state\ns1,SP\n\ns2\n,RJ\n"s3"x,SP\ns3,SP\ns2,RJ\n'))
    assert _found(derived) == [("EVT_JOIN_ROW", line, "seller_id", None) for line in (4, 5, 6)]
    assert {one.params["file"] for one in derived.findings} == {"sellers.csv"}
    assert _corridors(derived)["BR-AM", "BR-RJ"] == 1


def test_faults_of_the_main_file_keep_their_physical_lines(tmp_path: Path) -> None:
    late = _order("o2", "c2")
    orders = (
        "﻿" + ORDERS + "\r\n" + '"o1\nx",c1,delivered,,,,\n' + '"o1"x,c1,delivered,,,,\n' + "o1,c1,delivered,,,,,,\n"
        "o1,c1,delivered,,\n" + late.replace("01-08", "02-30") + late.rstrip()
    )
    derived = _derive(tmp_path, _small(orders=orders))
    assert [(one.code, one.line) for one in derived.findings if one.code != "EVT_JOIN_MISSING"] == [
        ("EVT_NO_DELIVERY_DATE", 3),
        ("EVT_QUOTING", 5),
        ("EVT_CELL_COUNT", 6),
        ("EVT_CELL_COUNT", 7),
        ("EVT_TIME_IMPOSSIBLE", 8),
    ]
    assert (derived.read, derived.used) == (6, 1)
    assert [(one.line, one.record) for one in derived.findings if one.code == "EVT_JOIN_MISSING"] == [(3, 1)]


def test_a_quote_that_is_never_closed_costs_its_row_alone_in_a_joined_file(tmp_path: Path) -> None:
    sellers = (
        'seller_id,seller_state\n"s9,SP\n' + "".join(f"s{n},SP\n" for n in range(10, 60)) + "s1,SP\ns3,SP\ns2,RJ\n"
    )
    derived = _derive(tmp_path, _small(sellers=sellers))
    assert _found(derived) == [("EVT_JOIN_ROW", 2, "seller_id", None)]
    assert _corridors(derived)["BR-BA", "BR-SP"] == 1


def test_packed_files_are_joined_and_a_damaged_one_is_refused(tmp_path: Path) -> None:
    files = _small()
    packed = {name: gzip.compress(str(content).encode()) for name, content in files.items()}
    assert _corridors(_derive(tmp_path, packed)) == _corridors(_derive(tmp_path, files))
    for damaged in ("sellers", "orders"):
        derived = _derive(tmp_path, packed | {damaged: packed[damaged][:-9]}, "olist")
        assert derived.findings[0].code == "EVT_PACKED"
    derived = _derive(tmp_path, {"sellers": gzip.compress(b"x" * 9)[:-9], "orders": b"x"}, "olist-corridors")
    assert [one.code for one in derived.findings] == ["EVT_PACKED"]


def test_findings_name_the_file_in_which_they_are(tmp_path: Path) -> None:
    orders = ORDERS + _order("o1", "c9") + _order("o2", "c2").replace("01-08", "02-30")
    derived = _derive(tmp_path, _small(orders=orders, sellers="\n" + SELLERS + "s1,SP\n,RJ\n"))
    assert {(one.code, one.file) for one in derived.findings} == {
        ("EVT_JOIN_ROW", "sellers.csv"),
        ("EVT_JOIN_TWICE", "sellers.csv"),
        ("EVT_JOIN_MISSING", "orders.csv"),
        ("EVT_TIME_IMPOSSIBLE", "orders.csv"),
    }


def test_a_place_is_what_the_file_says_and_never_the_country_of_an_identifier(tmp_path: Path) -> None:
    profile = profiles.parse(
        {
            "columns": {"item": "id", "event": "ev", "time": "at", "origin": "from", "destination": "to",
                        "receptacle": "bag"},
            "formats": ["iso"], "measures": ["items_arrived"], "places": ["SP", "NORTH-1"],
        },
        "mine",
    )  # fmt: skip
    path = tmp_path / "scans.csv"
    bag = "EGCAIASARUHAACN60001001110001"
    path.write_text(
        "id,ev,at,from,to,bag\n"
        f"CP123456785EG,EMD,2026-01-05,,SP,{bag}\nA2,EMD,2026-01-05,NORTH-1,SP,\nA3,EMD,2026-01-05,SA,SP,\n"
        f"A4,EMD,2026-01-05,SP,,{bag}\n"
    )
    derived = derive(path, profile, member="BR", folder=tmp_path, limits=Limits(max_set_aside=1.0))
    assert _found(derived) == [("EVT_COUNTRY_UNKNOWN", 4, "from", "SA")]
    assert _corridors(derived) == {("SP", ""): 2, ("SP", "NORTH-1"): 1, ("BR", ""): 1, ("BR", "SP"): 1}


def test_two_files_of_a_kind_are_taken_together(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path, _small(orders=ORDERS + _order("o1", "c1"), more=ORDERS + _order("o2", "c2"), late=SELLERS[:23])
    )
    assert derived.read == 2
    assert _corridors(derived)["BR-AM", "BR-RJ"] == 1


def test_utf_16_and_quotes_in_what_is_brought(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path,
        _small(
            orders=_small()["orders"].encode("utf-16"), sellers='seller_id,seller_state\ns1,"S""P"\ns2,RJ\ns3,"S""P"\n'
        ),
    )
    assert _found(derived) == [("EVT_COUNTRY_UNKNOWN", 2, "seller_state", 'S"P')]
    assert _corridors(derived)["BR-AM", "BR-RJ"] == 1


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"sellers": "id,state\n"}, ["EVT_FILE_UNKNOWN", "EVT_FILE_MISSING"]),
        ({"sellers": ""}, ["EVT_FILE_UNKNOWN", "EVT_FILE_MISSING"]),
        (
            {"customers": "customer_id,customer_state,seller_id,seller_state\n"},
            ["EVT_FILE_UNKNOWN", "EVT_FILE_MISSING"],
        ),
        ({"orders": "order_id,x\n1,2\n"}, ["EVT_FILE_UNKNOWN", "EVT_FILE_MISSING"]),
        ({"sellers": b"seller_id,seller_state\ns\xff,SP\n"}, ["EVT_ENCODING"]),
    ],
)
def test_files_that_do_not_belong_together_are_refused(tmp_path: Path, files: dict, codes: list[str]) -> None:
    derived = _derive(tmp_path, _small(**files))
    assert derived.outcome == "refused"
    assert [one.code for one in derived.findings] == codes
    assert derived.measures.num_rows == 0


def test_several_orders_files_alone_are_read_by_the_profile_for_one(tmp_path: Path) -> None:
    derived = _derive(
        tmp_path, {"a": ORDERS + _order("o1", "c1"), "b": ORDERS + _order("o2", "c2")}, "olist", member="BR"
    )
    assert _corridors(derived) == {("BR", ""): 2}
