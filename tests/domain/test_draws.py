"""Draws of reported values: distributions from the books, moved by nothing but a member's own figures."""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

from app.domain.draws import DRIFT_ITEMS, Kind, Place, Reported, Stream, chunks, deviate, reported, share_at
from app.domain.editions import Measured
from app.domain.readings import Reading, share, wilson
from app.handbook import load

METHOD = load("v1")
Z = 1.6448536269514722
HERE = Place("QA", "2026-Q3", "v1")
SHARE = Reported("VIS-01", 70.0, Kind.SHARE, n=80)
MEDIAN = Reported("dwell_hours", 10.0, Kind.QUANTILE, n=200, q=0.5, pair=(10.0, 40.0))
TAIL = replace(MEDIAN, value=40.0, q=0.9)
SPREAD = replace(MEDIAN, value=30.0, kind=Kind.SPREAD)


def drawn(*values, place=HERE, seed=1, count=1000):
    return Stream(values, place, seed).take(count)


@pytest.mark.parametrize(("yes", "of"), [(0, 1), (0, 30), (1, 3), (7, 10), (29, 30), (30, 30), (123456, 234567)])
def test_the_ends_of_a_share_are_exactly_wilsons(yes, of):
    ends = share_at(np.array(yes / of), np.array(float(of)), np.array([-Z, Z]))
    assert ends == pytest.approx(wilson(yes, of, Z), abs=1e-12)


def test_a_share_rises_with_its_deviate_and_solves_wilsons_equation():
    z = np.linspace(-6, 6, 301)
    p, n = np.array(0.3), np.array(17.0)
    t = share_at(p, n, z) / 100
    assert (np.diff(t) > 0).all()
    assert (t - p) / np.sqrt(t * (1 - t) / n) == pytest.approx(z, abs=1e-9)


def test_5_and_95_per_cent_of_the_draws_are_wilsons():
    ends = np.quantile(drawn(SHARE, count=200_000), (0.05, 0.95))
    assert ends == pytest.approx(wilson(56, 80, Z), abs=0.15)


def test_no_draw_leaves_the_scale():
    for value, n in ((0.0, 1), (100.0, 1), (100.0, 5), (50.0, 2)):
        found = drawn(replace(SHARE, value=value, n=n))
        assert found.min() >= 0
        assert found.max() <= 100
    assert drawn(replace(SHARE, value=100.0, n=5)).std() > 0  # five of five is no proof


def test_what_has_no_counts_stands_and_what_is_missing_stays_missing():
    found = drawn(Reported("MOR-01", 83.0), Reported("DQ-01", None), replace(MEDIAN, n=0), replace(MEDIAN, pair=None))
    assert (found[0] == 83.0).all()
    assert np.isnan(found[1]).all()
    assert (found[2:] == 10.0).all()


@pytest.mark.parametrize("pair", [None, (0.0, 5.0), (5.0, 5.0), (6.0, 5.0)])
def test_a_pair_that_has_no_shape_gives_no_draw(pair):
    assert replace(MEDIAN, pair=pair).shape == 0
    assert not replace(MEDIAN, pair=pair).draws


def test_median_tail_and_spread_come_from_the_same_items():
    median, tail, spread = drawn(MEDIAN, TAIL, SPREAD)
    assert tail - median == pytest.approx(spread, abs=1e-9)
    assert (spread > 0).all()
    assert np.corrcoef(median, tail)[0, 1] > 0.2


@pytest.mark.parametrize("n", [30, 100, 1000])
@pytest.mark.parametrize("q", [0.5, 0.9])
def test_the_order_statistic_interval_covers_the_true_quantile(n, q):
    """Samples of a known lognormal: how often 5-95 % of the draws hold its quantile. 90 % is promised in the limit;
    at 30 items the shape is itself uncertain."""
    rng, sigma, trials = np.random.default_rng(20260101), 0.8, 2000
    truth = math.exp(sigma * (0.0 if q == 0.5 else 1.2815515655446004))
    # A draw is value x exp(shape x deviate): the ends of one with a ratio of e serve every sample, as powers.
    ends = np.quantile(drawn(replace(MEDIAN, value=1.0, n=n, q=q, pair=(1.0, math.e)), count=20000), (0.05, 0.95))
    p50, p90 = np.quantile(np.exp(sigma * rng.standard_normal((trials, n))), (0.5, 0.9), axis=1)
    low, high = ((p50 if q == 0.5 else p90) * end ** np.log(p90 / p50) for end in ends)
    covered = np.count_nonzero((low <= truth) & (truth <= high))
    assert covered / trials == pytest.approx(0.9, abs=0.04 if n == 30 else 0.025)


