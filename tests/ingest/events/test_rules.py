"""Event measures of made files: equal to the slow twin in every cell, and to what is told of each item."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from plain.events_rules import Rules

from app.domain.event_measures import EVENT_MEASURES
from app.handbook import members
from ingest import profiles
from ingest.events import derive
from ingest.events.explaining import explain
from ingest.events.explaining_files import scans_in
from ingest.events.journey import journey_of
from ingest.events.terms import USUAL, Standard, Terms
from ingest.limits import Limits

EVENTS = ("EMA", "EMC", "EMD", "EDB", "EME", "EDC", "EMF", "EMK", "EDX", "EMH", "EDH", "EMI")
HEADER = (
    "item_id,event,time_local,utc_offset,transmitted_at,destination,origin,product,retention_reason,standard_days\n"
)
START = datetime(2026, 1, 24)  # noqa: DTZ001 - UTC
WEEKENDS = {"SA": (5, 6), "EG": (5, 6), "FR": (6, 7)}
HOLIDAY = date(2026, 2, 3)
SAUDI = replace(next(one for one in members()[1] if one.code == "SA"), holidays=(HOLIDAY,))
TABLE = (
    Standard("SA", "", "", date(2026, 1, 1), 2),
    Standard("SA", "", "", date(2026, 2, 1), 4),
    Standard("SA", "parcel", "EG", date(2026, 2, 4), 1),
    Standard("SA", "letter", "FR", date(2026, 1, 1), 9),
)
OWN = Terms(16, TABLE, {"SA": SAUDI})


def in_force(own: int | None, origin: str, day: date) -> int | None:
    """The table above, read aloud."""
    if own is not None:
        return own
    if origin == "EG" and day >= date(2026, 2, 4):
        return 1
    return 4 if day >= date(2026, 2, 1) else 2


def made(seed: int, items: int) -> list[dict]:
    """Scans of items that mostly go their way, with gaps, doubles, reversals and clocks of two zones."""
    chance = random.Random(seed)
    scans = []
    for number in range(items):
        at = START + timedelta(hours=chance.randint(0, 300))
        standard, origin = chance.choice((None, 1, 3, 5)), chance.choice(("EG", "FR"))
        still_open = chance.random() < 0.2
        for event in EVENTS[: -3 if still_open else None]:
            at += timedelta(hours=chance.choice((0, 1, 7, 20, 30, 50, -9)), minutes=chance.randint(0, 59))
            share = {"EMK": 0.15, "EDX": 0.05, "EDH": 0.1, "EMH": 0.3}.get(event, 0.7)
            for _ in range(2 if chance.random() < 0.1 else 1):
                if chance.random() < share:
                    scans.append(_scan(chance, f"I{number}", event, at, standard, origin))
    return scans


def _scan(chance: random.Random, item: str, event: str, at: datetime, standard: int | None, origin: str) -> dict:
    at = at + timedelta(hours=chance.choice((0, 0, 5)))
    late = chance.choice((None, 1, 24, 40))
    return {
        "item": item,
        "event": event,
        "at": at,
        "local": at + timedelta(hours=chance.choice((3, 3, -2))),
        "sent": None if late is None else at + timedelta(hours=late),
        "reason": chance.random() < 0.5,
        "standard": standard,
        "origin": origin,
    }


def row(scan: dict, offset: timedelta | None = None) -> str:
    """The scan as a line of a file, its clock set to another offset where one is given."""
    ahead = scan["local"] - scan["at"] if offset is None else offset
    hours = int(ahead / timedelta(hours=1))
    sent = (scan["sent"] + ahead).isoformat() if scan["sent"] else ""
    return (
        f"{scan['item']},{scan['event']},{(scan['at'] + ahead).isoformat()},{hours:+03}:00,{sent},SA,{scan['origin']},"
        f"parcel,{'30' if scan['reason'] else ''},{'' if scan['standard'] is None else scan['standard']}\n"
    )


def derived(folder: Path, rows: list[str], terms: Terms = USUAL, files: int = 1) -> dict:
    """(member, month, partner, measure) -> value of all measures, the rows spread over so many files."""
    paths = [folder / "events.csv", *(folder / f"events-{number}.csv" for number in range(1, files))]
    for number, path in enumerate(paths):
        path.write_text(HEADER + "".join(rows[number::files]))
    found = derive(paths, profiles.load("barid"), folder=folder, limits=Limits(), terms=terms)
    assert found.set_aside == {}
    return {
        (one["member"], one["month"], one["partner"], one["measure"]): one["value"]
        for one in found.measures.to_pylist()
    }


@pytest.mark.parametrize(("seed", "terms"), [(1, USUAL), (2, OWN)], ids=["usual", "own-terms"])
def test_equal_to_the_twin_and_to_what_is_told_of_each_item(tmp_path: Path, seed: int, terms: Terms) -> None:
    scans = made(seed, 120)
    got = derived(tmp_path, [row(scan) for scan in scans], terms)
    until = max(scan["at"] for scan in scans)

    def free(member: str, day: date) -> bool:
        return day.isoweekday() in WEEKENDS[member] or (terms is OWN and member == "SA" and day == HOLIDAY)

    promise = in_force if terms is OWN else lambda own, _origin, _day: own
    expected = Rules("SA", "parcel", until, free, promise, terms.cut_off).measures(scans)
    mine = {key: value for key, value in got.items() if key[3] in EVENT_MEASURES}
    assert len(mine) > 300
    assert mine == pytest.approx(expected, rel=1e-9)
    _told(tmp_path, got, until, terms)


def _told(folder: Path, got: dict, until: datetime, terms: Terms) -> None:
    profile = profiles.load("barid")
    rows = scans_in(folder / "events.csv", profile, folder, Limits())[0]
    tally: Counter[tuple] = Counter()
    for item in sorted({one["item"] for one in rows}):
        journey = journey_of(item, rows, profile)
        assert journey is not None
        told = explain(journey, profile, until, terms)
        names = [f"status_{told.status}", f"info_return_{told.info_return}"] if told.status else []
        names += ["items_arrived"] if told.month else []
        names += ["items_with_standard"] if told.counted_on_time is not None else []
        names += ["items_on_time"] if told.counted_on_time else []
        for name in names:
            tally[told.member, told.month, told.partner, name] += 1
        facts = {fact.code: fact.params for fact in told.facts}
        if "carried_forward" in facts:
            tally[told.member, facts["carried_forward"]["done"], told.partner, "items_carried_forward"] += 1
        if told.left_out:
            tally[told.member, journey.arrival.local.strftime("%Y-%m"), told.partner, "items_missent"] += 1
        if told.customs:
            month = journey.customs_entry.local.strftime("%Y-%m")
            name = "customs_deducted" if told.customs == "deducted" else f"customs_not_deducted_{told.customs}"
            tally[told.member, month, told.partner, name] += 1
    names = {key[3] for key in tally}
    assert {"items_on_time", "items_carried_forward", "items_missent", "customs_deducted", "status_delayed_2"} <= names
    assert dict(tally) == {key: value for key, value in got.items() if key[2] and key[3] in names and value}


def test_order_files_doubles_and_the_offsets_of_writing_change_nothing(tmp_path: Path) -> None:
    """Where a time is written with another offset the instant is the same; only what is asked of the clock on the wall
    (months, days) may differ, so these scans lie where it does not: at noon and more than a day from a month's end."""
    scans = [
        {**one, "at": one["at"].replace(day=10 + int(one["item"][1:]) % 9, hour=12), "local": None, "sent": None}
        for one in made(3, 40)
    ]
    scans = [{**one, "local": one["at"] + timedelta(hours=3)} for one in scans]
    rows = [row(scan) for scan in scans]
    first = derived(tmp_path, rows)
    chance = random.Random(9)
    again = [row(scan, timedelta(hours=chance.choice((3, 0, -4, 5)))) for scan in scans] + rows[::4]
    chance.shuffle(again)
    assert len(first) > 100
    assert derived(tmp_path, again, files=3) == first


