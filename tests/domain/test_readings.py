"""What indicators read: small tables of figures."""

from dataclasses import replace
from datetime import datetime

import pytest

from app.domain import readings
from app.domain.aggregate import aggregate, carried
from app.domain.editions import Measured, Reason
from app.domain.histories import histories
from app.domain.measures import DISASTER_READINESS, REQUIREMENTS
from app.domain.observations import ChecklistAnswer, Disruption, Evidence, MonthSums, QuarterQuantile, Sent
from app.domain.periods import Month, Quarter
from app.handbook import inform, load

METHOD = load("v1")
Q = Quarter(2026, 2)
Z = METHOD.rules.confidence_z


def read(code, *months, quarter=Q, n=()):
    """What the indicator reads from months April, May, June given as dictionaries; None skips a month."""
    ns = dict(n)
    sums = tuple(
        MonthSums("QA", "service-quality", month, figures, ns.get(i, {}))
        for i, (month, figures) in enumerate(zip(quarter.months, months, strict=False))
        if figures is not None
    )
    return aggregate(Evidence(Q, ("QA",), sums), METHOD, (Q,))[code].get(("QA", Q), readings.NO_DATA)


def held(i, a):
    return {"items_held": i, "items_arrived": a}


SHARES = [
    # name,                         indicator, months,                                              value or reason
    ("counts are summed", "CUS-06", [held(1, 10), held(2, 10), held(3, 30)], 12.0),
    ("a month with one side alone is left out", "CUS-06", [held(1, 10), {"items_held": 50}], 10.0),
    ("no month pairs them", "CUS-06", [{"items_held": 50}, {"items_arrived": 9}], Reason.NO_DENOMINATOR),
    ("nothing at all", "CUS-06", [], Reason.NO_DATA),
    ("only what to divide by", "CUS-06", [{"items_arrived": 9}], Reason.NO_DATA),
    ("0 of 0", "CUS-06", [held(0, 0)], Reason.NOTHING_TO_MEASURE),
    ("something of 0", "CUS-06", [held(3, 0)], Reason.NO_DENOMINATOR),
    ("more than all", "CUS-06", [held(11, 10)], Reason.OUT_OF_RANGE),
    ("more than all, capped", "VIS-01", [{"items_arrived": 11, "items_announced": 10}], 100.0),
    ("below zero", "CUS-06", [held(-1, 10), held(5, 10)], Reason.OUT_OF_RANGE),
    ("without end", "CUS-06", [held(1, float("inf"))], Reason.OUT_OF_RANGE),
    ("not a number is not reported", "CUS-06", [held(float("nan"), 10), held(1, 10)], 10.0),
    (
        "a stock is that of the last month",
        "CUS-07",
        [{"items_open_over_5_days": 9, "items_open": 10}, {"items_open_over_5_days": 1, "items_open": 10}],
        10.0,
    ),
    (
        "the last month with both sides",
        "CUS-07",
        [{"items_open_over_5_days": 9, "items_open": 10}, {"items_open": 10}],
        90.0,
    ),
]


@pytest.mark.parametrize("case", SHARES, ids=lambda case: case[0])
def test_shares(case):
    _, code, months, expected = case
    got = read(code, *months).value
    assert (got.reason if isinstance(expected, Reason) else got.value) == expected


def test_a_product_that_reports_one_side_alone_does_not_dilute_the_ratio():
    april, may, june = Q.months
    months = (
        MonthSums("QA", "service-quality", april, held(2, 10), product="parcel"),
        MonthSums("QA", "service-quality", april, {"items_arrived": 990}, product="letter"),
        MonthSums("QA", "customs-clearance", may, {"items_open_over_5_days": 9, "items_open": 10}, product="letter"),
        MonthSums("QA", "customs-clearance", june, {"items_open_over_5_days": 1, "items_open": 10}, product="parcel"),
        MonthSums("QA", "customs-clearance", june, {"items_open_over_5_days": 2, "items_open": 10}, product="ems"),
    )
    read = aggregate(Evidence(Q, ("QA",), months), METHOD, (Q,))
    assert read["CUS-06"]["QA", Q].value.value == 20
    assert read["CUS-07"]["QA", Q].value.value == 15
    assert histories(Evidence(Q, ("QA",), months))["QA"].figure(april, "items_arrived") == 1000


def test_quantiles_are_weighted_by_n_and_marked_approximate():
    months = [{"dwell_hours_p50": 10.0}, {"dwell_hours_p50": 40.0}]
    weighted = read("CUS-03", *months, n={0: {"dwell_hours_p50": 90}, 1: {"dwell_hours_p50": 10}}.items())
    assert (weighted.value.value, weighted.n, weighted.approximate) == (13.0, 100, True)
    plain = read("CUS-03", *months)
    assert (plain.value.value, plain.n, plain.approximate) == (25.0, None, True)
    spread = read("E2E-03", {"delivery_days_p90": 9.0, "delivery_days_p50": 3.0}, {"delivery_days_p90": 5.0})
    assert spread.value.value == 6.0
    backwards = read("E2E-03", {"delivery_days_p90": 2.0, "delivery_days_p50": 3.0})
    assert backwards.value.reason is Reason.OUT_OF_RANGE
    assert read("CUS-03", {"items_dwell_measured": 0}).value.reason is Reason.NOTHING_TO_MEASURE
    assert read("CUS-03", {"items_dwell_measured": 5}).value.reason is Reason.NO_DATA


