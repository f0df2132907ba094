"""Members at one quarter: what their indicators read, with what was carried into it, and their trees of scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.aggregate import Readings, carried
from app.domain.combining import Input, Tree, scores_of, tree_of
from app.domain.editions import Measured
from app.domain.engine import Scores
from app.domain.levels import is_owed, points_of_all, quality_of
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.readings import Reading


@dataclass(frozen=True)
class Moment:
    """One member at one quarter: what its indicators read, and the tree of scores."""

    read: Mapping[str, Reading]
    points: Mapping[str, tuple[Measured, str | None]]
    tree: Tree


def moments(members: list[str], quarter: Quarter, read: Readings, method: Method) -> tuple[dict[str, Moment], Scores]:
    """The members at that quarter from what all quarters read, and the table of scores that their trees come from."""
    own: dict[str, dict[str, Reading]] = {member: {} for member in members}
    points: dict[str, dict[str, tuple[Measured, str | None]]] = {member: {} for member in members}
    inputs: dict[str, dict[str, Input]] = {member: {} for member in members}
    for i in method.indicators:
        found = [carried(read[i.code], i, member, quarter) for member in members]
        scored = points_of_all([reading.value for reading in found], i)
        for member, reading, score in zip(members, found, scored, strict=True):
            own[member][i.code], points[member][i.code] = reading, score
            inputs[member][i.code] = Input(score[0], quality_of(reading, i, method.rules), is_owed(i, reading.value))
    scores = scores_of(method, [inputs[member] for member in members])
    trees = (tree_of(method, scores, at) for at in range(len(members)))
    return {m: Moment(own[m], points[m], tree) for m, tree in zip(members, trees, strict=True)}, scores
