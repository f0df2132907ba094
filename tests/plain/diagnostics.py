"""Diagnostics of a method the slow, obvious way: loops and the standard library's statistics.

`method` is a parsed method file whose indicators are already points; `rows` are dictionaries of points, None where
missing. A figure is (number or None, how many units it rests on, why there is none).
"""

import math
import statistics

from plain.index_scores import RULES, half_up, mean, rank_of, score_table


def pearson(xs, ys):
    both = [(x, y) for x, y in zip(xs, ys, strict=True) if x is not None and y is not None]
    if len(both) < 5:
        return None, len(both), "TOO_FEW_UNITS"
    left, right = [x for x, _ in both], [y for _, y in both]
    if flat(left) or flat(right):
        return None, len(both), "CONSTANT"
    return statistics.correlation(left, right), len(both), None


def spearman(xs, ys):
    both = [(x, y) for x, y in zip(xs, ys, strict=True) if x is not None and y is not None]
    left, right = [x for x, _ in both], [y for _, y in both]
    return pearson([rank_of(x, left, "average") for x in left], [rank_of(y, right, "average") for y in right])


def alpha(columns):
    if len(columns) < 2:
        return None, 0, "ONE_ITEM"
    cases = [case for case in zip(*columns, strict=True) if None not in case]
    if len(cases) < 5:
        return None, len(cases), "TOO_FEW_UNITS"
    sums = [math.fsum(case) for case in cases]
    if flat(sums):
        return None, len(cases), "CONSTANT"
    k = len(columns)
    items = math.fsum(statistics.variance(item) for item in zip(*cases, strict=True))
    return k / (k - 1) * (1 - items / statistics.variance(sums)), len(cases), None


def variance_share(parts, whole):
    both = [(p, w) for p, w in zip(parts, whole, strict=True) if p is not None and w is not None]
    if len(both) < 5:
        return None, len(both), "TOO_FEW_UNITS"
    left, right = [p for p, _ in both], [w for _, w in both]
    if flat(right):
        return None, len(both), "CONSTANT"
    return statistics.covariance(left, right) / statistics.variance(right), len(both), None


def flat(values):
    return max(values) - min(values) <= 1e-12 * (max(abs(v) for v in values) or 1)


