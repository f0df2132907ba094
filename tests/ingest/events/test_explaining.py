"""What is told of one item: every kind of fact, from the scans that bring it about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from app import locale
from app.domain.journeys import Journey, Seen
from ingest import profiles
from ingest.events.explaining import explain, working_days_between
from ingest.events.explaining_files import explain_in_files
from ingest.events.journey import journey_of
from ingest.events.terms import USUAL, Standard, Terms
from ingest.limits import Limits

HEADER = "item_id,event,time_local,transmitted_at,destination,origin,product,retention_reason,standard_days\n"
BARID = profiles.load("barid")
UNTIL = datetime(2026, 1, 31, 12)  # noqa: DTZ001 - UTC


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 1, day, hour)  # noqa: DTZ001 - UTC


def seen(event: str, day: int, hour: int = 8, *, late: int | None = None, reason: bool = False) -> Seen:
    moment = at(day, hour)
    sent = None if late is None else moment + timedelta(hours=late)
    return Seen(event, moment, moment + timedelta(hours=3), sent, reason, "a.csv", 2)


def journey(*scans: Seen, **more) -> Journey:
    base = {
        "item": "A", "seen": scans, "origin": "EG", "destination": "SA", "product": "parcel", "standard_days": None,
        "promised": None, "flagged": False, "arrival_event": "EMD",
    }  # fmt: skip
    return Journey(**{**base, **more})


def codes(told) -> list[str]:
    return [fact.code for fact in told.facts]


WAY = (seen("EMC", 3), seen("EMD", 5))
CASES = [
    ((*WAY, seen("EMI", 12, late=49)), {"standard_days": 3}, ["late_by_standard", "counted_late", "status_delayed_2"]),
    ((*WAY, seen("EMI", 12, late=1)), {"standard_days": 5}, ["in_time_by_standard", "counted_on_time"]),
    ((*WAY, seen("EMI", 29)), {"standard_days": 5}, ["status_delayed_over_5", "info_return_not_available"]),
    ((*WAY, seen("EMI", 12, late=1)), {}, ["no_standard", "not_counted", "status_no_standard", "info_return_on_time"]),
    (WAY, {"standard_days": 3}, ["open_against_standard", "counted_late", "status_no_delivery_info"]),
    (WAY, {"standard_days": 60}, ["open_against_standard", "not_counted", "info_return_not_available"]),
    ((*WAY, seen("EMI", 4)), {"standard_days": 60}, ["before_arrival", "counted_late", "reversed"]),
    ((seen("EMC", 6), seen("EMD", 5), seen("EMI", 7)), {"standard_days": 60}, ["reversed", "status_out_of_sequence"]),
    ((*WAY, seen("EMI", 12, late=30)), {"promised": date(2026, 1, 10)}, ["late_by_date", "info_return_late"]),
    ((*WAY, seen("EMI", 12)), {"promised": date(2026, 1, 12)}, ["in_time_by_date", "counted_on_time"]),
    (WAY, {"promised": date(2026, 1, 12)}, ["open_against_date", "counted_late"]),
    (WAY, {"promised": date(2026, 2, 12)}, ["open_against_date", "not_counted"]),
    ((seen("EMI", 5),), {"standard_days": 3}, ["month_none", "no_standard", "not_counted"]),
    ((seen("EMI", 5),), {}, ["month_none", "no_standard", "not_counted"]),
    ((*WAY, seen("EMK", 7)), {}, ["left_out_sent_on"]),
    (WAY, {"flagged": True}, ["left_out_by_file"]),
    (WAY, {}, ["month_arrival", "customs_none"]),
    ((*WAY, seen("EDB", 6)), {}, ["customs_entry", "customs_no_exit"]),
    ((*WAY, seen("EDB", 6), seen("EDC", 5), seen("EMF", 8)), {}, ["customs_exit", "customs_no_reason"]),
    ((*WAY, seen("EME", 6, reason=True), seen("EDC", 9)), {}, ["customs_exit", "customs_deducted"]),
]


@pytest.mark.parametrize(
    ("scans", "more", "expected"), CASES, ids=[f"{n}-{case[2][-1]}" for n, case in enumerate(CASES)]
)
def test_each_fact_is_told_where_it_holds(scans, more, expected) -> None:
    told = codes(explain(journey(*scans, **more), BARID, UNTIL, USUAL))
    assert [code for code in told if code in expected] == expected
    keys = [f"events_explain.{code}" for code in told]
    assert [(lang, key) for lang in locale.LANGUAGES for key in keys if not locale.has(lang, key)] == []


def test_the_numbers_of_a_late_item() -> None:
    """Arrived on Monday, tried on the Monday after: Friday and Saturday are free in Riyadh."""
    told = explain(journey(*WAY, seen("EMI", 12, late=49), standard_days=3), BARID, UNTIL, USUAL)
    late = next(fact for fact in told.facts if fact.code == "late_by_standard")
    assert late.params == {"count": 5, "standard": 3, "start": date(2026, 1, 5), "end": date(2026, 1, 12)}
    assert (told.month, told.status, told.late_days, told.counted_on_time) == ("2026-01", "delayed_2", 2, False)
    assert (told.info_return, told.customs, told.left_out) == ("late", None, False)


def test_deducted_customs_make_a_late_item_one_in_time() -> None:
    hold = (seen("EME", 6, reason=True), seen("EDC", 9))
    for reason, status in ((True, "on_time"), (False, "delayed_2")):
        scans = (*WAY, *(replace(one, reason=reason and one.reason) for one in hold), seen("EMI", 12, 4))
        assert explain(journey(*scans, standard_days=3), BARID, UNTIL, USUAL).status == status


def test_a_scan_after_the_cut_off_hour_starts_its_clock_the_next_day() -> None:
    scans = (seen("EMD", 5, 14), seen("EMI", 6))  # 17:00 in Riyadh
    for cut_off, days in ((24, 1), (18, 1), (17, 0)):
        told = explain(journey(*scans, standard_days=3), BARID, UNTIL, Terms(cut_off))
        assert next(fact.params["count"] for fact in told.facts if fact.code == "in_time_by_standard") == days


def test_the_standard_in_force_on_the_day_of_arrival_for_the_zone_counts() -> None:
    table = (
        Standard("SA", "", "", date(2026, 1, 1), 9),
        Standard("SA", "parcel", "", date(2026, 1, 4), 7),
        Standard("SA", "parcel", "EG", date(2026, 1, 6), 1),
    )
    scans = (seen("EMC", 3), seen("EMD", 5), seen("EMI", 6))
    for origin, day, expected in (("EG", 5, 7), ("EG", 6, 1), ("FR", 6, 7), ("EG", 3, None)):
        moved = tuple(replace(one, at=at(day), local=at(day, 11)) if one.event == "EMD" else one for one in scans)
        told = explain(journey(*moved, origin=origin), BARID, UNTIL, Terms(standards=table))
        found = [fact.params["standard"] for fact in told.facts if fact.code == "standard_table"]
        assert found == ([] if expected is None else [expected]), (origin, day)


def test_items_counted_by_delivery_stand_in_the_month_of_their_promise_while_open() -> None:
    olist = profiles.load("olist")
    open_item = journey(seen(olist.arrival, 5), promised=date(2026, 2, 3), arrival_event=olist.arrival)
    done = replace(open_item, seen=(*open_item.seen, seen("EMI", 29)))
    nowhere = replace(open_item, seen=())
    found = [
        explain(one, olist, UNTIL, USUAL, "BR") for one in (open_item, done, nowhere, replace(nowhere, promised=None))
    ]
    assert [told.month for told in found] == ["2026-02", "2026-01", None, None]
    assert {(told.member, told.partner) for told in found} == {("BR", None)}
    assert "no_promise" in codes(found[3])


def test_working_days_are_counted_both_ways() -> None:
    assert working_days_between("SA", date(2026, 1, 8), date(2026, 1, 11), USUAL) == 1
    assert working_days_between("SA", date(2026, 1, 11), date(2026, 1, 8), USUAL) == -1
    assert working_days_between("XX", date(2026, 1, 8), date(2026, 1, 11), USUAL) == 1
    assert working_days_between("XX", date(2026, 1, 9), date(2026, 1, 12), USUAL) == 1


def test_of_scans_at_one_instant_the_one_sent_in_time_is_first() -> None:
    scans = [seen("EMI", 5), seen("EMI", 5, late=40), seen("EMI", 5, late=2)]
    assert [journey(*scans[:count]).attempt.quick for count in (1, 2, 3)] == [None, False, True]
    assert journey(seen("EMC", 3)).sent_on is None
    assert journey(seen("EMC", 3), seen("EMD", 5), seen("EMC", 6)).sent_on == seen("EMC", 6)
    assert journey(seen("EMD", 5), seen("EMC", 6)).sent_on is None
    assert journey(seen("EMD", 5)).customs_exit is None


def test_an_item_is_looked_up_in_several_files(tmp_path: Path) -> None:
    files = {
        "a.csv": "A,EMD,2026-01-05T08:00+03:00,2026-01-05T09:00+03:00,SA,EG,parcel,,3\nB,EMX,x,,SA,EG,parcel,,\n",
        "b.csv": "A,EMI,2026-01-07T08:00+03:00,,SA,EG,parcel,,3\nC,EMI,2026-01-30T08:00Z,,SA,EG,parcel,,\n",
    }
    paths = []
    for name, rows in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_text(HEADER + rows)
    looked = explain_in_files("A", paths, BARID, folder=tmp_path, limits=Limits())
    assert looked.set_aside == 1
    assert looked.explanation is not None
    assert [(one.event, one.file, one.line, one.offset) for one in looked.explanation.journey.seen] == [
        ("EMD", "a.csv", 2, timedelta(hours=3)),
        ("EMI", "b.csv", 2, timedelta(hours=3)),
    ]
    assert looked.explanation.status == "on_time"
    assert explain_in_files("Z", paths, BARID, folder=tmp_path, limits=Limits()).explanation is None
    first = explain_in_files("A", paths[:1], BARID, folder=tmp_path, limits=Limits(), as_of=date(2026, 1, 20))
    assert first.explanation is not None
    assert (first.explanation.status, first.explanation.counted_on_time) == ("no_delivery_info", False)


def test_rows_of_an_item_make_its_journey() -> None:
    base = {
        "item": "A", "event": "EMD", "at": at(5), "local": at(5), "sent": None, "origin": None, "destination": "SA",
        "product": "letter", "reason": 0, "standard_days": None, "promised": None, "left_out": 0, "line": 2,
        "file": "a.csv",
    }  # fmt: skip
    rows = [base, {**base, "event": "", "at": None, "local": None, "standard_days": 4, "promised": date(2026, 1, 9)}]
    found = journey_of("A", rows, BARID)
    assert found is not None
    assert (found.origin, found.standard_days, found.promised, len(found.seen)) == (None, 4, date(2026, 1, 9), 1)
    assert journey_of("B", rows, BARID) is None
