"""The one way in which published values are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

_NO_DECIMALS = 1e15
"""From here on a value is left as it is."""
_READ = 10
_MORE = 3
_DOUBT = 8
"""Within so many units in the last place of where rounding turns, sums in binary cannot tell."""


def half_up(value: float, decimals: int = 1) -> float:
    """The value rounded half up in decimal, as published; never -0.0.

    The value is first read to ten decimals, or three more than are kept, so that the noise of binary sums
    (68.34999999999997 for 68.35) cannot decide a published digit.
    """
    if abs(value) >= _limit(decimals):
        return value
    exact = Decimal(f"{value:.{_read(decimals)}f}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(exact) + 0.0


def half_up_all(values: NDArray[np.float64], decimals: int = 1) -> NDArray[np.float64]:
    """`half_up` of every value; NaN stays NaN."""
    step, slack = 10.0**decimals, 0.5 * 10.0 ** -_read(decimals)
    size = np.abs(values)
    with np.errstate(invalid="ignore", over="ignore"):
        rounded = np.copysign(np.floor((size + slack) * step + 0.5) / step, values) + 0.0
        below = (np.floor(size * step) + 0.5 - size * step) / step
        doubtful = np.abs(below - slack) <= _DOUBT * np.spacing(size)
    rounded = np.where(size >= _limit(decimals), values, rounded)
    if doubtful.any():
        rounded[doubtful] = [half_up(value, decimals) for value in values[doubtful].tolist()]
    return rounded


def _read(decimals: int) -> int:
    return max(_READ, decimals + _MORE)


def _limit(decimals: int) -> float:
    """From here on the numbers of the machine are no nearer to each other than published ones."""
    return min(_NO_DECIMALS, 2.0**53 / 10.0**decimals)
