"""What a draft would change: the indicators that move most, the outlook, and nothing of other members."""

from dataclasses import replace

import pytest

from app.domain.editions import IndicatorResult, Measured, MemberResult, NodeResult, Reason, RiskResult, Standing
from app.domain.previews import MOST_MOVED, Comparison, Difference, Effect, Preview, effect, outlook
from app.domain.results_json import preview_from_json, to_json

NOTHING = Measured(None, Reason.NO_DATA)


def _indicator(code, points, weight=0.1):
    value = Measured(points) if points is not None else NOTHING
    return IndicatorResult(code, "P", value, value, weight=weight)


def _member(*indicators, index=50.0, risk=None):
    node = NodeResult("P", "R", "pillar", Measured(index), 1.0, index, index, 1.0)
    root = NodeResult("R", None, "index", Measured(index), 1.0, index, index, 1.0)
    return MemberResult(
        member="EG", quarter="2026-Q3", index=Measured(index), published=Measured(index), standing=Standing.FINAL,
        grade="A", coverage=1.0, lower=index, upper=index, level=6, nodes=(root, node), indicators=indicators,
        risk=risk,
    )  # fmt: skip


def test_what_moves_the_index_most_is_told_first():
    before = _member(_indicator("A", 50.0), _indicator("B", 50.0, 0.5), _indicator("C", None), _indicator("D", 20.0))
    after = _member(_indicator("A", 90.0), _indicator("B", 40.0, 0.5), _indicator("C", 10.0), _indicator("D", 20.01))
    found = effect(before, after)
    assert [moved.code for moved in found.moved] == ["C", "B", "A"]
    assert found.moved[0].points == (NOTHING, Measured(10.0))
    assert not found.none


def test_no_more_are_told_than_a_person_reads():
    codes = [f"I{at}" for at in range(MOST_MOVED + 3)]
    before, after = (_member(*(_indicator(code, points) for code in codes)) for points in (10.0, 20.0))
    assert len(effect(before, after).moved) == MOST_MOVED


def test_the_same_figures_change_nothing():
    one = _member(_indicator("A", 50.0), _indicator("B", None))
    assert effect(one, one).none


@pytest.mark.parametrize("risk", [None, RiskResult(Measured(2.5), "low")])
def test_the_outlook_shows_the_member_without_its_rank(risk):
    found = outlook(_member(_indicator("A", 50.0), risk=risk))
    assert found.risk == (risk.index if risk else None)
    assert found.pillars == (("P", Measured(50.0)),)
    assert not hasattr(found, "rank")


def test_a_preview_comes_back_from_json():
    one = outlook(_member(_indicator("A", 50.0)))
    listed = (Difference("service-quality", ("2026-07", "parcel", ""), "items_on_time", "1", None, 2),)
    preview = Preview("digest", Comparison(0, 0, 1, 9, listed), (Effect("2026-Q3", one, replace(one, level=5), ()),))
    assert preview_from_json(to_json(preview)) == preview
