"""Whether nodes and indicators form one tree, with weights to divide by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.domain.entries import MethodError
from app.domain.index import Leaf, Node


def check_tree(nodes: tuple[Node, ...], indicators: tuple[Leaf, ...]) -> None:
    """MethodError names the entry that has no place, no children, no weight, or is its own ancestor."""
    entries: tuple[Node | Leaf, ...] = (*nodes, *indicators)
    codes = [entry.code for entry in entries]
    for code, times in Counter(codes).items():
        if times > 1:
            raise MethodError(f"{code}: two entries have this code")
    if [node.level for node in nodes].count("index") != 1:
        raise MethodError("tree: there must be exactly one index")
    parents = {node.code: node.parent for node in nodes} | {i.code: i.node for i in indicators}
    known = {node.code for node in nodes}
    for code, parent in parents.items():
        if parent is not None and parent not in known:
            raise MethodError(f"{code}: its parent {parent!r} is not a node")
    for code in codes:
        _ancestors(code, parents)
    weights = {entry.code: entry.weight for entry in entries}
    for node in nodes:
        _check_children(node, [code for code in codes if parents[code] == node.code], weights)
        for code in node.mandatory:
            if node.code not in _ancestors(code, parents) or not weights.get(code):
                raise MethodError(f"node {node.code}: mandatory {code} is not a weighing place under it")


def _check_children(node: Node, children: list[str], weights: Mapping[str, float]) -> None:
    if not children:
        raise MethodError(f"node {node.code}: it has no children")
    if node.level != "aside" and not sum(weights[child] for child in children) > 0:
        raise MethodError(f"node {node.code}: its children weigh nothing")


def _ancestors(code: str, parents: Mapping[str, str | None]) -> list[str]:
    found: list[str] = []
    parent = parents.get(code)
    while parent is not None:
        if parent in found:
            raise MethodError(f"node {parent}: it is its own ancestor")
        found.append(parent)
        parent = parents[parent]
    return found
