"""Quantiles of a quarter: from item events to the stored result, and back to the mean where figures replace a month."""

import random
from datetime import UTC, datetime, timedelta

import factories
import pytest
from plain import events

from app.actions.check_submission import check_submission
from app.actions.recompute import recompute
from app.actions.submit_submission import submit_submission
from app.domain.periods import Quarter
from app.domain.submissions import COUNTED_WORKING
from app.storage import observations, results
from app.storage.counting import ACCEPTED_ONLY

AFTER = datetime(2026, 10, 5, 9, tzinfo=UTC)
SUMMER = Quarter(2026, 3)
ITEMS = 90
STORED = ("delivery_days_p50", "delivery_days_p90", "dwell_hours_p50", "dwell_hours_p90")
QUANTILES = ("CUS-03", "CUS-04", "E2E-03")


def scans():
    """Items of three products over the quarter: quick in July, slow in September, a few still in customs."""
    r, found = random.Random(3), []
    for i in range(ITEMS):
        month = r.choice((7, 7, 8, 9, 9))
        arrived = datetime(2026, month, 1) + timedelta(hours=r.randint(0, 400))  # noqa: DTZ001 - local clock
        entered = arrived + timedelta(hours=r.randint(1, 30))
        left = entered + timedelta(minutes=r.randint(30, 900 * (month - 6) ** 2))
        found += [(f"ITEM{i}", "EMD", arrived, None), (f"ITEM{i}", "EDB", entered, None)]
        if r.random() < 0.95:
            delivered = left + timedelta(hours=r.randint(2, 90))
            found += [(f"ITEM{i}", "EDC", left, None), (f"ITEM{i}", "EMI", delivered, None)]
    return found


def content(found):
    product = {f"ITEM{i}": ("letter", "parcel", "ems")[i % 3] for i in range(ITEMS)}
    rows = [f"{item},{event},{at.isoformat()},EG,SA,{product[item]}" for item, event, at, _ in found]
    return ("\n".join(["item_id,event,time_local,destination,origin,product", *rows]) + "\n").encode()


def submitted(house, sender, body, now):
    made = factories.received(house, sender, "item-events", now, body)
    check_submission(house, submission=made, now=now)
    submit_submission(house, person=sender, submission=made, reason="because", now=now)


def computed(house, now):
    recompute(house, regions=["arab"], quarters=[SUMMER], now=now)
    with house.sessions() as session:
        member = results.working_member(session, "EG", SUMMER).member
    return {one.code: one for one in member.indicators if one.code in QUANTILES}


def test_they_are_those_of_the_items_until_figures_replace_a_month(house):
    sender, found = factories.people(house, AFTER).uploader, scans()
    own = {name: told for (quarter, name), told in events.quarters(found).items() if quarter == str(SUMMER)}
    submitted(house, sender, content(found), AFTER)

    exact = computed(house, AFTER + timedelta(hours=1))
    spread = own["delivery_days_p90"][0] - own["delivery_days_p50"][0]
    assert exact["CUS-03"].value.value == pytest.approx(own["dwell_hours_p50"][0], rel=1e-9)
    assert exact["CUS-04"].value.value == pytest.approx(own["dwell_hours_p90"][0], rel=1e-9)
    assert exact["E2E-03"].value.value == pytest.approx(spread, rel=1e-9)
    assert [exact[code].n for code in QUANTILES] == [
        own[name][1] for name in ("dwell_hours_p50", "dwell_hours_p90", "delivery_days_p90")
    ]
    assert not any(one.approximate for one in exact.values())

    later = AFTER + timedelta(days=1)
    factories.submitted(house, sender, "customs-clearance", later, months=("2026-07",), count=40)
    mixed = computed(house, later + timedelta(hours=1))
    assert [mixed[code].approximate for code in QUANTILES] == [True, True, False]
    assert mixed["CUS-03"].value.value != pytest.approx(own["dwell_hours_p50"][0], rel=1e-3)
    assert mixed["E2E-03"].value == exact["E2E-03"].value


def test_files_of_single_months_leave_the_quarter_approximate(house):
    sender, found = factories.people(house, AFTER).uploader, scans()
    arrived = {item: at.month for item, event, at, _ in found if event == "EMD"}
    for month in (7, 8, 9):
        body = content([scan for scan in found if arrived[scan[0]] == month])
        submitted(house, sender, body, AFTER + timedelta(minutes=month))
    assert all(one.approximate for one in computed(house, AFTER + timedelta(hours=1)).values())


def test_what_is_not_accepted_gives_an_edition_no_quantiles(house):
    sender = factories.people(house, AFTER).uploader
    submitted(house, sender, content(scans()), AFTER)
    with house.sessions() as session:
        working = observations.quarter_quantiles(session, "arab", COUNTED_WORKING, SUMMER)
        assert observations.quarter_quantiles(session, "arab", ACCEPTED_ONLY, SUMMER) == []
        assert observations.quarter_quantiles(session, "arab", COUNTED_WORKING, SUMMER.before()) == []
    assert {(found.measure, len(found.months)) for found in working} == {(name, 3) for name in STORED}