class Plain:
    """One method and table. `scores[code]`: a column of numbers or None for each node and indicator."""

    def __init__(self, method, rows):
        self.method, self.rows = method, rows
        self.rules = RULES | method.get("rules", {})
        self.parents = {one["code"]: one.get("parent", one.get("node")) for one in self.entries()}
        self.weights = {one["code"]: one.get("weight", 1) for one in self.entries()}
        self.nodes = {node["code"]: node for node in method["node"]}
        self.root = next(code for code, node in self.nodes.items() if "parent" not in node)
        texts = [{"unit": str(at)} | {c: "" if v is None else repr(v) for c, v in row.items()}
                 for at, row in enumerate(rows)]  # fmt: skip
        self.scores = {one["code"]: [None] * len(rows) for one in self.entries()}
        self.ranked = [False] * len(rows)
        # The mean as it is before anything is published, so that shifts are not those of rounding.
        for result in score_table(method, texts):
            self.scores[result["code"]][int(result["unit"])] = result["value"]
            if result["code"] == self.root:
                self.ranked[int(result["unit"])] = result["rank"] is not None
        for at in range(len(rows)):
            self.scores[self.root][at] = self.score(self.root, at, None)

    def entries(self):
        return [*self.method["node"], *self.method["indicator"]]

    def children(self, code):
        return [child for child, parent in self.parents.items() if parent == code]

    def leaves(self, code):
        if code not in self.nodes:
            return [code]
        return [leaf for child in self.children(code) for leaf in self.leaves(child)]

    def score(self, code, at, dropped):
        """With one indicator left out, and nobody gaining a score by it."""
        if code not in self.nodes:
            return None if code == dropped else self.rows[at].get(code)
        if self.scores[code][at] is None:
            return None
        parts = [(self.weights[child], self.score(child, at, dropped)) for child in self.children(code)]
        parts = [(w, s) for w, s in parts if w > 0 and s is not None]
        return mean(self.nodes[code], self.rules, parts) if parts else None

    def nominal(self, code):
        if code == self.root:
            return 1.0
        parent = self.parents[code]
        total = sum(self.weights[child] for child in self.children(parent))
        return self.nominal(parent) * self.weights[code] / total

    def pairs(self):
        """{(left, right) in alphabetical order: (lowest node over both, Pearson, Spearman)}"""
        found, codes = {}, sorted(self.parents)
        for left in codes:
            for right in codes:
                if left >= right or self.root in (left, right):
                    continue
                siblings = self.parents[left] == self.parents[right]
                leaves = left not in self.nodes and right not in self.nodes
                node = self.lowest_over(left, right)
                if siblings or (leaves and node != self.root):
                    xs, ys = self.scores[left], self.scores[right]
                    found[left, right] = node, pearson(xs, ys), spearman(xs, ys)
        return found

    def lowest_over(self, left, right):
        above = []
        while left is not None:
            left = self.parents[left]
            above.append(left)
        while right not in above:
            right = self.parents[right]
        return right

    def alphas(self):
        return {
            code: alpha([self.scores[c] for c in self.children(code) if self.weights[c] > 0]) for code in self.nodes
        }

    def carried(self, code, at):
        """The points that a place carries: down from the index, each child by how far it lifts its parent's f."""
        if self.scores[self.root][at] is None:
            return None
        if code == self.root:
            return self.scores[code][at] - self.rules["range"][0]
        parent = self.parents[code]
        above, own = self.scores[parent][at], self.scores[code][at]
        if above is None or own is None or self.weights[code] == 0:
            return 0.0
        there = sum(self.weights[c] for c in self.children(parent) if self.scores[c][at] is not None)
        low = self.rules["range"][0]
        rise = self.bend(parent, own) - self.bend(parent, low)
        share = self.weights[code] / there * rise / (self.bend(parent, above) - self.bend(parent, low))
        return self.carried(parent, at) * share

    def bend(self, code, score):
        node, (low, high) = self.nodes[code], self.rules["range"]
        kind = node.get("aggregation", "arithmetic")
        if kind == "arithmetic":
            return score
        e = node.get("floor_shift", 0.1 if kind == "worst-dominates" else 0)
        way = high - score if kind == "worst-dominates" else score - low
        y = e * (high - low) + (1 - e) * way if e or kind == "worst-dominates" else score
        return {"power": lambda: y ** node.get("power", 1), "harmonic": lambda: 1 / y}.get(kind, lambda: math.log(y))()

    def importances(self):
        index = self.scores[self.root]
        found = {}
        for code in self.parents:
            if code == self.root or self.nominal(code) == 0:
                continue
            parts = [self.carried(code, at) for at in range(len(self.rows))]
            figures = pearson(self.scores[code], index), variance_share(parts, index)
            none = all(value is None for value in index)
            found[code] = (self.nominal(code), *([(None, 0, "NO_SCORE")] * 2 if none else figures))
        return found

    def drops(self):
        """{code: (mean, largest of the score shifts, of the rank shifts, units compared twice, units lost)}"""
        found, before = {}, self.scores[self.root]
        for code in (one["code"] for one in self.method["indicator"]):
            if self.nominal(code) == 0:
                continue
            after = [self.score(self.root, at, code) for at in range(len(self.rows))]
            both = [at for at in range(len(self.rows)) if before[at] is not None and after[at] is not None]
            ranked = [at for at in both if self.ranked[at]]
            moved = [after[at] - before[at] for at in both]
            old, new = self.places([before[at] for at in ranked]), self.places([after[at] for at in ranked])
            shifts = [b - a for a, b in zip(old, new, strict=True)]
            lost = sum(1 for at in range(len(self.rows)) if before[at] is not None and after[at] is None)
            found[code] = (*size(moved), *size(shifts), len(both), len(ranked), lost)
        return found

    def places(self, values):
        if self.rules["rank"] == "published":
            decimals = self.nodes[self.root].get("decimals", self.rules["decimals"])
            values = [half_up(value, decimals) for value in values]
        if self.rules["rank_first"] == "high":
            values = [-value for value in values]
        return [rank_of(value, values, self.rules["ties"]) for value in values]


def size(shifts):
    """Mean and largest size of shifts."""
    sizes = [abs(shift) for shift in shifts]
    return (statistics.fmean(sizes), max(sizes)) if sizes else (None, None)
