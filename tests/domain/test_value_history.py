"""Which version of a value stood at a moment: against a slow replay of what the log says was done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadRequest
from app.domain.submissions import ALLOWED, COUNTED_WORKING, PRIVATE, State
from app.domain.value_history import ValueKey, Version, end_of, known_on, steps, stood

ASK, OPEN = "asked for a locked quarter", "opened"
START = datetime(2026, 7, 1, tzinfo=UTC)
ENDS = (State.SENT_BACK, State.WITHDRAWN, State.SUPERSEDED)
MONTH = ("EG", "service-quality", "2026-07", "parcel", "", "items_arrived")


def at(hour):
    return START + timedelta(hours=hour)


def version(number, **more):
    plain = {"state": State.DRAFT, "value": None, "answer": "", "line": 2, "file_name": "a.csv", "received_at": START}
    return Version(f"s{number}", number, **{**plain, **more})


@st.composite
def logs(draw):
    """What was done in the order of the log: (hour, number, state after, or that it asks, or is opened). Several deeds
    may share a moment."""
    states, log, hour = {}, [], 0
    for _ in range(draw(st.integers(1, 25))):
        hour += draw(st.integers(0, 2))
        number = draw(st.integers(1, 5))
        if number not in states:
            states[number] = State.DRAFT
            log.append((hour, number, State.DRAFT))
            continue
        shut = [entry for entry in log if entry[1:] == (number, ASK)] and (number, OPEN) not in {e[1:] for e in log}
        if states[number] is State.SUBMITTED and shut and draw(st.booleans()):
            log.append((hour, number, OPEN))
            continue
        choices = sorted(ALLOWED[states[number]])
        if choices:
            states[number] = draw(st.sampled_from(choices))
            if states[number] is State.SUBMITTED and draw(st.booleans()):
                log.append((hour, number, ASK))
            log.append((hour, number, states[number]))
    return log


def replayed(log, hour):
    """The number that stands after every deed up to this hour, one deed after the other; and all states then."""
    states, sent, shut, accepted = {}, {}, set(), set()
    for when, number, after in log:
        if when > hour:
            break
        if after in (ASK, OPEN):
            (shut.add if after == ASK else shut.discard)(number)
            continue
        states[number] = after
        if after is State.SUBMITTED:
            sent[number] = when
        if after is State.ACCEPTED:
            accepted.add(number)
    kept = {number for number, state in states.items() if state is State.SUPERSEDED and number in accepted}
    counted = kept | {number for number, state in states.items() if state in COUNTED_WORKING}
    standing = counted - shut
    return max(standing, key=lambda number: (sent[number], number), default=None), states, sent


def versions_of(log):
    """The moments as the rows keep them."""
    found = {}
    for hour, number, after in log:
        one = found.get(number) or version(number, received_at=at(hour))
        if after in (ASK, OPEN):
            asked = {"is_request": True} if after == ASK else {"opened_at": at(hour)}
            found[number] = replace(one, **asked)
            continue
        moment = {State.SUBMITTED: "submitted_at", State.ACCEPTED: "accepted_at"} | dict.fromkeys(ENDS, "ended_at")
        if after in moment:
            one = replace(one, **{moment[after]: at(hour)})
        found[number] = replace(one, state=after)
    return list(found.values())


@given(logs(), st.integers(-1, 60))
def test_what_stood_is_what_a_replay_of_the_log_leaves_standing(log, hour):
    standing, states, sent = replayed(log, hour)
    versions = versions_of(log)
    found = stood(versions, at(hour))
    assert (found.number if found else None) == standing
    told = {one.number: one.state_at(at(hour)) for one in versions}
    assert {number: state for number, state in told.items() if state is not None} == {
        number: state for number, state in states.items() if number in sent and state not in PRIVATE
    }
    assert {one.number for one in known_on(versions, at(hour))} == set(sent)


@given(logs())
def test_old_is_what_stood_when_the_new_one_was_sent(log):
    versions = versions_of(log)
    for step in steps(versions):
        others = [entry for entry in log if entry[1] != step.version.number]
        moment = step.version.submitted_at or step.version.received_at
        standing, _, _ = replayed(others, (moment - START) / timedelta(hours=1))
        assert (step.before.number if step.before else None) == standing


def test_newest_first_and_whether_it_changed():
    first = version(1, state=State.SUPERSEDED, value=10.0, submitted_at=at(1), accepted_at=at(2), ended_at=at(9))
    second = version(2, state=State.ACCEPTED, value=12.0, submitted_at=at(8), accepted_at=at(9))
    draft = version(3, value=12.0, received_at=at(10))
    found = steps([first, second, draft])
    assert [step.version.number for step in found] == [3, 2, 1]
    assert [step.before.number if step.before else None for step in found] == [2, 1, None]
    assert [step.changed for step in found] == [False, True, True]
    assert not version(4).says(version(5, answer="yes"))
    assert version(4).says(None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dataset": "weather"}, {"dataset": "disruptions"}, {"measure": "items_lost"}, {"measure": "resdes_sent"},
        {"period": "2026-13"}, {"period": "2026-Q3"}, {"product": "a parcel"}, {"product": "p" * 13},
        {"partner": "p" * 9}, {"partner": "é"}, {"dataset": "preparedness"},
        {"dataset": "preparedness", "measure": "resdes", "period": "2026-07", "product": ""},
        {"dataset": "preparedness", "measure": "resdes", "period": "2026-Q3", "product": "ems"},
        {"dataset": "preparedness", "measure": "resdes", "period": "2026-Q3", "product": "", "partner": "FR"},
    ],
)  # fmt: skip
def test_no_key_for_what_no_dataset_holds(wrong):
    names = ("member", "dataset", "period", "product", "partner", "measure")
    with pytest.raises(BadRequest, match="no_such_value"):
        ValueKey(**{**dict(zip(names, MONTH, strict=True)), **wrong})


def test_keys_of_months_and_of_quarters():
    assert ValueKey(*MONTH).partner == ""
    assert ValueKey("EG", "preparedness", "2026-Q3", "", "", "standard_pairs_served").period == "2026-Q3"


def test_a_day_ends_by_the_clock_of_its_zone():
    assert end_of(date(2026, 8, 1), "UTC") == datetime(2026, 8, 1, 23, 59, 59, 999999, tzinfo=UTC)
    assert end_of(date(2026, 8, 1), "Asia/Riyadh").astimezone(UTC) == datetime(
        2026, 8, 1, 20, 59, 59, 999999, tzinfo=UTC
    )
