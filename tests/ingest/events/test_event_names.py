"""Events are known by code, by name and by both; what contradicts itself is known by neither."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import profiles
from ingest.event_names import event_of
from ingest.events.ledger import Ledger
from ingest.events.reading import EventFile


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EMD", "EMD"),
        ("emd", "EMD"),
        ("Arrival at inward office of exchange", "EMD"),
        ("ARRIVAL AT INWARD OE", "EMD"),
        ("EMD - Arrival at inward OE", "EMD"),
        ("EMF Out of Customs / departure from inward OE", "EMF"),
        ("Attempted / unsuccessful delivery", "EMH"),
        ("Arrival at collection point for pick-up", "EDH"),
        ("Posting / collection", "EMA"),
        ("EMI: Arrival at inward OE", None),
        ("EMD whatever", None),
        ("EMX", None),
        ("Arrival", None),
        ("", None),
    ],
)
def test_a_text_is_the_event_it_names(text: str, code: str | None) -> None:
    assert event_of(text) == code


def test_every_event_has_a_name_of_its_own() -> None:
    assert {event_of(code.lower()) for code in profiles.CODES} == profiles.CODES


def test_the_profile_goes_before_the_names(tmp_path: Path) -> None:
    mine = replace(
        profiles.load("barid"),
        codes={"Final delivery": "EMH", "EMD": "EMD"},
        ignored_codes=frozenset({"Posting"}),
    )
    path = tmp_path / "scans.csv"
    rows = ["Final delivery", "emd", "Posting", "held by CUSTOMS", "EMX", "EMD"]
    path.write_text("item_id,event,time_local\n" + "".join(f"A,{row},2026-01-05\n" for row in rows))
    ledger = Ledger(9)
    scans = [scan["event"] for table in EventFile(path, mine, ledger).scans() for scan in table.to_pylist()]
    assert scans == ["EMH", "EMD", "EME", "EMD"]
    assert [(one.code, one.line, one.column, one.value) for one in ledger.findings()] == [
        ("EVT_CODE_UNKNOWN", 6, "event", "EMX")
    ]


INBOUND = {30: "EMD", 31: "EDB", 34: "EME", 38: "EDC", 35: "EMF", 32: "EMG", 36: "EMH", 37: "EMI", 70: "EDA",
           71: "EDD", 72: "EDE", 73: "EDF", 74: "EDG", 75: "EDH", 76: "EDX"}  # fmt: skip
OUTBOUND = {1: "EMA", 3: "EMB", 4: "EXA", 6: "EXB", 7: "EXC", 12: "EMC", 15: "EXX"}


def test_the_numbers_of_ips_are_all_there_are() -> None:
    """`domain.md` §7.1."""
    ips = profiles.load("ips")
    numbers = {int(theirs): ours for theirs, ours in ips.codes.items() if theirs.isdigit()}
    assert numbers == INBOUND | OUTBOUND
    assert ips.ignored_codes == {"8", "39"}
