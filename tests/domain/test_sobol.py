"""Sobol indices against analytic values, published runs and SALib."""

import csv
from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import sobol as salib
from scipy.stats import sobol_indices

from app.domain.sobol import _bootstrap, estimate, sample, shares

DATA = Path(__file__).parents[2] / "../shared/data/asem"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data/asem, which is not here")
FIRST, TOTAL = (0.31390519, 0.44241114, 0.0), (0.55758886, 0.44241114, 0.24368366)
NAMES = ("x1", "x2", "x3")


def ishigami(uniform):
    """Ishigami & Homma 1990 with a = 7, b = 0.1 on (-pi, pi)."""
    x = np.pi * (2 * uniform - 1)
    return (np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))[None, :]


def indices(effects):
    return np.array([(effect.first, effect.total) for effect in effects])


@pytest.mark.parametrize("seed", range(40))
def test_ishigami_is_within_three_hundredths_of_the_analytic_indices(seed):
    (found,) = estimate(NAMES, *sample((1, 1, 1), ishigami, n=1024, seed=seed), seed=seed)
    assert indices(found)[:, 0] == pytest.approx(FIRST, abs=0.03)
    assert indices(found)[:, 1] == pytest.approx(TOTAL, abs=0.03)


def test_salib_says_the_same_of_the_same_runs():
    a, b, mixed = sample((1, 1, 1), ishigami, n=1024, seed=3)
    (found,) = estimate(NAMES, a, b, mixed, seed=3)
    runs = np.column_stack([a[0], *mixed[:, 0], b[0]]).ravel()
    problem = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
    oracle = salib.analyze(problem, runs, calc_second_order=False, num_resamples=200, conf_level=0.9, seed=1)
    # SALib's first-order estimator is another one, with more noise.
    assert indices(found)[:, 0] == pytest.approx(oracle["S1"], abs=0.02)
    assert indices(found)[:, 1] == pytest.approx(oracle["ST"], abs=1e-9)
    for i, effect in enumerate(found):
        assert (effect.total_band[1] - effect.total_band[0]) / 2 == pytest.approx(oracle["ST_conf"][i], rel=0.25)


@needs_data
def test_the_stored_ishigami_runs_give_the_stored_totals_and_better_first_orders():
    with (DATA / "sobol_ishigami_y.csv").open() as source:
        y = np.array([float(row["y"]) for row in csv.DictReader(source)])
    with (DATA / "sobol_ishigami_expected.csv").open() as source:
        expected = list(csv.DictReader(source))
    n = len(y) // 5
    a, b, mixed = y[None, :n], y[None, n : 2 * n], y[2 * n :].reshape(3, 1, n)
    (found,) = estimate(NAMES, a, b, mixed, seed=1)
    # The stored variance has one degree of freedom less, and the stored first-order estimator is not centred.
    degrees = 2 * n / (2 * n - 1)
    for effect, row in zip(found, expected, strict=True):
        assert effect.total / degrees == pytest.approx(float(row["STi"]), abs=1e-12)
        assert effect.first == pytest.approx(float(row["analytic_Si"]), abs=0.03)


def test_a_factor_of_several_columns_is_one_factor():
    def outputs(u):
        return np.stack([u[:, 0] + u[:, 1] + u[:, 2], u[:, 0] * u[:, 1], np.full(len(u), 3.0)])

    found = estimate(("two", "one"), *sample((2, 1), outputs, n=2048, seed=1), seed=1)
    assert indices(found[0]).ravel() == pytest.approx([2 / 3, 2 / 3, 1 / 3, 1 / 3], abs=0.02)
    assert indices(found[1]).ravel() == pytest.approx([1, 1, 0, 0], abs=0.02)
    assert found[2] == ()  # nothing moves it


def test_one_factor_and_one_output():
    (found,) = estimate(("all",), *sample((2,), lambda u: u.sum(axis=1)[None, :], n=256, seed=1), seed=1)
    assert indices(found).ravel() == pytest.approx([1, 1], abs=0.05)
    assert estimate(("all",), *sample((1,), lambda u: np.ones((1, len(u))), n=64, seed=1), seed=1) == ((),)


def test_the_bootstrap_is_scipy_on_rows_drawn_again():
    a, b, mixed = sample((1, 1, 1), ishigami, n=128, seed=5)
    first, total = _bootstrap(a, b, mixed, np.random.default_rng(8), resamples=1)
    times = np.random.default_rng(8).multinomial(128, np.full(128, 1 / 128), size=1)[0]
    rows = np.repeat(np.arange(128), times)
    again = sobol_indices(func={"f_A": a[:, rows], "f_B": b[:, rows], "f_AB": mixed[..., rows]}, n=128, method=shares)
    assert first[0, :, 0] == pytest.approx(again.first_order)
    assert total[1, :, 0] == pytest.approx(again.total_order)


def test_intervals_hold_their_estimates_and_seeds_repeat_them():
    runs = sample((1, 1, 1), ishigami, n=512, seed=1)
    (found,) = estimate(NAMES, *runs, seed=1)
    for effect in found:
        assert effect.first_band[0] < effect.first < effect.first_band[1]
        assert effect.total_band[0] < effect.total < effect.total_band[1]
    assert repr(estimate(NAMES, *sample((1, 1, 1), ishigami, n=512, seed=1), seed=1)) == repr((found,))
    assert repr(estimate(NAMES, *sample((1, 1, 1), ishigami, n=512, seed=2), seed=2)) != repr((found,))
