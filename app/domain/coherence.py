"""Whether what stands under one node measures one thing: correlations and alpha inside pillars and nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from app.domain.association import Figure, alpha, pearson, spearman
from app.domain.index import AnyIndex
from app.domain.means import Floats

ALIKE = 0.92
"""Above it two columns say nearly the same (assumption, after the practice of statistical audits by the JRC)."""
AGAINST = -0.4
"""Below it two columns pull in opposite directions (assumption, after the same practice)."""
COHERENT = 0.7
"""The alpha from which items are taken to measure one thing (Nunnally 1978, as the OECD/JRC Handbook 2008 cites it)."""


@dataclass(frozen=True)
class Pair:
    """Two indicators or nodes. `node`: the lowest node over both. `flag`: `alike`, `against`, or None."""

    node: str
    left: str
    right: str
    pearson: Figure
    spearman: Figure
    flag: str | None = None


@dataclass(frozen=True)
class Consistency:
    """Cronbach's alpha of the weighing children of a node."""

    node: str
    items: tuple[str, ...]
    alpha: Figure


def pairs(index: AnyIndex, columns: Mapping[str, Floats]) -> tuple[Pair, ...]:
    """All pairs of siblings, and below the index all pairs of indicators of one pillar, node by node."""
    return tuple(_pair(node, left, right, columns) for node, left, right in _together(index))


def consistencies(index: AnyIndex, columns: Mapping[str, Floats]) -> tuple[Consistency, ...]:
    """One for each node of the index, from its root down."""
    found = []
    for node in index.depth_first:
        items = tuple(child for child, weight in index.children(node.code) if weight > 0)
        found.append(Consistency(node.code, items, alpha([columns[item] for item in items])))
    return tuple(found)


def _together(index: AnyIndex) -> Iterator[tuple[str, str, str]]:
    """(lowest node over both, left, right) in the order of the tree."""
    for node in index.depth_first:
        branches = [_branch(index, child, deep=node is not index.root) for child, _ in index.children(node.code)]
        for one, other in combinations(branches, 2):
            yield node.code, one[0], other[0]
            if index.is_node(one[0]) or index.is_node(other[0]):
                yield from ((node.code, left, right) for left in _leaves(index, one) for right in _leaves(index, other))


def _branch(index: AnyIndex, child: str, *, deep: bool) -> list[str]:
    """A child, and where `deep` the indicators under it."""
    return [child, *(leaf.code for leaf in index.under(child))] if deep and index.is_node(child) else [child]


def _leaves(index: AnyIndex, branch: list[str]) -> list[str]:
    return [code for code in branch if not index.is_node(code)]


def _pair(node: str, left: str, right: str, columns: Mapping[str, Floats]) -> Pair:
    r = pearson(columns[left], columns[right])
    flag = None
    if r.value is not None:
        flag = "alike" if r.value > ALIKE else "against" if r.value < AGAINST else None
    return Pair(node, left, right, r, spearman(columns[left], columns[right]), flag)