def test_a_scan_changes_only_its_own_corridor_and_what_it_may(tmp_path: Path) -> None:
    """An attempt added to an open item moves it from one status to another, and nothing of the other origin."""
    scans = [one for one in made(4, 30) if not (one["item"] == "I0" and one["event"] in ("EMH", "EDH", "EMI"))]
    scans = [one for one in scans if one["item"] != "I0"]
    base = {"item": "I0", "reason": False, "standard": 3, "origin": "EG", "sent": None}
    until = max(one["at"] for one in scans)
    at = until - timedelta(days=9)
    arrived = {**base, "event": "EMD", "at": at, "local": at}
    tried = {**base, "event": "EMI", "at": at + timedelta(days=2), "local": at + timedelta(days=2)}
    before = derived(tmp_path, [row(scan) for scan in [*scans, arrived]])
    after = derived(tmp_path, [row(scan) for scan in [*scans, arrived, tried]])
    changed = {
        key: after.get(key, 0) - before.get(key, 0) for key in before | after if after.get(key) != before.get(key)
    }
    assert {key[2] for key in changed} == {"", "EG"}
    counts = {key[3]: value for key, value in changed.items() if key[2] == "EG"}
    assert (counts["status_no_delivery_info"], counts["status_on_time"], counts["items_on_time"]) == (-1, 1, 1)
    assert (counts["arrival_to_delivery_measured"], counts["items_completed"]) == (1, 1)
    untouched = ("items_arrived", "customs", "posting", "departure", "items_open", "items_missent", "items_posted")
    assert [name for name in counts if name.startswith(untouched)] == []


