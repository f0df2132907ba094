"""The one way in which published values are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

_NO_DECIMALS = 1e15
"""From here on a binary number has no decimals left to round."""


def half_up(value: float, decimals: int = 1) -> float:
    """The value rounded half up in decimal, as published; never -0.0.

    The value is first read to ten decimals, so that the noise of binary sums (68.34999999999997 for 68.35)
    cannot decide a published digit.
    """
    if abs(value) >= _NO_DECIMALS:
        return value
    exact = Decimal(f"{value:.10f}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(exact) + 0.0


def half_up_all(values: NDArray[np.float64], decimals: int = 1) -> NDArray[np.float64]:
    """`half_up` of every value; NaN stays NaN."""
    step = 10.0**decimals
    size = np.abs(values)
    rounded = np.copysign(np.floor((size + 5e-11) * step + 0.5) / step, values) + 0.0
    return np.where(size >= _NO_DECIMALS, values, rounded)
