"""The one way in which published values are rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, decimals: int = 1) -> float:
    """The value rounded half up in decimal, as published; never -0.0.

    The value is first read to ten decimals, so that the noise of binary sums (68.34999999999997 for 68.35)
    cannot decide a published digit.
    """
    exact = Decimal(f"{value:.10f}").quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(exact) + 0.0
