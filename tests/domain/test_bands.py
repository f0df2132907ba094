"""Bands of scores and ranks, against loops that anyone can follow."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.bands import Change, Trend, above, bands, changes, ranks, rounded
from app.domain.levels import level_of
from app.domain.rounding import half_up
from app.handbook import load

RULES = load("v1").rules


def scores(draws=300, members=9, seed=5):
    """Scores close enough for many ties, with holes, at the ends of the scale, and a member without any."""
    rng = np.random.default_rng(seed)
    found = np.clip(rng.normal(99.0, 0.7, (draws, members)), 0, 100)
    found[rng.random((draws, members)) < 0.05] = np.nan
    found[:, 3] = np.nan
    found[:, 4] = 68.35 - 3e-14  # the noise of binary sums
    return found


def test_rounding_is_that_of_publication():
    values = np.concatenate(
        [np.random.default_rng(1).random(2000) * 200 - 100, np.arange(-50, 50) / 20, [68.34999999999997, 0.05, -0.05]]
    )
    for decimals in (0, 1, 3):
        expected = [round(half_up(float(v), decimals) * 10**decimals) for v in values]
        assert rounded(values[None, :], decimals)[0].tolist() == expected


@pytest.mark.parametrize("seed", range(5))
def test_ranks_are_those_of_a_slow_loop(seed):
    table = scores(seed=seed)
    ranked = np.array([True, True, False, True, True, True, True, False, True])
    among = np.isfinite(table) & ranked
    fast = ranks(rounded(table, 1), among)
    for draw in range(len(table)):
        published = {m: half_up(float(table[draw, m])) for m in range(9) if among[draw, m]}
        for member in range(9):
            slow = 1 + sum(v > published[member] for v in published.values()) if member in published else 0
            assert fast[draw, member] == slow


def test_ranks_of_one_member_and_of_values_below_zero():
    assert ranks(rounded(np.array([[5.0]]), 1), np.array([[True]])).tolist() == [[1]]
    table = np.array([[-1.2, 3.0, -1.24, np.nan]])
    assert ranks(rounded(table, 1), np.isfinite(table)).tolist() == [[2, 1, 2, 0]]


def test_bands_are_those_of_a_slow_loop():
    table = scores()
    ranked = [True] * 8 + [False]
    places = ranks(rounded(table, 1), np.isfinite(table) & np.array(ranked))
    found = bands(table, ranked, RULES)
    assert found[3] is None
    assert found[8].ranks is None
    for member, band in enumerate(found):
        if band is None:
            continue
        own = [float(v) for v in table[:, member] if v == v]
        assert band.scored == len(own) / 300
        assert (band.low, band.high) == pytest.approx(tuple(np.quantile(own, (0.05, 0.95))))
        levels = [level_of(half_up(v), RULES) for v in own]
        assert band.levels == tuple(levels.count(level) / len(own) for level in range(1, 11))
        if band.ranks is not None:
            held = sorted(int(r) for r in places[:, member] if r)
            # At least 5 % are at or below the lower end, and it is a rank that was held.
            least = min(r for r in held if sum(h <= r for h in held) >= 0.05 * len(held) - 1e-9)
            most = min(r for r in held if sum(h <= r for h in held) >= 0.95 * len(held) - 1e-9)
            assert band.ranks == (least, most)


def test_a_sure_score_has_no_band_and_one_level():
    found = bands(np.full((50, 2), 70.0), [True, True], RULES)[0]
    assert (found.low, found.high, found.ranks, found.levels[7]) == (70.0, 70.0, (1, 1), 1.0)


def test_a_change_is_named_only_when_it_is_nine_times_in_ten():
    now = np.full((10, 4), 50.0)
    before = np.full((10, 4), 50.0)
    now[:9, 0] += 1
    now[:8, 1] += 1
    now[:, 2] -= 1
    found = changes(now, before)
    assert [change.trend for change in found] == [Trend.IMPROVED, Trend.UNCLEAR, Trend.WORSENED, Trend.UNCLEAR]
    assert found[0] == Change(0.9, 0.0)
    assert found[3] == Change(0.0, 0.0)
    now[5:, 0] = np.nan
    assert changes(now, before)[0] == Change(1.0, 0.0)
    assert changes(now * np.nan, before)[0] is None


def test_who_is_above_whom():
    table = scores()
    found = above(table, of=range(9))
    for a in range(9):
        for b in range(9):
            both = [(x, y) for x, y in zip(table[:, a], table[:, b], strict=True) if x == x and y == y]
            if not both:
                assert np.isnan(found[a, b])
                continue
            expected = sum(1.0 if x > y else 0.5 if x == y else 0.0 for x, y in both) / len(both)
            assert found[a, b] == pytest.approx(expected)
    assert (found + found.T)[0, 1] == pytest.approx(1)
    assert above(table, of=[2]).tobytes() == found[[2]].tobytes()


def test_equal_draws_give_equal_bands():
    assert repr(bands(scores(), [True] * 9, RULES)) == repr(bands(scores(), [True] * 9, RULES))
    assert bands(scores(), [True] * 9, replace(RULES, levels=5))[0].levels[-1] == 1.0


def test_the_probability_told_is_that_of_the_fall_where_it_fell() -> None:
    assert [Change(0.05, 0.93).told, Change(0.95, 0.02).told, Change(0.5, 0.4).told] == [0.93, 0.95, 0.5]