def of_items(measure, value, *covered, n=500):
    months = frozenset(Q.months[i] for i in covered)
    return QuarterQuantile("QA", Q, measure, value, n, months)


@pytest.mark.parametrize(
    ("code", "whole", "expected"),
    [
        ("CUS-03", [of_items("dwell_hours_p50", 22.0, 0, 1)], (22.0, 500, False)),
        ("CUS-03", [of_items("dwell_hours_p50", 22.0, 0)], (25.0, None, True)),
        ("CUS-03", [of_items("dwell_hours_p50", 22.0, 0, 1, 2)], (25.0, None, True)),
        ("CUS-03", [of_items("dwell_hours_p50", 10.0, 0), of_items("dwell_hours_p50", 40.0, 1)], (25.0, None, True)),
        ("CUS-03", [of_items("dwell_hours_p90", 22.0, 0, 1)], (25.0, None, True)),
        (
            "E2E-03",
            [of_items("delivery_days_p90", 9.0, 0, 1), of_items("delivery_days_p50", 2.0, 0, 1)],
            (7.0, 500, False),
        ),
        ("E2E-03", [of_items("delivery_days_p90", 9.0, 0, 1)], (5.0, None, True)),
        (
            "E2E-03",
            [of_items("delivery_days_p90", 9.0, 0, 1), of_items("delivery_days_p50", 2.0, 0)],
            (5.0, None, True),
        ),
    ],
)
def test_quantiles_of_items_count_where_they_cover_just_the_months_reported(code, whole, expected):
    figures = {"delivery_days_p90": 8.0, "delivery_days_p50": 3.0}
    reported = ({"dwell_hours_p50": 10.0, **figures}, {"dwell_hours_p50": 40.0, **figures}, {"items_held": 3})
    sums = [MonthSums("QA", "service-quality", month, given) for month, given in zip(Q.months, reported, strict=True)]
    got = aggregate(Evidence(Q, ("QA",), tuple(sums), quantiles=tuple(whole)), METHOD, (Q,))[code]["QA", Q]
    assert (got.value.value, got.n, got.approximate) == expected


def test_a_quantile_carries_the_pair_of_its_items():
    months = [{"dwell_hours_p50": 10.0, "dwell_hours_p90": 30.0}, {"dwell_hours_p50": 40.0, "dwell_hours_p90": 50.0}]
    counts = {0: {"dwell_hours_p50": 90, "dwell_hours_p90": 90}, 1: {"dwell_hours_p50": 10, "dwell_hours_p90": 10}}
    assert read("CUS-03", *months, n=counts).pair == (13.0, 32.0)
    assert read("CUS-04", *months, n=counts).pair == (13.0, 32.0)
    assert read("CUS-03", {"dwell_hours_p50": 10.0}).pair is None
    assert read("E2E-03", {"delivery_days_p90": 9.0, "delivery_days_p50": 3.0}).pair == (3.0, 9.0)


def test_wilson_is_the_textbook_interval():
    low, high = readings.wilson(8, 10, 1.959963984540054)
    assert (round(low, 2), round(high, 2)) == (49.02, 94.33)
    assert readings.wilson(0, 10, Z)[0] == 0
    assert readings.wilson(10, 10, Z)[1] == 100
    assert readings.wilson(15, 10, Z) == readings.wilson(10, 10, Z)


def test_own_last_value_is_carried_with_its_age():
    old = readings.share(1, 2, cap=False, z=None)
    quality, yearly = METHOD.indicator("VIS-01"), METHOD.indicator("MOR-01")
    for indicator, furthest in ((quality, 2), (yearly, 4)):
        for age in range(1, furthest + 1):
            got = carried({("QA", Q.back(age)): old}, indicator, "QA", Q)
            assert (got.value.value, got.age, got.source_quarter) == (50, age, str(Q.back(age)))
        too_old = carried({("QA", Q.back(furthest + 1)): old}, indicator, "QA", Q)
        assert too_old.value.reason is Reason.NO_DATA
    nothing = readings.without(Reason.NOTHING_TO_MEASURE)
    kept = carried({("QA", Q): nothing, ("QA", Q.before()): old}, quality, "QA", Q)
    assert kept.value.reason is Reason.NOTHING_TO_MEASURE


