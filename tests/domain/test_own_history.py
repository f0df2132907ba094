"""What a member's own earlier figures say: unusual, copied, swapped. The scores are computed here once more by hand."""

from __future__ import annotations

import math
from statistics import median

import pytest

from app.domain.measures import FIGURES, Kind
from app.domain.observations import MonthSums
from app.domain.own_history import LISTED, doubts, revision, unusual
from app.domain.periods import Month

NEXT = Month(2028, 1)


def months(first: Month, values):
    found = {}
    for value in values:
        found[first] = value
        first = first.after()
    return found


def score(value: float, history) -> float:
    logs = [math.log1p(one) for one in history]
    centre = median(logs)
    return 0.6745 * (math.log1p(value) - centre) / median(abs(one - centre) for one in logs)


WILD = [1000, 1300, 700, 1100, 500, 1600, 900]


def test_the_score_is_that_of_the_book_on_logarithms():
    history = months(Month(2026, 1), WILD)
    for value in (9000, 20, 0):
        found = unusual(value, Month(2026, 10), history, counted=True)
        assert found.z == pytest.approx(score(value, WILD))
        assert abs(found.z) > 3.5
        assert found.usual == pytest.approx(1000)
    assert unusual(2000, Month(2026, 10), history, counted=True) is None
    assert abs(score(2000, WILD)) < 3.5


def test_six_months_are_needed():
    history = months(Month(2026, 1), [1000] * 5)
    assert unusual(100_000, Month(2026, 6), history, counted=True) is None
    assert unusual(100_000, Month(2026, 7), months(Month(2026, 1), [1000] * 6), counted=True) is not None


def test_a_steady_history_and_a_small_one_do_not_cry_wolf():
    steady = months(Month(2026, 1), [100_000] * 6)
    assert unusual(130_000, Month(2026, 7), steady, counted=True) is None
    assert unusual(150_000, Month(2026, 7), steady, counted=True) is not None
    small = months(Month(2026, 1), [4] * 6)
    assert unusual(12, Month(2026, 7), small, counted=True) is None
    assert unusual(12, Month(2026, 7), small, counted=False) is not None
    assert unusual(0, Month(2026, 7), months(Month(2026, 1), [0] * 6), counted=True) is None


def test_a_season_is_compared_with_itself():
    year = [1000] * 11 + [8000]
    three, one = months(Month(2025, 1), year * 3), months(Month(2027, 1), year)
    assert unusual(8200, Month(2028, 12), three, counted=True) is None
    assert unusual(1000, Month(2028, 12), three, counted=True).usual == pytest.approx(8000)
    # One earlier December is too few to be the measure, but enough to say that such a December was seen.
    assert unusual(8200, Month(2028, 12), one, counted=True) is None
    assert unusual(8200, Month(2028, 11), one, counted=True) is not None
    assert unusual(60_000, Month(2028, 12), one, counted=True) is not None


def sums(month: Month, product: str = "parcel", dataset: str = "service-quality", **values: float) -> MonthSums:
    return MonthSums("EG", dataset, month, values, product=product)


def past(count: int = 8, **values: float) -> list[MonthSums]:
    return [sums(month, **values) for month in months(Month(2027, 1), range(count))]


def test_an_unusual_value_is_named_with_what_is_usual():
    new = [sums(NEXT, items_arrived=50_000.0, items_posted=410.5), sums(NEXT, "ems", items_arrived=50_000.0)]
    (found,) = doubts(new, past(items_arrived=1000.0, items_posted=400.0), {(NEXT, "parcel"): 7})
    assert (found.code, found.severity.value, found.line, found.column) == (
        "SEM_OUTLIER",
        "warning",
        7,
        "items_arrived",
    )
    assert found.value == "50000"
    assert found.params == {"month": "2028-01", "product": "parcel", "usual": "1000", "months": 8}


def test_values_that_are_no_counts_keep_a_decimal():
    (found,) = doubts([sums(NEXT, delivery_days_p50=40.25)], past(delivery_days_p50=2.5), {})
    assert (found.value, found.params["usual"], found.line) == ("40.2", "2.5", None)


