"""Every step from a raw value to a score, for an auditor: which number came from which, and how."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.actions.score_by_hand import in_order, numbers
from app.domain import explain
from app.domain.combining import tree_of
from app.domain.index import AnyIndex
from app.domain.tables import Scored

TRACE = (
    "unit", "period", "code", "parent", "how", "raw", "transformed", "floor", "target", "uncut", "clip",
    "unrounded", "published", "reason", "weight", "share", "carries", "costs", "class",
)  # fmt: skip
_CLIPS = {-1: "below", 0: "", 1: "above"}


def trace_rows(index: AnyIndex, scored: Scored) -> Iterator[tuple[str, ...]]:
    """The rows of TRACE.csv without its header: for each unit the places of the index, each above what is under it.

    `share`: the weight in its parent after what is missing was dropped. `carries`: points of the index that come
    through it; `costs`: points lost to the end of the range. Both sum over the children of the index.
    """
    codes = in_order(index)
    for at, (unit, period) in enumerate(zip(scored.table.units, scored.table.periods, strict=True)):
        tree = tree_of(index, scored.scores, at)
        carries, costs = explain.contributions(index, tree), explain.lost(index, tree)
        for code in codes:
            steps = _node(index, code, scored, at) if index.is_node(code) else _leaf(index, code, scored, at)
            parent, weight = _above(index, code)
            share = tree.places[parent].shares.get(code) if parent else 1.0
            parts = [None if part is None else part.total.get(code) for part in (carries, costs)]
            yield (unit, period, code, parent, *steps, _text(weight), _text(share), *map(_text, parts),
                   _class(index, scored, code, at))  # fmt: skip


def _above(index: AnyIndex, code: str) -> tuple[str, float]:
    if index.is_node(code):
        return index.node(code).parent or "", index.node(code).weight
    return index.indicator(code).node, index.indicator(code).weight


def _leaf(index: AnyIndex, code: str, scored: Scored, at: int) -> tuple[str, ...]:
    leaf, points = index.indicator(code), scored.points[code]
    raw = scored.table.columns[code][at] if code in scored.table.columns else np.nan
    reason = points.reasons[at]
    return (
        f"{leaf.normalisation} {leaf.direction} {leaf.scale} {leaf.outside}",
        *(_text(float(one)) for one in (raw, points.steps[0][at], leaf.floor, leaf.target, points.steps[1][at])),
        _CLIPS[int(points.clip[at])],
        *(_text(float(scored.scores.columns[code].score[at])) for _ in range(2)),
        "" if reason is None else str(reason),
    )


def _node(index: AnyIndex, code: str, scored: Scored, at: int) -> tuple[str, ...]:
    node, column = index.node(code), scored.scores.columns[code]
    reason = column.reasons[at]
    how = node.aggregation + (f" {node.power:g}" if node.aggregation == "power" else "")
    return (
        how + (f" floor_shift {node.shift:g}" if node.shift else ""),
        *[""] * 6,
        _text(float(column.score[at])),
        _text(float(scored.published[code][at])),
        "" if reason is None else str(reason),
    )


def _class(index: AnyIndex, scored: Scored, code: str, at: int) -> str:
    value = scored.published[code][at]
    reached = [name for name, least in index.rules.classes if value >= least]
    return reached[-1] if index.is_node(code) and reached else ""


def _text(value: float | None) -> str:
    return "" if value is None else numbers(np.array([value]))[0]
