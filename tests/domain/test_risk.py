"""The risk index in INFORM form: parts, dimensions, classes."""

import math

import pytest

from app.domain.editions import Measured, Reason
from app.domain.histories import histories
from app.domain.measures import DISASTER_READINESS
from app.domain.observations import ChecklistAnswer, Evidence, InformValue, MonthSums, PartnerVolume
from app.domain.periods import Month, Quarter
from app.domain.readings import Reading
from app.domain.risk import assess_risk, class_of, largest_fall, worst_dominates
from app.handbook import load

METHOD = load("v1")
Q = Quarter(2027, 2)
INFORM = InformValue("QA", "test", 2.0, "low", 4.0, 1.0, 1.0, "test")


def arrived(figures, flow="items_arrived"):
    """Months given as {"2027-04": items}."""
    return tuple(MonthSums("QA", "service-quality", Month.parse(m), {flow: v}) for m, v in figures.items())


def risk(*, months=(), partners=(), answers=(), inform=(INFORM,), **values):
    evidence = Evidence(Q, ("QA",), tuple(months), tuple(partners), tuple(answers), inform=inform)
    read = {code.replace("_", "-"): Reading(Measured(value)) for code, value in values.items()}
    return assess_risk(histories(evidence)["QA"], Q, read, METHOD)


def part(result, code):
    return next(p for p in result.parts if p.code == code)


def prepared(*given, quarter=Q):
    return [ChecklistAnswer("QA", quarter, item, a) for item, a in zip(DISASTER_READINESS, given, strict=True)]


@pytest.mark.parametrize(
    ("scores", "expected"), [([5], 5), ([0, 0], 0), ([10, 10], 10), ([0, 10], (10 - math.sqrt(10)) / 0.9)]
)
def test_the_worst_dominates(scores, expected):
    assert worst_dominates(scores) == pytest.approx(expected)
    assert worst_dominates(scores) >= sum(scores) / len(scores) - 1e-9


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "very_low"),
        (1.94, "very_low"),
        (1.95, "low"),
        (3.4, "low"),
        (3.5, "medium"),
        (5, "high"),
        (6.5, "very_high"),
    ],
)
def test_classes_come_from_the_value_shown(value, expected):
    assert class_of(value, METHOD.risk) == expected


@pytest.mark.parametrize(
    ("code", "values", "score"),
    [
        ("aged_backlog", {"CUS_07": 2}, 0), ("aged_backlog", {"CUS_07": 16}, 5), ("aged_backlog", {"CUS_07": 60}, 10),
        ("disruption_days", {"RSK_02": 0}, 0), ("disruption_days", {"RSK_02": 15}, 5),
        ("notification", {"RSK_03": 100}, 0), ("notification", {"RSK_03": 0}, 10),
        ("notification", {"RSK_03": 25}, 7.5),
    ],
)  # fmt: skip
def test_scales(code, values, score):
    assert part(risk(**values), code).score.value == pytest.approx(score)


def test_the_index_is_the_cube_root_of_three():
    result = risk(CUS_07=16, answers=prepared("yes", "no", "no", "no", "no"))
    assert result.index.value == pytest.approx((4.0 * 5.0 * 8.0) ** (1 / 3))
    assert result.risk_class == "high"
    assert result.inform == INFORM
    assert [name for name, _ in result.dimensions] == ["exposure", "vulnerability", "coping"]
    assert len(result.parts) == 7


def test_a_zero_does_not_wipe_out_the_product():
    result = risk(CUS_07=0, answers=prepared(*["yes"] * 5))
    assert result.index.value == pytest.approx((4.0 * 0.1 * 0.1) ** (1 / 3))


def test_one_missing_dimension_drops_out_two_leave_no_index():
    two = risk(CUS_07=16)
    assert two.index.value == pytest.approx(math.sqrt(4.0 * 5.0))
    assert dict(two.dimensions)["coping"].reason is Reason.NO_DATA
    one = risk(CUS_07=16, inform=())
    assert (one.index.reason, one.risk_class, one.inform) == (Reason.TOO_FEW_PARTS, None, None)


def test_concentration_is_the_herfindahl_index_of_the_quarter():
    volumes = [PartnerVolume("QA", month, p, v) for month in Q.months for p, v in (("FR", 30), ("CN", 70), ("", 999))]
    volumes.append(PartnerVolume("QA", Month(2027, 1), "FR", 10_000))
    found = part(risk(partners=volumes), "concentration")
    assert found.value == pytest.approx(0.58)
    assert found.score.value == pytest.approx(9.6)
    assert part(risk(), "concentration").score.reason is Reason.NO_DATA


FALLS = [
    # name,                          months,                                                              fall, month
    ("a plain fall", {"2027-03": 1000, "2027-04": 600, "2027-05": 900}, 40, "2027-04"),
    ("the largest", {"2027-04": 1000, "2027-05": 900, "2027-06": 450}, 50, "2027-06"),
    ("a rise", {"2027-04": 1000, "2027-05": 1500}, -50, "2027-05"),
    ("usual for the month", {"2026-03": 1000, "2026-04": 600, "2027-03": 1000, "2027-04": 600}, 0, "2027-04"),
    ("more than usual", {"2026-03": 1000, "2026-04": 800, "2027-03": 1000, "2027-04": 600}, 25, "2027-04"),
    ("few items", {"2027-03": 29, "2027-04": 1}, None, None),
    ("a missing month is not a fall", {"2027-03": 1000, "2027-05": 900}, None, None),
    ("stopped for the season as always", {"2026-03": 9, "2026-04": 0, "2027-03": 1000, "2027-04": 0}, None, None),
]


@pytest.mark.parametrize("case", FALLS, ids=lambda case: case[0])
def test_traffic_shock(case):
    _, months, fall, month = case
    history = histories(Evidence(Q, ("QA",), arrived(months)))["QA"]
    found = largest_fall(history, Q, METHOD.risk.least_volume)
    if fall is None:
        assert found is None
    else:
        assert found[0] == pytest.approx(fall)
        assert (str(found[1]), found[2]) == (month, "items_arrived")


def test_shock_scale_and_outbound_flow():
    shock = part(risk(months=arrived({"2027-03": 1000, "2027-04": 550}, "items_posted")), "traffic_shock")
    assert (shock.value, shock.score.value) == (pytest.approx(45), pytest.approx(5))
    assert part(risk(months=arrived({"2027-03": 1000, "2027-04": 1500})), "traffic_shock").score.value == 0


def test_preparedness_holds_for_four_quarters():
    assert part(risk(answers=prepared(*["no"] * 5, quarter=Q.back(3))), "preparedness").score.value == 10
    assert part(risk(answers=prepared(*["no"] * 5, quarter=Q.back(4))), "preparedness").score.reason is Reason.NO_DATA
    newest = [*prepared(*["no"] * 5, quarter=Q.back(3)), *prepared(*["yes"] * 5)]
    assert part(risk(answers=newest), "preparedness").score.value == 0
