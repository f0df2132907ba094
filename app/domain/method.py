"""The method: which indicators there are, how each becomes points, and how points become an index.

A method is data with a version (`app/handbook/v1.toml`). `app/domain/method_parsing.py` builds it and refuses what is
inconsistent. Nothing here knows a particular pillar: any tree of nodes over any indicators is a method.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.domain.members import Names

ASSUMPTION = "assumption"


class MethodError(ValueError):
    """A method file that contradicts itself; the text names the place."""


@dataclass(frozen=True)
class Formula:
    """How an indicator is computed from what members report.

    `kind`: `share` (100 x numerator / denominator), `quantile` (`measure`), `spread` (`measure` minus `minus`),
    `checklist` (100 x yes / applicable of `items`), `counts` (100 x numerator / denominator of checklist counts),
    `external` (a published value, `measure` names it), `disruption_days`, `notified_share`. `cap`: a share above
    100 counts as 100.
    """

    kind: str
    numerator: str = ""
    denominator: str = ""
    measure: str = ""
    minus: str = ""
    cap: bool = False
    items: tuple[str, ...] = ()

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of the figure datasets that it reads, in order."""
        if self.kind in {"share", "quantile", "spread"}:
            return tuple(name for name in (self.numerator, self.denominator, self.measure, self.minus) if name)
        return ()


@dataclass(frozen=True)
class Indicator:
    """One indicator with its goalposts: `floor` gives 0 points, `target` 100; both in `unit`.

    `weight` is relative to its siblings; 0 means shown, not scored. `fresh_quarters`: for so many quarters a value
    counts as fresh; `carry_quarters`: so many quarters it may be carried. `nothing_to_measure`: whether 0 of 0
    `drops` the indicator from what is owed or is `no_data`. A source is a key of the method's sources or `assumption`;
    `target_after` and `floor_after` name the source that an assumption follows.
    """

    code: str
    names: Names
    node: str
    unit: str
    formula: Formula
    target: float
    floor: float
    target_source: str
    floor_source: str
    definition: Names
    why: Names
    weight: float
    owner: str
    reviewed: date
    nothing_to_measure: str = "no_data"
    fresh_quarters: int = 1
    carry_quarters: int = 2
    scale: str = "linear"
    target_after: str = ""
    floor_after: str = ""

    @property
    def direction(self) -> str:
        """`higher` or `lower`, whichever is better."""
        return "lower" if self.floor > self.target else "higher"

    @property
    def numerator(self) -> str | None:
        return self.formula.numerator or None

    @property
    def denominator(self) -> str | None:
        return self.formula.denominator or None

    @property
    def measures(self) -> tuple[str, ...]:
        return self.formula.measures


@dataclass(frozen=True)
class Node:
    """A place of the tree. `level`: `index`, `pillar`, `node`, or `aside` (shown beside the index, not part of it).

    `aggregation`: how its children combine, `arithmetic` or `geometric` (with y = 1 + 0.99 s). `least_coverage`: the
    share of its underlying weight that must be there. `mandatory`: indicators without which it has no score.
    """

    code: str
    names: Names
    level: str
    parent: str | None
    weight: float
    aggregation: str
    least_coverage: float
    mandatory: tuple[str, ...] = ()
    definition: Names | None = None


@dataclass(frozen=True)
class Rules:
    """The numbers of the method that belong to no indicator (`scoring.md` section 4, rulings 7 to 9)."""

    small_n: float
    decimals: int
    provisional_missing: int
    provisional_weight: float
    freshness: tuple[float, ...]
    grades: tuple[tuple[str, float], ...]
    level_width: float
    levels: int
    confidence_z: float


@dataclass(frozen=True)
class Scale:
    """A risk scale: `zero` gives 0 (no risk), `ten` gives 10."""

    zero: float
    ten: float
    source: str


@dataclass(frozen=True)
class RiskRules:
    """The constants of the risk index: floor under each dimension, class limits, and one scale for each part."""

    floor: float
    classes: tuple[float, ...]
    classes_source: str
    scales: tuple[tuple[str, Scale], ...]
    least_volume: float


@dataclass(frozen=True)
class Method:
    """One immutable method: its tree, its indicators and its rules. `hash` is that of the file's bytes."""

    version: str
    hash: str
    cycle: str
    names: Names
    text: Names
    sources: tuple[tuple[str, str], ...]
    rules: Rules
    risk: RiskRules
    nodes: tuple[Node, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def root(self) -> Node:
        return next(node for node in self.nodes if node.level == "index")

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
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

    def indicator(self, code: str) -> Indicator:
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

    def under(self, code: str) -> tuple[Indicator, ...]:
        """The indicators under a node, however deep, in the order of the file."""
        codes = {code}
        for node in self.depth_first:
            if node.parent in codes:
                codes.add(node.code)
        return tuple(indicator for indicator in self.indicators if indicator.node in codes)
