"""The choices of a method that could have been others: weights, aggregation, goalposts, which indicators.

Each variant is one row of `Settings`, so that thousands are evaluated at once. How far a choice varies is an
assumption of ours, not part of the method.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
Integers = NDArray[np.int64]

AGGREGATIONS = ("arithmetic", "geometric", "power")
"""How the index may combine its children; the power is `POWER`."""

POWER = 0.5
FACTORS = ("weights", "aggregation", "goalposts", "dropped")
_NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True)
class Group:
    """A node with its children and their nominal weights, relative, none negative, not all 0."""

    code: str
    children: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Variation:
    """What varies and how far: an assumption of ours, not of the method.

    `indicators`: those that weigh something, in the order of the settings' columns. `aggregation`: the nominal one of
    `aggregations`.
    `weight_reach`: 90 % of the weights of an average child lie within this share of nominal. `goalpost_reach`: the
    share of the span between floor and target by which either moves at most.
    """

    groups: tuple[Group, ...]
    indicators: tuple[str, ...]
    aggregation: str = "geometric"
    aggregations: tuple[str, ...] = AGGREGATIONS
    weight_reach: float = 0.25
    goalpost_reach: float = 0.10

    @property
    def columns(self) -> tuple[int, ...]:
        """How many numbers between 0 and 1 each of `FACTORS` takes."""
        return sum(len(group.children) for group in self.groups), 1, 2 * len(self.indicators), 1


@dataclass(frozen=True)
class Settings:
    """Variants of a method, one a run.

    `weights`: by group, runs x children, adding up to 1. `aggregation`: runs, places in `Variation.aggregations`, for
    the index.
    `floors`, `targets`: runs x indicators, by which share of (target - floor) that goalpost moves, on the scale on
    which points are linear. `dropped`: runs, the place of the indicator that is left out, -1 for none.
    """

    weights: dict[str, Array]
    aggregation: Integers
    floors: Array
    targets: Array
    dropped: Integers

    @property
    def runs(self) -> int:
        """How many variants there are."""
        return len(self.dropped)


def nominal(variation: Variation, runs: int = 1) -> Settings:
    """The method itself, so many times."""
    weights = {}
    for group in variation.groups:
        shares = np.array(group.weights, dtype=float) / sum(group.weights)
        weights[group.code] = np.tile(shares, (runs, 1))
    still = np.zeros((runs, len(variation.indicators)))
    chosen = np.full(runs, variation.aggregations.index(variation.aggregation), dtype=np.int64)
    return Settings(weights, chosen, still, still, np.full(runs, -1, dtype=np.int64))


def vary(variation: Variation, uniform: Array) -> Settings:
    """The variants at points of the unit cube (runs x sum of `columns`): weights Dirichlet around the nominal ones,
    aggregations and the indicator left out (or none) equally likely, each goalpost uniform within its reach."""
    weighing, choosing, placing, dropping = np.split(uniform, np.cumsum(variation.columns)[:-1], axis=1)
    weights, begun = {}, 0
    for group in variation.groups:
        columns = weighing[:, begun : begun + len(group.children)]
        begun += len(group.children)
        weights[group.code] = _dirichlet(group, columns, variation.weight_reach)
    floors, targets = np.split(variation.goalpost_reach * (2 * placing - 1), 2, axis=1)
    kinds, count = len(variation.aggregations), len(variation.indicators)
    chosen = np.minimum((choosing[:, 0] * kinds).astype(np.int64), kinds - 1)
    dropped = np.minimum((dropping[:, 0] * (count + 1)).astype(np.int64), count) - 1
    return Settings(weights, chosen, floors, targets, dropped)


def _dirichlet(group: Group, uniform: Array, reach: float) -> Array:
    """Weights adding up to 1 whose mean is nominal; a weight of 0 stays 0.

    The concentration gives a child of mean weight 1 / k a standard deviation of reach / 1.645 of that weight.
    """
    shares = np.array(group.weights, dtype=float) / sum(group.weights)
    weighing = shares > 0
    if reach <= 0 or weighing.sum() < 2:
        return np.tile(shares, (len(uniform), 1))
    concentration = (weighing.sum() - 1) * (_NORMAL_90 / reach) ** 2 - 1
    drawn = np.zeros_like(uniform)
    drawn[:, weighing] = special.gammaincinv(concentration * shares[weighing], uniform[:, weighing])
    return drawn / drawn.sum(axis=1, keepdims=True)
