"""Item events as a submission: derived in the limited child, through a profile that is chosen by name."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import factories
import pytest

from app.actions.check_submission import check_submission
from app.actions.receive_file import receive_file
from app.domain.errors import BadRequest
from app.domain.submissions import State
from app.storage import submissions
from ingest.limits import Limits

IN_TIME = datetime(2026, 10, 20, 9, tzinfo=UTC)
EVENTS = b"""item_id,event,time_local,destination,origin,product,standard_days
RR473124829EG,EMD,2026-07-05T08:00+03:00,EG,SA,letter,5
RR473124829EG,EMI,2026-07-08T08:00+03:00,EG,SA,letter,5
"""


def receive(house, person, dataset="item-events", **more):
    return receive_file(
        house,
        person=person,
        dataset=dataset,
        member="EG",
        name="scans.csv",
        source=io.BytesIO(EVENTS),
        now=IN_TIME,
        **more,
    )


def read(house, id):
    with house.sessions() as session:
        return submissions.one(session, id), submissions.findings(session, id)


def test_events_are_derived_into_months(house):
    cast = factories.people(house, IN_TIME)
    made = receive(house, cast.uploader)
    check_submission(house, submission=made, now=IN_TIME)
    row, _ = read(house, made)
    assert (row.state, row.outcome, row.rows, row.set_aside) == (State.DRAFT, "taken", 2, 0)
    assert row.periods == ("2026-07",)
    assert list((house.data / "scans").iterdir()) == []


def test_a_child_that_falls_is_a_refused_file(house):
    cast = factories.people(house, IN_TIME)
    poor = replace(house, limits=Limits(events_memory_bytes=2**24))
    made = receive(poor, cast.uploader)
    check_submission(poor, submission=made, now=IN_TIME)
    row, findings = read(house, made)
    assert (row.state, row.outcome, row.periods) == (State.REFUSED, "refused", ())
    assert [found.code for found in findings] == ["EVT_STOPPED"]
    assert row.errors == 1


@pytest.mark.parametrize(
    ("dataset", "profile"),
    [
        ("item-events", "/etc/passwd"),
        ("item-events", "ingest/profiles_shipped/ips.toml"),
        ("item-events", ""),
        ("service-quality", "ips"),
    ],
)
def test_a_profile_is_a_shipped_name_and_for_item_events_alone(house, dataset, profile):
    cast = factories.people(house, IN_TIME)
    with pytest.raises(BadRequest, match=r"bad_request\.profile"):
        receive(house, cast.uploader, dataset, profile=profile)


def test_the_same_bytes_through_another_profile_are_another_submission(house):
    cast = factories.people(house, IN_TIME)
    first = receive(house, cast.uploader, profile="ips")
    assert receive(house, cast.uploader, profile="ips") == first
    plain = receive(house, cast.uploader)
    assert plain != first
    assert receive(house, cast.uploader, profile="barid") == plain
