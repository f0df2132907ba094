"""How columns of points go together: correlations and Cronbach's alpha, as a number or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.domain.means import Floats
from app.domain.ranking import ranks

LEAST_UNITS = 5
"""Fewer units than this show nothing about how two columns go together (assumption)."""
_FLAT = 1e-12


class Lack(StrEnum):
    """Why a figure cannot be told. Sentences: catalogue key `lack.CODE`."""

    TOO_FEW_UNITS = "TOO_FEW_UNITS"
    CONSTANT = "CONSTANT"
    ONE_ITEM = "ONE_ITEM"
    NO_SCORE = "NO_SCORE"


@dataclass(frozen=True)
class Figure:
    """A number or the lack that there is instead; never both, never neither. `n`: the units that it rests on."""

    value: float | None
    n: int
    lack: Lack | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.lack is None):
            raise ValueError("give a value or a lack, not both and not neither")


def pearson(x: Floats, y: Floats) -> Figure:
    """The product-moment correlation over the units that have both."""
    left, right = _both(x, y)
    if len(left) < LEAST_UNITS:
        return Figure(None, len(left), Lack.TOO_FEW_UNITS)
    if _is_flat(left) or _is_flat(right):
        return Figure(None, len(left), Lack.CONSTANT)
    a, b = _centred(left, _size(left)), _centred(right, _size(right))
    r = float(a @ b) / float(np.sqrt(a @ a) * np.sqrt(b @ b))
    return Figure(min(1.0, max(-1.0, r)), len(left))


def spearman(x: Floats, y: Floats) -> Figure:
    """The correlation of ranks over the units that have both, equal values sharing the mean of their ranks."""
    left, right = _both(x, y)
    return pearson(ranks(left, ties="average"), ranks(right, ties="average"))


def covariance_share(part: Floats, whole: Floats) -> Figure:
    """cov(part, whole) / var(whole): for parts that sum to the whole, these sum to 1.

    Source: Shorrocks, Inequality decomposition by factor components, Econometrica 50 (1982).
    """
    left, right = _both(part, whole)
    if len(left) < LEAST_UNITS:
        return Figure(None, len(left), Lack.TOO_FEW_UNITS)
    if _is_flat(right):
        return Figure(None, len(left), Lack.CONSTANT)
    a, b = (_centred(one, _size(right)) for one in (left, right))
    return Figure(float(a @ b) / float(b @ b), len(left))


def alpha(columns: Sequence[Floats]) -> Figure:
    """Cronbach's alpha over the units that have every column: k / (k - 1) * (1 - sum of variances / variance of sum).

    Source: Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951).
    """
    if len(columns) < 2:
        return Figure(None, 0, Lack.ONE_ITEM)
    table = np.array(columns)
    table = table[:, ~np.isnan(table).any(axis=0)]
    k, n = table.shape
    if n < LEAST_UNITS:
        return Figure(None, n, Lack.TOO_FEW_UNITS)
    table = table / _size(table)
    total = table.sum(axis=0)
    if _is_flat(total):
        return Figure(None, n, Lack.CONSTANT)
    return Figure(float(k / (k - 1) * (1 - table.var(axis=1, ddof=1).sum() / total.var(ddof=1))), n)


def _both(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    there = ~np.isnan(x) & ~np.isnan(y)
    return x[there], y[there]


def _is_flat(x: Floats) -> bool:
    """Whether the values differ by no more than the noise of their own arithmetic."""
    return float(x.max() - x.min()) <= _FLAT * _size(x)


def _size(x: Floats) -> float:
    """What to divide by before squaring, so that no huge or tiny column leaves the range of numbers."""
    return float(np.abs(x).max()) or 1.0


def _centred(x: Floats, size: float) -> Floats:
    scaled = x / size
    return scaled - scaled.mean()