def test_a_corridor_of_few_items_has_no_quantiles(tmp_path: Path) -> None:
    rows = []
    for origin, count in (("EG", 29), ("FR", 30)):
        for number in range(count):
            base = {"item": f"{origin}{number}", "reason": False, "standard": None, "origin": origin, "sent": None}
            for event, hours in (("EMC", 0), ("EMD", 24), ("EMI", 48 + number)):
                at = datetime(2026, 3, 2) + timedelta(hours=hours)  # noqa: DTZ001 - UTC
                rows.append(row({**base, "event": event, "at": at, "local": at}))
    got = derived(tmp_path, rows)
    for origin, count in (("EG", 29), ("FR", 30)):
        assert got["SA", "2026-03", origin, "corridor_measured"] == count
    assert ("SA", "2026-03", "EG", "corridor_hours_p50") not in got
    assert got["SA", "2026-03", "FR", "corridor_hours_p50"] == 48 + 14.5
    assert ("SA", "2026-03", "", "corridor_items") not in got


def test_against_promised_dates_alone_a_standard_says_nothing(tmp_path: Path) -> None:
    base = {"reason": False, "standard": 1, "origin": "EG", "sent": None}
    scans = [
        {**base, "item": item, "event": event, "at": at, "local": at}
        for item in ("A", "B")
        for event, at in (("EMD", START), ("EMI", START + timedelta(days=20)))
    ]
    rows = [row(scan)[:-1] + (",2026-02-12\n" if scan["item"] == "A" else ",\n") for scan in scans]
    path = tmp_path / "events.csv"
    path.write_text(HEADER[:-1] + ",promised_date\n" + "".join(rows))
    profile = replace(profiles.load("barid"), on_time="calendar-date")
    found = derive(path, profile, folder=tmp_path, limits=Limits()).measures.to_pylist()
    got = {one["measure"]: one["value"] for one in found if one["partner"] == ""}
    assert (got["items_with_standard"], got["items_on_time"]) == (1, 0)
    assert (got["status_delayed_1"], got["status_no_standard"]) == (1, 1)
