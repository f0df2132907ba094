"""Versions of the method, and the bridge from what was published to what is computed now."""

import dataclasses
import math
import random

import pytest
from plain.random_evidence import QUARTER, evidence

from app.domain.bridging import Earlier
from app.domain.editions import Reason
from app.domain.methods import Methods
from app.domain.observations import MonthSums
from app.domain.periods import Quarter
from app.domain.scoring import score
from app.handbook import load

FULL = load("v1")
V1 = dataclasses.replace(FULL, rules=dataclasses.replace(FULL.rules, draws=100))
EARLIER = QUARTER.before()


def other_method():
    """Another method: every target of the visibility pillar asks for less."""
    easier = tuple(
        dataclasses.replace(one, target=one.floor + 0.8 * (one.target - one.floor)) if one.node == "VIS" else one
        for one in V1.indicators
    )
    return dataclasses.replace(V1, version="v2", hash="2" * 64, indicators=easier)


V2 = other_method()


def published(given, method):
    """The quarter before as it was published by that method."""
    result = score(dataclasses.replace(given, quarter=EARLIER), method, "test")
    return Earlier(method, 4, {one.member: one for one in result.members})


def corrected(given):
    """The same evidence with one count of the quarter before corrected downwards in every member."""
    months = tuple(
        dataclasses.replace(one, values={**one.values, "items_on_time": 0.0})
        if one.month.quarter == EARLIER and "items_on_time" in one.values
        else one
        for one in given.months
    )
    return dataclasses.replace(given, months=months)


@pytest.mark.parametrize("method", [V1, V2], ids=["same method", "another method"])
@pytest.mark.parametrize("change", [lambda given: given, corrected], ids=["as published", "corrected since"])
def test_the_effects_of_every_bridge_sum_to_the_change_from_what_was_published(method, change):
    bridged = revised = 0
    for seed in range(8):
        given = evidence(random.Random(seed), members=6)
        was = published(given, V1)
        result = score(change(given), method, "test", was)
        for member in result.members:
            bridge, before = member.bridge, was.members[member.member].index.value
            if bridge is None:
                continue
            bridged += 1
            assert (bridge.quarter, bridge.edition, bridge.method_version) == (str(EARLIER), 4, "v1")
            assert bridge.previous == pytest.approx(before, abs=1e-9)
            assert bridge.total == pytest.approx(member.index.value - before, abs=1e-9)
            effects = (bridge.value, bridge.coverage, bridge.revision, bridge.method, bridge.rounding)
            assert math.fsum(effects) == pytest.approx(bridge.total, abs=1e-9)
            revised += abs(bridge.revision) > 1e-9
            if method is V1:
                assert bridge.method == pytest.approx(0, abs=1e-9)
            else:
                assert bridge.method >= -1e-9  # easier targets
    assert bridged > 5
    assert (revised > 0) == (change is corrected)


def test_a_quarter_that_nobody_published_is_bridged_from_what_its_own_method_gives_now():
    given = evidence(random.Random(3), members=6)
    then = {m.member: m for m in score(dataclasses.replace(given, quarter=EARLIER), V1, "test").members}
    bridges = {m.member: m.bridge for m in score(given, V2, "test", Earlier(V1, None, {})).members if m.bridge}
    assert bridges
    for member, bridge in bridges.items():
        assert bridge.edition is None
        assert bridge.previous == pytest.approx(then[member].index.value, abs=1e-9)
        assert bridge.revision == pytest.approx(0, abs=1e-9)


def test_who_was_not_in_the_edition_has_no_bridge():
    given = evidence(random.Random(3), members=6)
    was = published(given, V1)
    scored = [m.member for m in score(given, V1, "test", was).members if m.bridge]
    few = dataclasses.replace(was, members={m: r for m, r in was.members.items() if m != scored[0]})
    assert scored[0] not in [m.member for m in score(given, V1, "test", few).members if m.bridge]
    assert all(m.bridge is None for m in score(given, V1, "test", dataclasses.replace(was, members={})).members)
    assert all(m.bridge is None for m in score(given, V1, "test").members)


def test_versions_follow_each_other():
    methods = Methods(((Quarter(2026, 1), V1), (Quarter(2027, 1), V2)))
    quarters = [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 4), Quarter(2027, 1), Quarter(2029, 4)]
    assert [methods.in_force(quarter).version for quarter in quarters] == ["v1", "v1", "v1", "v2", "v2"]
    assert (methods.named("v1"), methods.named("v2")) == (V1, V2)
    with pytest.raises(KeyError):
        methods.named("v3")


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ((), "no version"),
        (((Quarter(2026, 1), V1), (Quarter(2026, 2), V1)), "declared twice"),
        (((Quarter(2026, 2), V1), (Quarter(2026, 2), V2)), "not in the order"),
    ],
)
def test_versions_that_contradict_each_other_are_refused(declared, says):
    with pytest.raises(ValueError, match=says):
        Methods(declared)


def test_a_reason_is_no_number_to_bridge_from():
    given = evidence(random.Random(3), members=6)
    gone = dataclasses.replace(
        given, months=tuple(one for one in given.months if one.month.quarter != QUARTER and isinstance(one, MonthSums))
    )
    for member in score(gone, V1, "test", published(given, V1)).members:
        if member.index.value is None:
            assert member.index.reason in tuple(Reason)
            assert member.bridge is None
