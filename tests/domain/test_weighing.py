"""The effect by which the queue is ordered."""

import pytest

from app.domain.periods import Quarter
from app.domain.weighing import WHOLE, Standing, Weight, weigh

Q1, Q2, Q3 = (Quarter(2026, number) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("before", "after", "points", "ranks"),
    [
        (Standing(50.0, 4), Standing(53.5, 2), 3.5, 2),
        (Standing(53.5, 2), Standing(50.0, 4), 3.5, 2),
        (Standing(None, None), Standing(50.0, 4), WHOLE, 0),
        (Standing(50.0, 4), Standing(None, None), WHOLE, 0),
        (Standing(None, None), Standing(None, 3), 0.0, 0),
    ],
)
def test_how_far_a_quarter_moved(before, after, points, ranks):
    weight = Weight(Q3, before, after)
    assert (weight.points, weight.ranks) == (points, ranks)


def test_the_quarter_that_moved_most_then_the_rank_then_the_newest():
    still = Standing(50.0, 4)
    assert weigh({}, {}) == Weight()
    moved = {Q1: Standing(52.0, 4), Q2: Standing(48.0, 3), Q3: still}
    assert weigh(dict.fromkeys((Q1, Q2, Q3), still), moved).quarter == Q2
    assert weigh({Q1: still, Q2: still}, {Q1: still, Q2: still}).quarter == Q2
    assert weigh({Q1: still}, {Q1: still, Q3: Standing(10.0, 9)}).points == WHOLE
    assert weigh({Q1: still, Q3: still}, {Q1: still}).quarter == Q3
