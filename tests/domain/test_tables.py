"""A scored table: redrawn as it is it gives the same scores, and a change is the sum of its steps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from app.domain.combining import tree_of
from app.domain.engine import redraw
from app.domain.explain import change_in_steps
from app.domain.index import Index
from app.domain.index_parsing import parse_index
from app.domain.means import Mean
from app.domain.tables import Table, score_table

NAN = math.nan


def _index(rounding: str = "published", weight: float = 1, target: float = 100) -> Index[Any, Any]:
    return parse_index(
        {
            "version": "1",
            "rules": {"decimals": 1, "rounding": rounding},
            "defaults": {"floor": 0, "target": target},
            "node": [
                {"code": "Index", "aggregation": "geometric"},
                {"code": "P", "parent": "Index", "decimals": 0},
                {"code": "Q", "parent": "Index", "weight": 2},
            ],
            "indicator": [
                {"code": "a", "node": "P", "weight": weight},
                {"code": "b", "node": "P"},
                {"code": "c", "node": "Q"},
            ],
        },
        "hash",
    )


def _scored(index: Index[Any, Any], *rows: tuple[float, float, float]):
    columns = {code: np.array(column, dtype=float) for code, column in zip("abc", zip(*rows, strict=True), strict=True)}
    return score_table(index, Table(tuple(map(str, range(len(rows)))), ("",) * len(rows), columns, {}))


ROWS = ((20.3, 40, 60), (NAN, 33.3, 71), (NAN, NAN, NAN))


@pytest.mark.parametrize("rounding", ["published", "carried"])
def test_a_table_drawn_again_as_it_is_has_the_scores_it_had(rounding: str) -> None:
    index = _index(rounding)
    scored = _scored(index, *ROWS)
    points = {code: found.values for code, found in scored.points.items()}
    drawn = redraw(index, points, scored.scores)
    for code, column in scored.scores.columns.items():
        np.testing.assert_allclose(drawn[code], column.score, rtol=1e-12)
    twice = redraw(index, {code: np.stack([values, values / 2]) for code, values in points.items()}, scored.scores)
    np.testing.assert_allclose(twice["Index"][0], scored.scores.columns["Index"].score, rtol=1e-12)
    assert twice["Index"][1][0] < twice["Index"][0][0]
    assert np.isnan(twice["Index"][:, 2]).all()


def test_other_weights_and_means_take_the_place_of_those_of_the_file() -> None:
    index = _index()
    scored = _scored(index, *ROWS)
    points = {code: found.values for code, found in scored.points.items()}
    drawn = redraw(index, points, scored.scores, {"P": 2}, {"Index": Mean("arithmetic", 0, 100)})
    assert drawn["Index"][0] == pytest.approx((30.15 + 60) / 2)
    assert drawn["Index"][1] == pytest.approx((33.3 + 71) / 2)


@pytest.mark.parametrize("rounding", ["published", "carried"])
def test_the_steps_of_a_change_sum_to_it(rounding: str) -> None:
    old, new = _index(rounding), _index(rounding, weight=3, target=80)
    known, revised, after = (20.3, 40, 60), (24.3, 40, 60), (24.3, NAN, 71)
    before, again = (tree_of(old, _scored(old, row).scores, 0) for row in (known, revised))
    by_new = [tree_of(new, _scored(new, row).scores, 0) for row in (revised, after)]
    steps = change_in_steps((old, before, again), (new, *by_new))
    assert steps is not None
    assert steps.total == pytest.approx(by_new[1].known("Index") - before.known("Index"))
    assert math.fsum(points for parts in steps.parts.values() for points in parts.values()) == pytest.approx(
        steps.total
    )
    assert steps.parts["revision"]["a"] > 0 == steps.parts["revision"]["c"]
    assert steps.parts["method"] == {"Index": pytest.approx(by_new[0].known("Index") - again.known("Index"))}
    assert steps.parts["value"]["c"] > 0 == steps.parts["value"]["b"]
    assert steps.parts["coverage"]["b"] != 0
    assert (steps.parts["rounding"]["Index"] != 0) == (rounding == "carried")


def test_without_a_score_at_either_end_there_are_no_steps() -> None:
    index = _index()
    there, gone = (tree_of(index, _scored(index, row).scores, 0) for row in (ROWS[0], ROWS[2]))
    assert change_in_steps((index, there, there), (index, there, gone)) is None
    assert change_in_steps((index, gone, there), (index, there, there)) is None
