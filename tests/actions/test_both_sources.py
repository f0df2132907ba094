"""A month that was reported and has scans too: the method says which count, and what differs is told."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import factories
import pytest

from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.actions.recompute import recompute
from app.actions.submit_submission import submit_submission
from app.domain.methods import Methods
from app.domain.periods import Quarter
from app.domain.sources import SCANS
from app.domain.submissions import COUNTED_WORKING
from app.storage import comparing, observations, results
from app.storage.beside import months_told_twice

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
Q3 = Quarter(2026, 3)
ROWS = "".join(
    f"RR{n:08d}5EG,EMD,2026-07-05T08:00+03:00,EG,SA,parcel,2\n"
    f"RR{n:08d}5EG,EMI,2026-07-{9 if n < 30 else 6:02d}T08:00+03:00,EG,SA,parcel,2\n"
    for n in range(40)
)
EVENTS = f"item_id,event,time_local,destination,origin,product,standard_days\n{ROWS}".encode()


def send(house, person, dataset, content):
    made = receive_file(
        house, person=person, dataset=dataset, member="EG", name="sent.csv", source=io.BytesIO(content), now=IN_TIME
    )
    check_submission(house, submission=made, now=IN_TIME)
    submit_submission(house, person=person, submission=made, reason="As counted.", now=IN_TIME)
    return made


@pytest.fixture
def both(house):
    """The house, a report of July to September in which everything is on time, and scans of July that say otherwise."""
    cast = factories.people(house, IN_TIME)
    report = send(house, cast.uploader, "service-quality", factories.csv_bytes("service-quality"))
    return report, send(house, cast.uploader, "item-events", EVENTS), cast


def by_scans(house):
    first, method = house.methods.declared[0]
    other = replace(method, rules=replace(method.rules, where_both=SCANS))
    return replace(house, methods=Methods(((first, other),)))


def member(house):
    recompute(house, regions=["arab"], quarters=[Q3], now=IN_TIME)
    with house.sessions() as session:
        return results.working_member(session, "EG", Q3).member


def on_time(found):
    return next(one for one in found.indicators if one.code == "E2E-01").value.value


def test_the_report_counts_and_the_difference_is_a_signal(house, both):
    found = member(house)
    assert on_time(found) == 100.0
    told = {signal.indicator: signal.params for signal in found.signals if signal.code == "sources_differ"}
    assert told["E2E-01"] == {"indicator": "E2E-01", "reported": 100, "scans": 25}


def test_where_the_method_says_so_the_scans_of_a_month_count_and_the_report_fills_the_others(house, both):
    report, scans, _ = both
    house = by_scans(house)
    found = member(house)
    told = [signal.params for signal in found.signals if signal.code == "sources_differ_scans"]
    assert {"indicator": "E2E-01", "reported": 100, "scans": 25} in told
    with house.sessions() as session:
        counts = observations.counted(session, "arab", COUNTED_WORKING, Q3, SCANS)
        rows = observations.rows_behind(session, "EG", Q3, ("items_with_standard",), COUNTED_WORKING, SCANS)
    quality = {one.period: one.submission for one in counts if one.dataset == "service-quality"}
    assert quality == {"2026-07": scans, "2026-08": report, "2026-09": report}
    assert {str(row.month): row.submission for row in rows} == quality


def test_scans_alone_count_whatever_the_method_prefers(house):
    cast = factories.people(house, IN_TIME)
    send(house, cast.uploader, "item-events", EVENTS)
    found = member(house)
    assert on_time(found) == 25.0
    assert not [signal for signal in found.signals if signal.code.startswith("sources_differ")]


def test_the_months_told_twice_are_known_from_both_sides(house, both):
    with house.sessions() as session:
        assert [[str(month) for month in months_told_twice(session, one)] for one in both[:2]] == [["2026-07"]] * 2


def test_scans_are_previewed_beside_scans_and_never_against_the_report(house, both):
    _, _, cast = both
    again = EVENTS.replace(b"RR00000039", b"RR00000099")
    made = receive_file(
        house, person=cast.uploader, dataset="item-events", member="EG", name="again.csv", source=io.BytesIO(again),
        now=IN_TIME,
    )  # fmt: skip
    check_submission(house, submission=made, now=IN_TIME)
    with house.sessions() as session:
        found = comparing.compare(session, submission=made, member="EG", up_to=Q3)
    assert (found.changed, found.new, found.gone) == (0, 0, 0)
    assert found.same > 5