def answers(*given, items=REQUIREMENTS):
    return [ChecklistAnswer("QA", Q, item, answer) for item, answer in zip(items, given, strict=False)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["yes"] * 6 + ["no"] * 6, 50.0),
        (["yes"] * 6 + ["not-applicable"] * 6, 100.0),
        (["not-applicable"] * 12, Reason.NOT_APPLICABLE),
        (["yes"] * 7, Reason.BELOW_COVERAGE),
        (["yes"] * 4 + ["no"] * 4, 50.0),
        ([], Reason.NO_DATA),
    ],
)
def test_checklist(given, expected):
    got = readings.checklist(answers(*given), REQUIREMENTS).value
    assert (got.reason if isinstance(expected, Reason) else got.value) == expected
    assert len(DISASTER_READINESS) == 5


def test_counts_of_the_checklist():
    formula = METHOD.indicator("MOR-02").formula
    served = ChecklistAnswer("QA", Q, "standard_pairs_served", None, 8)
    updated = ChecklistAnswer("QA", Q, "standard_pairs_updated", None, 6)
    assert readings.counts([served, updated], formula).value.value == 75
    assert readings.counts([served], formula).value.reason is Reason.NO_DATA
    assert readings.counts([updated], formula).value.reason is Reason.NO_DENOMINATOR


def case(start, end, *, products=("parcel",), notified=None, force=True):
    def at(text):
        return datetime.fromisoformat(text) if text else None

    return Disruption("QA", at(start), at(end), "flood", products, force, at(notified))


DAYS = [
    ([case("2026-04-10T10:00+03:00", "2026-04-12T09:00+03:00")], 3),
    ([case("2026-04-10T10:00+03:00", "2026-04-12T00:00+03:00")], 2),
    ([case("2026-04-10T10:00+03:00", None)], 82),
    ([case("2026-01-10T10:00+03:00", "2026-04-02T10:00+03:00")], 2),
    ([case("2026-06-30T10:00+03:00", "2026-08-01T10:00+03:00")], 1),
    ([case("2026-04-10T00:00+03:00", "2026-04-10T00:00+03:00")], 1),
    ([case("2026-04-10T10:00+03:00", "2026-04-12T09:00+03:00", force=False)], 0),
    ([case("2026-04-10T10:00+03:00", "2026-04-12T09:00+03:00")] * 2, 3),
    (
        [
            case("2026-04-10T10:00+03:00", "2026-04-12T09:00+03:00"),
            case("2026-04-12T10:00+03:00", "2026-04-20T09:00+03:00", products=("ems",)),
        ],
        9,
    ),
    ([case("2026-04-10T10:00+03:00", "2026-04-12T09:00+03:00", products=())], 3),
]


@pytest.mark.parametrize(("cases", "days"), DAYS)
def test_disruption_days(cases, days):
    read = aggregate(Evidence(Q, ("QA",), disruptions=tuple(cases)), METHOD, (Q,))
    assert read["RSK-02"]["QA", Q].value.value == days


def test_disruptions_reported_empty_are_none_and_unreported_are_unknown():
    sent = Sent("QA", "disruptions", Q, 3, "complete")
    read = aggregate(Evidence(Q, ("QA",), sent=(sent,)), METHOD, (Q,))
    assert read["RSK-02"]["QA", Q].value.value == 0
    assert read["RSK-03"]["QA", Q].value.reason is Reason.NOTHING_TO_MEASURE
    read = aggregate(Evidence(Q, ("QA",), sent=(replace(sent, state="missing"),)), METHOD, (Q,))
    assert read["RSK-02"]["QA", Q].value.reason is Reason.NO_DATA
    assert read["RSK-03"]["QA", Q].value.reason is Reason.NO_DATA


def test_notified_within_24_hours():
    cases = (
        case("2026-04-10T10:00+03:00", None, notified="2026-04-11T09:00+02:00"),
        case("2026-04-10T10:00+03:00", None, notified="2026-04-11T09:30+02:00"),
        case("2026-04-10T10:00+03:00", None),
        case("2026-04-10T10:00", None, notified="2026-04-10T11:00+02:00"),
        case("2026-01-10T10:00+03:00", None, notified="2026-01-10T11:00+03:00"),
    )
    read = aggregate(Evidence(Q, ("QA",), disruptions=cases), METHOD, (Q,))
    assert read["RSK-03"]["QA", Q].value.value == 50


def test_inform_is_read_as_published():
    read = aggregate(Evidence(Q, ("QA", "XX"), inform=inform()), METHOD, (Q,))
    assert read["RSK-01"]["QA", Q].value == Measured(1.3)
    assert ("XX", Q) not in read["RSK-01"]


def test_what_others_reported_or_another_time_is_left_out():
    months = (
        MonthSums("XX", "service-quality", Month(2026, 4), held(1, 10)),
        MonthSums("QA", "service-quality", Month(2025, 4), held(1, 10)),
    )
    assert aggregate(Evidence(Q, ("QA",), months), METHOD, (Q,))["CUS-06"] == {}
