"""Reported figures and those from scans side by side: what counts, and which differences are told."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from plain.random_evidence import QUARTER

from app import handbook
from app.domain.entries import MethodError
from app.domain.gaps import LEAST_GAP, MOST_TOLD, gaps
from app.domain.method_parsing import parse_method
from app.domain.observations import Evidence, MonthSums
from app.domain.scoring import score
from app.domain.sources import REPORTED, SCANS, Gap, other, source_of
from app.handbook import load

FULL = load("v1")
METHOD = replace(FULL, rules=replace(FULL.rules, draws=100))
BY_SCANS = replace(METHOD, rules=replace(METHOD.rules, where_both=SCANS))
FIRST, SECOND, THIRD = QUARTER.months


def sums(month, *, product="parcel", dataset="service-quality", member="NA", **values):
    return MonthSums(member, dataset, month, {name: float(value) for name, value in values.items()}, product=product)


def evidence(months, beside):
    return Evidence(QUARTER, ("NA", "QA"), months=tuple(months), beside=tuple(beside))


def on_time(month, share, **more):
    return sums(month, items_with_standard=1000, items_on_time=10 * share, **more)


def test_what_both_tell_of_the_same_months_and_products_is_compared_and_nothing_else():
    given = evidence(
        [on_time(FIRST, 93.1), on_time(SECOND, 10), on_time(THIRD, 20, product="ems")],
        [
            on_time(FIRST, 80.0),
            on_time(THIRD, 90),
            on_time(FIRST, 5, member="QA"),
            on_time(QUARTER.before().months[0], 1),
        ],
    )
    assert gaps(given, METHOD) == {"NA": (Gap("E2E-01", 93.1, 80.0, REPORTED),)}


def test_the_method_says_which_side_is_the_report():
    given = evidence([on_time(FIRST, 80.0)], [on_time(FIRST, 93.1)])
    assert gaps(given, BY_SCANS) == {"NA": (Gap("E2E-01", 93.1, 80.0, SCANS),)}


def test_little_is_not_told_and_much_is_told_largest_first():
    span = abs(METHOD.indicator("E2E-01").target - METHOD.indicator("E2E-01").floor) / 100
    for points, told in ((LEAST_GAP - 0.1, False), (LEAST_GAP + 0.1, True)):
        given = evidence([on_time(FIRST, 90)], [on_time(FIRST, 90 - points * span)])
        assert bool(gaps(given, METHOD)) is told
    counts = dict(items_announced=1000, items_arrived=900, items_delivery_event=800, items_emc=1000)
    late = dict(arrivals_transmitted_24h=900, delivery_events_transmitted_24h=700)
    less = dict(arrivals_transmitted_24h=100, delivery_events_transmitted_24h=600)
    given = evidence(
        [sums(FIRST, **counts, **late, items_with_standard=1000, items_on_time=900)],
        [sums(FIRST, **{**counts, "items_arrived": 700}, **less, items_with_standard=1000, items_on_time=100)],
    )
    found = gaps(given, METHOD)["NA"]
    assert len(found) == MOST_TOLD
    assert found[0].indicator in ("E2E-01", "VIS-02")


def test_a_difference_becomes_a_signal_and_changes_no_score():
    months = [on_time(month, 93.1) for month in QUARTER.months]
    alone, both = (
        score(evidence(months, beside), METHOD, "test").members
        for beside in ([], [on_time(month, 80.0) for month in QUARTER.months])
    )
    first, second = (next(one for one in found if one.member == "NA") for found in (alone, both))
    (told,) = [signal for signal in second.signals if signal.code == "sources_differ"]
    assert (told.indicator, told.weight) == ("E2E-01", "watch")
    assert told.params == {"indicator": "E2E-01", "reported": 93.1, "scans": 80}
    assert replace(second, signals=first.signals) == first


def test_where_scans_count_the_signal_says_so():
    given = evidence([on_time(FIRST, 80.0)], [on_time(FIRST, 93.1)])
    (member,) = [one for one in score(given, BY_SCANS, "test").members if one.member == "NA"]
    assert [s.params for s in member.signals if s.code == "sources_differ_scans"] == [
        {"indicator": "E2E-01", "reported": 93.1, "scans": 80}
    ]


def test_the_other_source_is_the_other_one():
    assert [other(REPORTED), other(SCANS)] == [SCANS, REPORTED]
    assert [source_of(dataset) for dataset in ("item-events", "service-quality")] == [SCANS, REPORTED]


def test_a_method_names_one_of_the_two_sources():
    v1_text = tomllib.loads((Path(handbook.__file__).parent / "v1.toml").read_text(encoding="utf-8"))
    assert METHOD.rules.where_both == REPORTED
    assert (
        parse_method({**v1_text, "rules": {**v1_text["rules"], "where_both": "scans"}}, "h").rules.where_both == SCANS
    )
    with pytest.raises(MethodError, match="rules: source is unknown: 'both'"):
        parse_method({**v1_text, "rules": {**v1_text["rules"], "where_both": "both"}}, "h")
