"""Published values are rounded half up in decimal, one by one or all at once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.domain.rounding import half_up, half_up_all

CASES = [
    (68.35, 1, 68.4),
    (68.34999999999997, 1, 68.4),  # the noise of a sum that is 68.35
    (68.349, 1, 68.3),
    (0.05, 1, 0.1),
    (-0.05, 1, -0.1),
    (-0.04, 1, 0.0),
    (2.5, 0, 3.0),
    (1.005, 2, 1.01),
    (1e15 + 0.5, 0, 1e15 + 0.5),
    (1e300, 1, 1e300),
    (0.0, 12, 0.0),  # more decimals than are read at least
    (1.3873208154653014, 9, 1.387320815),
    (131072.49999999994, 0, 131072.0),  # the noise of a large number
]


@pytest.mark.parametrize(("value", "decimals", "published"), CASES)
def test_a_value_is_rounded_half_up(value: float, decimals: int, published: float) -> None:
    alone, (of_all, missing) = half_up(value, decimals), half_up_all(np.array([value, math.nan]), decimals)
    assert (alone, of_all) == (published, published)
    assert math.isnan(missing)
    assert math.copysign(1, alone) == math.copysign(1, of_all) == math.copysign(1, published)
