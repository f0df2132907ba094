"""An index under other choices of its method: what `app/domain/sensitivity.py` asks of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.domain.engine import Scores, redraw
from app.domain.index import AnyIndex
from app.domain.means import Floats, Mean
from app.domain.normalising import Points
from app.domain.variations import AGGREGATIONS, POWER, Group, Settings, Variation

_RUNS = 512
_ZEROS = 0.01
"""Floor shift of a geometric alternative where the method has none: no points would wipe out the index."""


def variation_of(index: AnyIndex) -> Variation:
    """What can vary in this index: the weights of every node's children, the index's mean, goalposts, indicators."""
    kind = index.root.aggregation
    groups = []
    for node in index.depth_first:
        children = [(code, weight) for code, weight in index.children(node.code) if weight > 0]
        groups.append(Group(node.code, tuple(code for code, _ in children), tuple(w for _, w in children)))
    weighing = tuple(leaf.code for leaf in index.indicators if index.weights[leaf.code] > 0)
    known = AGGREGATIONS if kind in AGGREGATIONS else (kind, *AGGREGATIONS)
    return Variation(tuple(groups), weighing, aggregation=kind, aggregations=known)


@dataclass(frozen=True)
class Varied:
    """Evaluates settings for the units of one table; `uncut`: points before they were cut to their range."""

    index: AnyIndex
    variation: Variation
    points: Mapping[str, Floats]
    uncut: Mapping[str, Floats]
    nominal: Scores

    def __call__(self, settings: Settings) -> Floats:
        """The index of every unit in every run (runs x units), NaN where it has none."""
        units = len(self.nominal.columns[self.index.root.code].score)
        found = np.full((settings.runs, units), np.nan)
        for place, kind in enumerate(self.variation.aggregations):
            chosen = np.flatnonzero(settings.aggregation == place)
            for begun in range(0, len(chosen), _RUNS):
                rows = chosen[begun : begun + _RUNS]
                found[rows] = self._some(settings, rows, self._mean(kind))
        return found

    def _mean(self, kind: str) -> Mean:
        own = self.index.means[self.index.root.code]
        if kind == own.kind:
            return own
        return replace(own, kind=kind, power=POWER if kind == "power" else 1.0, shift=own.shift or _ZEROS)

    def _some(self, settings: Settings, rows: Any, mean: Mean) -> Floats:
        root = self.index.root.code
        weights = {
            child: settings.weights[group.code][rows, at : at + 1]
            for group in self.variation.groups
            for at, child in enumerate(group.children)
        }
        points = dict(self.points)
        for at, code in enumerate(self.variation.indicators):
            weights[code] = weights[code] * (settings.dropped[rows] != at)[:, None]
            points[code] = self._moved(code, settings.floors[rows, at][:, None], settings.targets[rows, at][:, None])
        return redraw(self.index, points, self.nominal, weights, {root: mean})[root]

    def _moved(self, code: str, floors: Floats, targets: Floats) -> Floats:
        """Points with the goalposts moved by these shares of their span."""
        leaf = self.index.indicator(code)
        if leaf.normalisation != "goalposts":
            return self.points[code]
        width = leaf.high - leaf.low
        moved = leaf.low + width * ((self.uncut[code] - leaf.low) / width - floors) / (1 + targets - floors)
        moved = np.where(np.isnan(self.points[code]), np.nan, moved)
        return moved if leaf.outside == "keep" else np.clip(moved, leaf.low, leaf.high)


def varied(index: AnyIndex, points: Mapping[str, Points], nominal: Scores) -> Varied:
    """The evaluator of a table whose points and scores are known."""
    values = {code: found.values for code, found in points.items()}
    uncut = {code: np.where(np.isnan(found.values), np.nan, found.steps[1]) for code, found in points.items()}
    return Varied(index, variation_of(index), values, uncut, nominal)
