"""The points of a stored quarter are those of its members, with what nobody owes and what was cut."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from plain.random_evidence import evidence

from app.domain.association import Figure, Lack
from app.domain.editions import Measured, Reason
from app.domain.points_table import scores_of, table_of_result
from app.domain.reach import reaches
from app.domain.scoring import score
from app.handbook import load

METHOD = load("v1")
RESULT = score(evidence(random.Random(3)), METHOD, "test")
CODE = next(leaf.code for leaf in METHOD.indicators if leaf.nothing_to_measure == "drops")


def _with_first(**changes):
    """The quarter with another result of the first member for one indicator."""
    first = RESULT.members[0]
    found = tuple(replace(one, **changes) if one.code == CODE else one for one in first.indicators)
    return replace(RESULT, members=(replace(first, indicators=found), *RESULT.members[1:]))


def test_a_column_holds_what_each_member_has() -> None:
    table = table_of_result(METHOD, RESULT)
    assert table.units == tuple(member.member for member in RESULT.members)
    assert list(table.points) == [leaf.code for leaf in METHOD.indicators]
    for at, member in enumerate(RESULT.members):
        for one in member.indicators:
            if one.code in table.points:
                shown = table.points[one.code][at]
                assert math.isnan(shown) if one.points.value is None else shown == one.points.value
                assert table.clips[one.code][at] == {"below": -1, "above": 1, None: 0}[one.clip]


@pytest.mark.parametrize(("clip", "side"), [("below", -1), ("above", 1), (None, 0)])
def test_what_was_cut_is_on_its_side(clip: str | None, side: int) -> None:
    table = table_of_result(METHOD, _with_first(points=Measured(50.0), clip=clip))
    assert (table.points[CODE][0], table.clips[CODE][0]) == (50, side)


@pytest.mark.parametrize(
    ("reason", "owed"), [(Reason.NOTHING_TO_MEASURE, False), (Reason.NO_DATA, True), (Reason.BELOW_COVERAGE, True)]
)
def test_a_member_with_nothing_to_measure_owes_nothing(reason: Reason, owed: bool) -> None:
    gone = Measured(None, reason)
    table = table_of_result(METHOD, _with_first(value=gone, points=gone, clip=None))
    assert np.isnan(table.points[CODE][0])
    assert table.owed[CODE][0] == owed
    assert scores_of(METHOD, table).columns[CODE].reasons[0] == (Reason.NO_DATA if owed else reason)


def test_a_member_without_the_indicator_has_no_data() -> None:
    first = replace(RESULT.members[0], indicators=())
    table = table_of_result(METHOD, replace(RESULT, members=(first,)))
    assert all(np.isnan(column).all() and table.owed[code].all() for code, column in table.points.items())
    assert {(one.n, one.owed, one.coverage, one.clipped) for one in reaches(METHOD, table)} == {(0, 1, 0.0, None)}
    nobody = reaches(METHOD, table_of_result(METHOD, replace(RESULT, members=())))
    assert {(one.owed, one.coverage) for one in nobody} == {(0, None)}


@pytest.mark.parametrize(("value", "lack"), [(None, None), (0.5, Lack.CONSTANT)])
def test_a_figure_is_a_number_or_a_lack(value: float | None, lack: Lack | None) -> None:
    with pytest.raises(ValueError):
        Figure(value, 5, lack)
