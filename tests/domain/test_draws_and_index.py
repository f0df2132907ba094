"""The spread of a drawn index against what the delta method says of it (`scoring.md` section 4, analytic check)."""

import numpy as np
import pytest

from app.domain.draws import Kind, Place, Reported, chunks

PILLARS, EACH = 5, 7
WEIGHTS = np.array([0.3, 0.25, 0.2, 0.15, 0.1])


def test_the_variance_of_the_log_index_is_that_of_its_pillars_and_of_the_delta_method():
    rng = np.random.default_rng(4)
    shares, counts = rng.uniform(40, 90, PILLARS * EACH), rng.integers(400, 4000, PILLARS * EACH)
    inside = rng.dirichlet(np.ones(EACH), PILLARS)
    values = [Reported(f"I{i}", s, Kind.SHARE, n=float(n)) for i, (s, n) in enumerate(zip(shares, counts, strict=True))]
    (table,) = chunks([(Place("QA", "2026-Q3", "v1"), values)], draws=20000, seed=1, size=20000)
    pillars = np.einsum("pi,pid->pd", inside, table[:, 0].reshape(PILLARS, EACH, -1))
    logs = np.log(1 + 0.99 * pillars)
    index = WEIGHTS @ logs
    assert index.var() == pytest.approx((WEIGHTS**2 * logs.var(axis=1)).sum(), rel=0.03)
    p = shares / 100
    errors = (100**2 * p * (1 - p) / counts).reshape(PILLARS, EACH)
    steep = WEIGHTS * 0.99 / (1 + 0.99 * (inside * shares.reshape(PILLARS, EACH)).sum(axis=1))
    assert index.var() == pytest.approx((steep**2 * (inside**2 * errors).sum(axis=1)).sum(), rel=0.04)
