"""What each member of a tree of means did to a change of the index, by trying every order: Shapley's and Owen's values.

A pillar counts as one player among its siblings; inside it the same holds for its children (Owen). Coverage rules are
left aside: what is missing drops out and the weights of the rest are renormalised.
"""

import math
from itertools import combinations

from plain.index_scores import RULES, mean

MOST_CHILDREN = 10


def shapley(players, worth):
    """{player: its mean marginal worth over all orders}; `worth` takes a frozenset of players."""
    players = list(players)
    parts = dict.fromkeys(players, 0.0)
    for player in players:
        for share, others in coalitions(player, players):
            parts[player] += share * (worth(others | {player}) - worth(others))
    return parts


def coalitions(player, players):
    """(share of the orders, those who come before the player)"""
    others = [one for one in players if one != player]
    n = len(players)
    for size in range(n):
        share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
        for before in combinations(others, size):
            yield share, frozenset(before)


def contributions(method, before, after, mean=mean):
    """{code: points of the change of the index that it made}, for all indicators and nodes.

    `before` and `after` hold the points of every indicator, None where missing. The parts of a node's children
    sum to the node's, those of the index to its change. `mean` is as in `index_scores`. ValueError where a mixture of
    before and after has no score.
    """
    tree = Tree(method, mean)
    parts = {}
    tree.split(tree.root, before, after, [(1.0, lambda value: value)], parts)
    return parts


class Tree:
    """The nodes of a method with the means they take."""

    def __init__(self, method, mean):
        self.mean = mean
        self.rules = RULES | method.get("rules", {})
        self.nodes = {node["code"]: node for node in method["node"]}
        self.root = next(node["code"] for node in method["node"] if "parent" not in node)
        self.weights, self.children = {}, {code: [] for code in self.nodes}
        indicators = [method.get("defaults", {}) | one for one in method["indicator"]]
        for one in (*method["node"], *indicators):
            self.weights[one["code"]] = one.get("weight", 1)
            parent = one.get("node") or one.get("parent")
            if parent and self.weights[one["code"]] > 0:
                self.children[parent].append(one["code"])

    def value(self, code, points):
        """The score of a node or the points of an indicator."""
        if code not in self.nodes:
            return points[code]
        return self.mix(code, {child: self.value(child, points) for child in self.children[code]})

    def mix(self, code, values):
        parts = [(self.weights[child], value) for child, value in values.items() if value is not None]
        return self.mean(self.nodes[code], self.rules, parts) if parts else None

    def split(self, code, before, after, games, parts):
        """Add the parts of a node and of all below it; a game is (its share, the index as a function of this node)."""
        old, new = self.value(code, before), self.value(code, after)
        parts[code] = sum(share * (sure(game(new)) - sure(game(old))) for share, game in games)
        children = self.children.get(code, [])
        if len(children) > MOST_CHILDREN:
            raise ValueError(f"{code} has more than {MOST_CHILDREN} children")
        olds = {child: self.value(child, before) for child in children}
        news = {child: self.value(child, after) for child in children}
        for child in children:
            inner = []
            for share, moved in coalitions(child, children):
                mixture = {one: news[one] if one in moved else olds[one] for one in children}
                for weight, game in games:
                    inner.append((weight * share, self.game(code, child, mixture, game)))
            self.split(child, before, after, inner, parts)

    def game(self, code, child, mixture, outer):
        return lambda value: outer(self.mix(code, mixture | {child: value}))


def sure(value):
    if value is None:
        raise ValueError("a mixture of before and after has no score")
    return value
