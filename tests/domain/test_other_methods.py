"""What other choices of the method do to one stored quarter."""

import random
from dataclasses import replace

import numpy as np
import pytest
from plain.random_evidence import evidence

from app.domain.other_methods import _uncut, other_methods
from app.domain.points_table import scores_of, table_of_result
from app.domain.scoring import score
from app.domain.variations import nominal
from app.domain.varying import Varied, variation_of
from app.handbook import load

V1 = load("v1")


@pytest.fixture(scope="module")
def result():
    return score(evidence(random.Random(5), 24), V1, "arab")


def test_the_method_itself_gives_the_stored_scores(result):
    table = table_of_result(V1, result)
    evaluate = Varied(V1, variation_of(V1), table.points, _uncut(V1, result), scores_of(V1, table))
    got = evaluate(nominal(evaluate.variation))[0]
    stored = [np.nan if one.index.value is None else one.index.value for one in result.members]
    np.testing.assert_allclose(got, stored, rtol=0, atol=1e-9)


def test_values_beyond_the_goalposts_come_back_when_these_move(result):
    uncut = _uncut(V1, result)
    beyond = 0
    for at, member in enumerate(result.members):
        for one in member.indicators:
            points, full = one.points.value, uncut[one.code][at]
            assert (points is None) == bool(np.isnan(full))
            if points is not None:
                assert points == pytest.approx(min(max(full, 0.0), 100.0), abs=1e-9)
                beyond += abs(full - points) > 1
    assert beyond > 5


def test_members_without_a_score_or_a_rank_have_no_ranges(result):
    found = other_methods(V1, result)
    assert [one.member for one in found.members] == [one.member for one in result.members]
    for one, member in zip(found.members, result.members, strict=True):
        assert (one.published, one.rank, one.data) == (member.published.value, member.rank, member.band)
        assert one.score is None or one.published is not None
        assert one.ranks is None or one.rank is not None
    assert sum(one.ranks is not None for one in found.members) > 10
    assert 0 < found.low < found.high
    assert {one.factor for one in found.effects} == {"weights", "aggregation", "goalposts", "dropped"}


def test_the_same_results_give_the_same_figures(result):
    assert other_methods(V1, result) == other_methods(V1, result)


def test_nobody_and_a_single_member_move_no_rank(result):
    assert other_methods(V1, replace(result, members=())).effects == ()
    alone = next(one for one in result.members if one.rank is not None)
    found = other_methods(V1, replace(result, members=(alone,)))
    assert (found.low, found.high, found.effects, found.leading) == (0.0, 0.0, (), ())
    assert found.members[0].ranks == (1, 1)


def test_choices_whose_intervals_meet_lead_together(result):
    found = other_methods(V1, result)
    first, second, *_ = found.effects
    far = replace(first, total=0.9, total_band=(0.8, 1.0)), replace(second, total=0.3, total_band=(0.2, 0.4))
    assert replace(found, effects=far).leading == far[:1]
    near = far[0], replace(second, total=0.7, total_band=(0.6, 0.8))
    assert replace(found, effects=near[::-1]).leading == near


def test_the_other_means_are_those_of_the_engine(result):
    """One variant by hand: the arithmetic mean for the index, nothing else changed."""
    table = table_of_result(V1, result)
    evaluate = Varied(V1, variation_of(V1), table.points, _uncut(V1, result), scores_of(V1, table))
    settings = nominal(evaluate.variation)
    place = evaluate.variation.aggregations.index("arithmetic")
    got = evaluate(replace(settings, aggregation=np.full(1, place)))[0]
    compared = 0
    for at, member in enumerate(result.members):
        known = {one.code: one.score.value for one in member.nodes}
        parts = [(w, known[code]) for code, w in V1.children(V1.root.code) if w and known[code] is not None]
        if member.index.value is not None:
            compared += 1
            assert got[at] == pytest.approx(sum(w * s for w, s in parts) / sum(w for w, _ in parts), abs=1e-9)
    assert compared > 10
