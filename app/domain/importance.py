"""What a pillar or indicator does to the index, beside what its weight says: importance is not weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.domain import explain
from app.domain.association import Figure, Lack, covariance_share, pearson
from app.domain.combining import tree_of
from app.domain.engine import Scores
from app.domain.index import AnyIndex
from app.domain.means import Floats


@dataclass(frozen=True)
class Importance:
    """`nominal`: its share of the index by weight (0-1). `correlation`: of its score with the index. `share`: how much
    of the index's variance it brings: covariance of its contribution with the index, over the index's variance. The
    shares of all pillars sum to 1, and so do those of all indicators.
    """

    code: str
    level: str
    nominal: float
    correlation: Figure
    share: Figure


def importances(index: AnyIndex, scores: Scores, columns: Mapping[str, Floats]) -> tuple[Importance, ...]:
    """For each node under the index and each weighing indicator, from the top down; `columns`: their scores.

    Source: `scoring.md` 4.
    """
    root = columns[index.root.code]
    carried = _carried(index, scores)
    places = [(node.code, node.level) for node in index.depth_first if node is not index.root]
    places += [(leaf.code, "indicator") for leaf in index.indicators]
    return tuple(
        Importance(
            code=code,
            level=level,
            nominal=index.weights[code],
            correlation=_scored(pearson(columns[code], root), root),
            share=_scored(covariance_share(carried[code], root), root),
        )
        for code, level in places
        if index.weights[code] > 0
    )


def _scored(figure: Figure, root: Floats) -> Figure:
    """Where no unit has an index at all, that is the reason."""
    return Figure(None, 0, Lack.NO_SCORE) if np.isnan(root).all() else figure


def _carried(index: AnyIndex, scores: Scores) -> Mapping[str, Floats]:
    """The points of the index that each place carries, unit by unit; NaN where the index has no score."""
    root = scores.columns[index.root.code].score
    found = {code: np.full(root.shape, np.nan) for code in index.weights}
    for at in np.flatnonzero(~np.isnan(root)):
        parts = explain.contributions(index, tree_of(index, scores, int(at)))
        for code in found:
            found[code][at] = parts.total.get(code, 0.0) if parts else np.nan
    return found