def test_deviates_are_those_of_the_normal_distribution():
    below = np.array([1e-6, 1e-3, 0.01, 0.2, 0.5, 0.7, 0.9, 0.999, 0.999999])
    expected = [NormalDist().inv_cdf(v) for v in below]
    assert deviate(3 * below, 3 * (1 - below)) == pytest.approx(expected, abs=1e-5)
    assert deviate(1 - below, below) == pytest.approx([-v for v in expected], abs=1e-5)
    assert deviate(np.array([1e-12]), np.array([1.0])) == pytest.approx([-7.034], abs=0.04)
    assert deviate(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])) == pytest.approx([-7.454, 7.454, 0], abs=0.001)


def test_stale_and_approximate_values_are_worth_fewer_items():
    assert SHARE.items == 80
    assert replace(SHARE, approximate=True).items == 40
    assert replace(SHARE, stale=1).items == pytest.approx(1 / (1 / 80 + 1 / DRIFT_ITEMS))
    assert replace(SHARE, n=1e9, stale=2).items == pytest.approx(DRIFT_ITEMS / 2, rel=1e-6)
    widths = [drawn(replace(SHARE, stale=stale), count=20000).std() for stale in (0, 1, 2, 4)]
    assert widths == sorted(widths)
    assert widths[0] < 0.9 * widths[-1]


def test_a_draw_depends_on_its_own_names_and_the_seed_alone():
    alone = drawn(SHARE)[0].tobytes()
    beside = Stream((MEDIAN, replace(SHARE, source="VIS-02"), SHARE), HERE, 1).take(1000)
    assert beside[2].tobytes() == alone
    others = [
        drawn(SHARE, place=replace(HERE, member="SA")),
        drawn(SHARE, place=replace(HERE, quarter="2026-Q2")),
        drawn(SHARE, place=replace(HERE, method="v2")),
        drawn(replace(SHARE, source="VIS-02")),
        drawn(SHARE, seed=2),
    ]
    assert len({alone, *(other[0].tobytes() for other in others)}) == 6
    for other in others:
        assert abs(np.corrcoef(drawn(SHARE)[0], other[0])[0, 1]) < 0.1


def test_chunks_of_any_size_join_to_the_same_bytes():
    values = (SHARE, MEDIAN, TAIL, SPREAD, Reported("MOR-01", 5.0), replace(TAIL, stale=1))
    members = [(replace(HERE, member=code), values) for code in ("QA", "SA", "EG")]
    whole = next(chunks(members, draws=700, seed=9, size=700))
    assert whole.shape == (6, 3, 700)
    for size in (1, 64, 699):
        parts = list(chunks(members, draws=700, seed=9, size=size))
        assert np.concatenate(parts, axis=2).tobytes() == whole.tobytes()
    shuffled = next(chunks(members[::-1], draws=700, seed=9, size=700))
    assert shuffled[:, ::-1].tobytes() == whole.tobytes()


def test_readings_become_what_can_be_drawn():
    on_time = METHOD.indicator("E2E-01")
    read = replace(share(90, 120, cap=False, z=Z), age=2)
    assert reported(read, on_time) == Reported("E2E-01", 75.0, Kind.SHARE, n=120, stale=2)
    dwell = Reading(Measured(40.0), n=200, approximate=True, pair=(10.0, 40.0))
    assert reported(dwell, METHOD.indicator("CUS-04")) == replace(TAIL, approximate=True)
    assert reported(dwell, METHOD.indicator("CUS-03")).source == reported(dwell, METHOD.indicator("CUS-04")).source
    spread = reported(replace(dwell, value=Measured(30.0)), METHOD.indicator("E2E-03"))
    assert (spread.kind, spread.source, spread.pair) == (Kind.SPREAD, "delivery_days", (10.0, 40.0))
    checklist = share(9, 12, cap=False, z=None)
    assert reported(checklist, METHOD.indicator("MOR-01")) == Reported("MOR-01", 75.0)
