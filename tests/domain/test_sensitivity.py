"""Method uncertainty with a plain engine of this file: two pillars and one indicator beside them."""

import math
from dataclasses import replace

import numpy as np
import pytest

from app.domain.sensitivity import method_uncertainty
from app.domain.variations import AGGREGATIONS, FACTORS, Group, Variation, nominal, vary

GROUPS = (
    Group("INDEX", ("P", "Q"), (2.0, 1.0)),
    Group("P", ("a", "b", "shown"), (1.0, 3.0, 0.0)),
    Group("Q", ("c", "d"), (1.0, 1.0)),
)
VARIATION = Variation(GROUPS, ("a", "b", "c", "d"))
POINTS = np.array([[20.0, 60.0, 50.0, 90.0], [70.0, 40.0, 80.0, 15.0], [55.0, 56.0, 57.0, 58.0]])
ALL = [True] * 3


def evaluate(settings, points=POINTS):
    """Every run by itself, as one would by hand."""
    found = np.full((settings.runs, len(points)), np.nan)
    for run in range(settings.runs):
        for unit, own in enumerate(points):
            moved = [
                (x / 100 - f) / (1 + t - f) * 100
                for x, f, t in zip(own, settings.floors[run], settings.targets[run], strict=True)
            ]
            held = [0.0 if i == settings.dropped[run] else 1.0 for i in range(4)]
            p, q = settings.weights["P"][run], settings.weights["Q"][run]
            weights = [p[0] * held[0], p[1] * held[1], q[0] * held[2], q[1] * held[3]]
            pillars = [
                sum(w * min(max(m, 0), 100) for w, m in zip(weights[i : i + 2], moved[i : i + 2], strict=True))
                / sum(weights[i : i + 2])
                for i in (0, 2)
            ]
            found[run, unit] = combined(
                AGGREGATIONS[settings.aggregation[run]], settings.weights["INDEX"][run], pillars
            )
    return found


def combined(kind, weights, pillars):
    if kind == "geometric":
        return (math.exp(sum(w * math.log(1 + 0.99 * s) for w, s in zip(weights, pillars, strict=True))) - 1) / 0.99
    power = 1.0 if kind == "arithmetic" else 0.5
    return sum(w * s**power for w, s in zip(weights, pillars, strict=True)) ** (1 / power)


def test_the_nominal_settings_are_the_method():
    settings = nominal(VARIATION, 2)
    assert settings.runs == 2
    assert settings.weights["INDEX"].tolist() == [[2 / 3, 1 / 3]] * 2
    assert settings.weights["P"].tolist() == [[0.25, 0.75, 0.0]] * 2
    expected = combined("geometric", (2 / 3, 1 / 3), (0.25 * 20 + 0.75 * 60, 70.0))
    assert evaluate(settings)[:, 0] == pytest.approx([expected] * 2)


def test_variants_lie_around_the_method():
    settings = vary(VARIATION, np.random.default_rng(1).random((20000, sum(VARIATION.columns))))
    for code, mean in (("INDEX", (2 / 3, 1 / 3)), ("P", (0.25, 0.75, 0.0)), ("Q", (0.5, 0.5))):
        weights = settings.weights[code]
        assert weights.sum(axis=1) == pytest.approx(1)
        assert weights.mean(axis=0) == pytest.approx(mean, abs=0.005)
        assert (weights >= 0).all()
    assert (settings.weights["P"][:, 2] == 0).all()
    within = np.abs(settings.weights["Q"][:, 0] / 0.5 - 1) <= 0.25
    assert within.mean() == pytest.approx(0.9, abs=0.02)
    assert np.bincount(settings.aggregation) / 20000 == pytest.approx([1 / 3] * 3, abs=0.02)
    assert np.bincount(settings.dropped + 1) / 20000 == pytest.approx([0.2] * 5, abs=0.02)
    for moved in (settings.floors, settings.targets):
        assert (moved.min(), moved.max()) == pytest.approx((-0.1, 0.1), abs=0.001)
    assert abs(np.corrcoef(settings.floors[:, 0], settings.targets[:, 0])[0, 1]) < 0.05


def test_the_ends_of_the_unit_cube_are_variants_too():
    width = sum(VARIATION.columns)
    settings = vary(VARIATION, np.array([np.full(width, 1e-9), np.full(width, 1 - 1e-9)]))
    assert settings.dropped.tolist() == [-1, 3]
    assert settings.aggregation.tolist() == [0, 2]
    assert np.isfinite(evaluate(settings)).all()


def test_no_reach_keeps_weights_and_goalposts():
    settings = vary(
        replace(VARIATION, weight_reach=0, goalpost_reach=0),
        np.random.default_rng(1).random((9, sum(VARIATION.columns))),
    )
    assert settings.weights["P"].tolist() == [[0.25, 0.75, 0.0]] * 9
    assert (settings.floors == 0).all()


def test_every_unit_and_the_rank_shift_have_their_influences():
    found = method_uncertainty(VARIATION, evaluate, ranked=ALL, decimals=1, n=256, seed=1)
    assert [influence.unit for influence in found] == [None, 0, 1, 2]
    usual = evaluate(nominal(VARIATION))[0]
    for influence in found:
        assert [effect.factor for effect in influence.effects] == list(FACTORS)
        assert all(effect.total >= effect.first - 0.15 for effect in influence.effects)
        assert sum(effect.first for effect in influence.effects) < 1.15
    for influence, score in zip(found[1:], usual, strict=True):
        assert influence.low < score < influence.high
        assert 1 <= influence.rank_band[0] <= influence.rank_band[1] <= 3
    # Whose points are all alike cares neither about weights nor about what is dropped, but where goalposts moved.
    alike = {effect.factor: effect.first for effect in found[3].effects}
    assert alike["goalposts"] > 0.5
    assert max(alike["weights"], alike["dropped"]) < 0.1
    again = method_uncertainty(VARIATION, evaluate, ranked=ALL, decimals=1, n=256, seed=1)
    assert repr(again) == repr(found)


def test_what_nothing_moves_has_no_effects_and_what_is_missing_no_influence():
    points = np.array([[50.0] * 4, [np.nan] * 4, [0.0] * 4])

    def still(settings):
        return np.tile(points[:, 0], (settings.runs, 1))

    found = method_uncertainty(VARIATION, still, ranked=ALL, decimals=1, n=64, seed=1)
    assert [influence.unit for influence in found] == [None, 0, 2]
    assert all(influence.effects == () for influence in found)
    assert (found[1].low, found[1].high, found[1].rank_band) == (50.0, 50.0, (1, 1))


def test_a_unit_that_is_not_ranked_has_no_rank_and_moves_none():
    found = method_uncertainty(VARIATION, evaluate, ranked=[True, False, True], decimals=1, n=64, seed=1)
    assert found[2].rank_band is None
    assert found[1].rank_band[1] <= 2
