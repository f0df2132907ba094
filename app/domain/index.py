"""A composite indicator: a tree of nodes over indicators, whatever it is about. Format: docs/method-files.md."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from app.domain.means import Mean
from app.domain.members import Names

NORMALISATIONS = ("goalposts", "min-max", "z-score", "percentile-rank", "none")


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """How the raw values of one indicator become points.

    `low` and `high`: the range of its points (of `z-score`: mean and mean plus one deviation, unused as bounds).
    `floor` and `target`: raw values that give `low` and `high`, NaN unless the normalisation is `goalposts`.
    `outside`: what becomes of points beyond the range: `clip`, `keep` or `refuse`.
    """

    code: str
    node: str
    weight: float = 1.0
    normalisation: str = "goalposts"
    floor: float = math.nan
    target: float = math.nan
    scale: str = "linear"
    better: str = "higher"
    low: float = 0.0
    high: float = 100.0
    centre: float = 0.0
    spread: float = 1.0
    outside: str = "clip"

    @property
    def direction(self) -> str:
        """`higher` or `lower`, whichever is better; goalposts say it themselves."""
        if self.normalisation == "goalposts":
            return "lower" if self.floor > self.target else "higher"
        return self.better

    @property
    def bounded(self) -> bool:
        """Whether points lie between `low` and `high` whatever the data are."""
        return self.normalisation != "z-score" and (
            self.outside != "keep" or self.normalisation in {"min-max", "percentile-rank"}
        )


@dataclass(frozen=True, kw_only=True)
class Node:
    """A place of the tree. `level`: `index`, `pillar`, `node`, or `aside` (shown beside the index, not part of it).

    `aggregation`, `power`, `shift`: how its children combine (`app/domain/means.py`). `least_coverage`: the share of
    its underlying weight that must be there. `mandatory`: what must have a score under it. `decimals`: of its published
    value, None for full precision.
    """

    code: str
    names: Names
    level: str = "node"
    parent: str | None = None
    weight: float = 1.0
    aggregation: str = "arithmetic"
    power: float = 1.0
    shift: float = 0.0
    least_coverage: float = 0.0
    mandatory: tuple[str, ...] = ()
    decimals: int | None = None
    definition: Names | None = None


@dataclass(frozen=True, kw_only=True)
class IndexRules:
    """What holds for a whole index. `provisional_missing` None: the index follows its own coverage rule alone."""

    low: float = 0.0
    high: float = 100.0
    over: str = "table"
    decimals: int | None = None
    rounding: str = "published"
    rank_by: str = "published"
    rank_first: str = "high"
    ties: str = "min"
    provisional_missing: int | None = None
    provisional_weight: float = 0.0
    classes: tuple[tuple[str, float], ...] = ()


L = TypeVar("L", bound=Leaf)
R = TypeVar("R", bound=IndexRules)


@dataclass(frozen=True, kw_only=True)
class Index(Generic[L, R]):
    """One immutable index. `hash` is that of its file's bytes."""

    version: str
    hash: str
    rules: R
    nodes: tuple[Node, ...]
    indicators: tuple[L, ...]

    @cached_property
    def root(self) -> Node:
        return next(node for node in self.nodes if node.level == "index")

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes}

    @cached_property
    def _indicators(self) -> dict[str, L]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def _children(self) -> dict[str, tuple[tuple[str, float], ...]]:
        found: dict[str, list[tuple[str, float]]] = {node.code: [] for node in self.nodes}
        for node in self.nodes:
            if node.parent is not None:
                found[node.parent].append((node.code, node.weight))
        for indicator in self.indicators:
            found[indicator.node].append((indicator.code, indicator.weight))
        return {code: tuple(children) for code, children in found.items()}

    def node(self, code: str) -> Node:
        """The node; KeyError when there is none."""
        return self._nodes[code]

    def indicator(self, code: str) -> L:
        """The indicator; KeyError when there is none."""
        return self._indicators[code]

    def is_node(self, code: str) -> bool:
        return code in self._nodes

    def children(self, code: str) -> tuple[tuple[str, float], ...]:
        """The children of a node, nodes and indicators, each with its weight as written."""
        return self._children[code]

    @cached_property
    def pillars(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.level == "pillar")

    @cached_property
    def depth_first(self) -> tuple[Node, ...]:
        """The nodes of the index from its root down, parents before children, in the order of the file."""

        def walk(code: str) -> list[Node]:
            below = [node for child, _ in self.children(code) if self.is_node(child) for node in walk(child)]
            return [self.node(code), *below]

        return tuple(walk(self.root.code))

    @cached_property
    def weights(self) -> dict[str, float]:
        """For each node and indicator its share of the index if everything is present (0-1); 0 beside the index."""
        shares = {node.code: 0.0 for node in self.nodes} | {indicator.code: 0.0 for indicator in self.indicators}
        shares[self.root.code] = 1.0
        for node in self.depth_first:
            total = sum(weight for _, weight in self.children(node.code))
            for child, weight in self.children(node.code):
                shares[child] = shares[node.code] * weight / total
        return shares

    @cached_property
    def means(self) -> dict[str, Mean]:
        """How each node combines its children."""
        rules = self.rules
        return {n.code: Mean(n.aggregation, rules.low, rules.high, n.power, n.shift) for n in self.nodes}

    @cached_property
    def heights(self) -> dict[str, int]:
        """1 for an indicator, one more than the highest child for a node."""
        found = {indicator.code: 1 for indicator in self.indicators}
        for node in reversed(self.depth_first):
            found[node.code] = 1 + max(found[child] for child, _ in self.children(node.code))
        return found

    @cached_property
    def bounded(self) -> frozenset[str]:
        """The nodes and indicators whose scores lie in the index's range whatever the data are."""
        low, high = self.rules.low, self.rules.high
        found = {i.code for i in self.indicators if i.bounded and i.low >= low and i.high <= high}
        for node in reversed(self.depth_first):
            if all(child in found for child, weight in self.children(node.code) if weight):
                found.add(node.code)
        return frozenset(found)

    def decimals(self, code: str) -> int | None:
        """The decimals of a published value; None for full precision."""
        if code not in self._nodes:
            return None
        own = self._nodes[code].decimals
        return self.rules.decimals if own is None and code == self.root.code else own

    def under(self, code: str) -> tuple[L, ...]:
        """The indicators under a node, however deep, in the order of the file."""
        codes = {code}
        for node in self.depth_first:
            if node.parent in codes:
                codes.add(node.code)
        return tuple(indicator for indicator in self.indicators if indicator.node in codes)


AnyIndex = Index[Any, Any]
"""An index of whatever indicators and rules."""
