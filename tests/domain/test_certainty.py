"""Draws of a quarter: each member's are its own, whoever else is there."""

import random
from dataclasses import replace

import numpy as np
from plain.random_evidence import evidence

from app.domain import certainty, scoring
from app.domain.certainty import Drawn, draw_scores
from app.domain.combining import Input, scores_of
from app.domain.editions import Measured, Reason
from app.domain.levels import points_of_all
from app.domain.readings import Reading, without
from app.handbook import load

V1 = load("v1")
METHOD = replace(V1, rules=replace(V1.rules, draws=1200))


def quarter(count, seed=1):
    """Shares and quantiles with counts, some missing."""
    r = random.Random(seed)
    read = []
    for _ in range(count):
        pair = (r.uniform(1, 9), r.uniform(10, 30))
        values = {}
        for one in V1.indicators:
            value = r.uniform(40, 95) if one.formula.kind == "share" else pair[0]
            gone = r.random() < 0.05
            values[one.code] = without(Reason.NO_DATA) if gone else Reading(Measured(value), n=400.0, pair=pair)
        read.append(values)
    inputs = [{} for _ in read]
    for one in V1.indicators:
        for own, (points, _) in zip(inputs, points_of_all([of[one.code].value for of in read], one), strict=True):
            own[one.code] = Input(points)
    return Drawn("2026-Q3", [f"M{at}" for at in range(count)], read, scores_of(V1, inputs))


def test_the_draws_of_a_member_are_its_own_to_the_byte(monkeypatch):
    drawn = quarter(70)
    found = draw_scores(drawn, METHOD)
    assert found.shape == (1200, 70)
    assert np.isfinite(found).all(axis=0).sum() > 40
    assert (np.isfinite(found).all(axis=0) == np.isfinite(drawn.scores.columns[V1.root.code].score)).all()
    for together, size in ((1, 1000), (17, 700), (70, 1200)):
        monkeypatch.setattr(certainty, "_TOGETHER", together)
        monkeypatch.setattr(certainty, "_CHUNK", size)
        assert draw_scores(drawn, METHOD).tobytes() == found.tobytes()


def test_nobody_has_no_draws_and_a_region_without_members_has_an_empty_quarter():
    assert draw_scores(quarter(0), METHOD).shape == (1200, 0)
    of = evidence(random.Random(1), 1)
    assert scoring.score(replace(of, members=()), METHOD, "arab").members == ()