def test_a_month_reported_again_is_not_its_own_measure():
    again = months(Month(2027, 1), range(8))
    new = [sums(month, items_arrived=50_000.0) for month in again]
    assert doubts(new, past(items_arrived=1000.0), {}) == ()


def full(month: Month, seed: float, product: str = "parcel") -> MonthSums:
    names = [measure.name for measure in FIGURES["service-quality"] if measure.kind is Kind.COUNT]
    return sums(month, product, **{name: seed + place for place, name in enumerate(names)})


def test_a_month_copied_from_the_one_before_or_a_quarter_before_is_named():
    before, quarter = NEXT.before(), Month(2027, 10)
    for earlier in (before, quarter):
        (found,) = doubts([full(NEXT, 100.0)], [full(earlier, 100.0)], {(NEXT, "parcel"): 2})
        assert (found.code, found.line, found.params["earlier"]) == ("SEM_COPIED", 2, str(earlier))
    (found,) = doubts([full(NEXT, 100.0), full(NEXT.after(), 100.0)], [], {})
    assert (found.params["month"], found.params["earlier"]) == ("2028-02", "2028-01")
    assert doubts([full(NEXT, 100.0)], [full(before, 101.0), full(quarter, 100.0, "ems")], {}) == ()


def test_few_figures_may_be_the_same_by_chance():
    assert doubts([sums(NEXT, items_arrived=3.0, items_posted=0.0)], [sums(NEXT.before(), items_arrived=3.0)], {}) == ()


def test_a_copied_month_is_not_called_unusual_as_well():
    earlier = [full(month, 10.0) for month in months(Month(2027, 1), range(11))]
    new = [full(NEXT.before(), 5000.0), full(NEXT, 5000.0)]
    codes = {(one.code, one.params["month"]) for one in doubts(new, earlier, {})}
    assert codes == {("SEM_OUTLIER", "2027-12"), ("SEM_COPIED", "2028-01")}


def test_inbound_and_outbound_swapped_is_one_doubt():
    usual = past(items_arrived=10_000.0, items_posted=500.0)
    (found,) = doubts([sums(NEXT, items_arrived=520.0, items_posted=9_800.0)], usual, {})
    assert (found.code, found.column, found.value) == ("SEM_DIRECTION", "items_arrived", "520")
    assert found.params["other"] == "items_posted"
    assert (found.params["usual_in"], found.params["usual_out"]) == ("10000", "500")


@pytest.mark.parametrize(
    ("arrived", "posted", "usual"),
    [
        (10_000.0, 500.0, past(items_arrived=10_000.0, items_posted=500.0)),
        (500.0, 10_000.0, past(5, items_arrived=10_000.0, items_posted=500.0)),
        (1_000.0, 1_100.0, past(items_arrived=1_100.0, items_posted=1_000.0)),
    ],
)
def test_directions_are_not_swapped_when_they_are_as_ever_or_alike_or_hardly_known(arrived, posted, usual):
    assert doubts([sums(NEXT, items_arrived=arrived, items_posted=posted)], usual, {}) == ()


def test_no_pair_no_swap():
    earlier = [sums(month, dataset="customs-clearance", items_held=10.0) for month in months(Month(2027, 1), range(8))]
    assert doubts([sums(NEXT, dataset="customs-clearance", items_held=11.0)], earlier, {}) == ()


def test_the_same_doubt_in_many_rows_is_cut_and_counted():
    products = [f"p{number:02}" for number in range(LISTED + 3)]
    earlier = [sums(one.month, product, items_arrived=1000.0) for one in past() for product in products]
    found = doubts([sums(NEXT, product, items_arrived=90_000.0) for product in products], earlier, {})
    assert len(found) == LISTED
    assert [one.more for one in found] == [0] * (LISTED - 1) + [3]


def test_a_revision_says_what_it_replaces_and_changes():
    found = revision([12, 15], changed=14, added=1, gone=0)
    assert found.code == "SEM_REVISION"
    assert found.params == {"submission": "#12 / #15", "changed": 14, "added": 1, "gone": 0}
