"""Scoring done the slow, obvious way: loops over dictionaries, nothing shared with the engine but the method's numbers.

Written from docs/method.md alone, to be compared with `app.domain.scoring` on many random tables.
"""

import math
from decimal import ROUND_HALF_UP, Decimal

CARRIES = "NO_DATA"
STOCKS = {"items_open", "items_open_over_5_days"}
COUNT_BEHIND = {
    "dwell_hours_p50": "items_dwell_measured",
    "dwell_hours_p90": "items_dwell_measured",
    "delivery_days_p50": "items_delivery_time_measured",
    "delivery_days_p90": "items_delivery_time_measured",
}


def monthly_rows(evidence, member, quarter):
    """A row for each month and product in order: the month, its figures, and the n behind its quantiles."""
    rows = []
    for month in quarter.months:
        for product in ("", "ems", "letter", "parcel"):
            figures, behind = {}, {}
            for sums in evidence.months:
                if sums.member == member and sums.month == month and sums.product == product:
                    figures.update(sums.values)
                    behind.update(sums.n)
            rows.append((month, figures, behind))
    return rows


def ratio(numerator, denominator, cap):
    if denominator == 0:
        return (None, "NOTHING_TO_MEASURE") if numerator == 0 else (None, "NO_DENOMINATOR")
    if numerator > denominator and not cap:
        return None, "OUT_OF_RANGE"
    return min(100 * numerator / denominator, 100), None


def read(evidence, indicator, member, quarter):
    """(value, reason) of one indicator in one quarter, nothing carried."""
    formula = indicator.formula
    rows = monthly_rows(evidence, member, quarter)
    answers = [a for a in evidence.answers if a.member == member and a.quarter == quarter]
    ways = {
        "share": lambda: read_share(formula, rows),
        "quantile": lambda: read_whole(evidence, formula, rows, member, quarter) or read_quantile(formula, rows),
        "spread": lambda: read_whole(evidence, formula, rows, member, quarter) or read_quantile(formula, rows),
        "checklist": lambda: read_checklist(formula, answers),
        "counts": lambda: read_counts(formula, answers),
    }
    return ways[formula.kind]() if formula.kind in ways else (None, "NO_DATA")


def read_share(formula, rows):
    pairs, numerator_seen = [], False
    for month, figures, _ in rows:
        numerator_seen = numerator_seen or formula.numerator in figures
        if formula.numerator in figures and formula.denominator in figures:
            pairs.append((figures[formula.numerator], figures[formula.denominator], month))
    if not pairs:
        return (None, "NO_DENOMINATOR") if numerator_seen else (None, "NO_DATA")
    if formula.denominator in STOCKS:
        pairs = [pair for pair in pairs if pair[2] == pairs[-1][2]]
    return ratio(sum(p[0] for p in pairs), sum(p[1] for p in pairs), formula.cap)


def read_whole(evidence, formula, rows, member, quarter):
    """The quarter's own quantile, or the difference of two, where it is of just the months that report; else None."""
    names = [formula.measure] + ([formula.minus] if formula.minus else [])
    reporting = {month for month, figures, _ in rows if all(name in figures for name in names)}
    found = []
    for name in names:
        for own in evidence.quantiles:
            if (own.member, own.quarter, own.measure) == (member, quarter, name) and own.months == reporting:
                found.append(own.value)
    if len(found) < len(names):
        return None
    value = found[0] - sum(found[1:])
    return (value, None) if value >= 0 else (None, "OUT_OF_RANGE")


def read_quantile(formula, rows):
    found, counted = [], []
    for _, figures, behind in rows:
        if formula.measure in figures and (not formula.minus or formula.minus in figures):
            value = figures[formula.measure] - (figures[formula.minus] if formula.minus else 0)
            found.append((value, behind.get(formula.measure, 0)))
        if COUNT_BEHIND[formula.measure] in figures:
            counted.append(figures[COUNT_BEHIND[formula.measure]])
    if not found:
        return (None, "NOTHING_TO_MEASURE") if counted and sum(counted) == 0 else (None, "NO_DATA")
    n = sum(weight for _, weight in found)
    mean = sum(v * w for v, w in found) / n if n > 0 else sum(v for v, _ in found) / len(found)
    return (mean, None) if mean >= 0 else (None, "OUT_OF_RANGE")


def read_checklist(formula, answers):
    given = {a.item: a.answer for a in answers if a.item in formula.items and a.answer}
    if not given:
        return None, "NO_DATA"
    if 3 * len(given) < 2 * len(formula.items):
        return None, "BELOW_COVERAGE"
    yes, no = list(given.values()).count("yes"), list(given.values()).count("no")
    return (100 * yes / (yes + no), None) if yes + no else (None, "NOT_APPLICABLE")


def read_counts(formula, answers):
    given = {a.item: a.count for a in answers if a.count is not None}
    if formula.numerator not in given:
        return None, "NO_DATA"
    if formula.denominator not in given:
        return None, "NO_DENOMINATOR"
    return ratio(given[formula.numerator], given[formula.denominator], False)


def read_or_carry(evidence, indicator, member, quarter):
    """(value, reason, age)"""
    value, reason = read(evidence, indicator, member, quarter)
    if reason != CARRIES:
        return value, reason, 0
    for age in range(1, indicator.carry_quarters + 1):
        older, _ = read(evidence, indicator, member, quarter.back(age))
        if older is not None:
            return older, None, age
    return None, reason, 0


def to_points(value, indicator):
    share = (value - indicator.floor) / (indicator.target - indicator.floor)
    return 100 * max(0, min(1, share))


def average(kind, parts):
    """Weighted mean of (weight, value): the plain one, or the geometric one of 1 + 0.99 s taken back to 0-100."""
    total = sum(w for w, _ in parts)
    if kind == "arithmetic":
        return sum(w * v for w, v in parts) / total
    product = 1.0
    for w, v in parts:
        product *= (1 + 0.99 * v) ** (w / total)
    return (product - 1) / 0.99


def node_score(method, code, points, dropped):
    """{score, coverage, lower, upper, owed} of a node, from {indicator: points} and the set of dropped indicators."""
    node = method.node(code)
    children = []
    for child, weight in method.children(code):
        if weight == 0:
            continue
        if method.is_node(child):
            below = node_score(method, child, points, dropped)
        elif child in dropped:
            continue
        else:
            there = child in points
            below = {
                "score": points.get(child),
                "coverage": 1 if there else 0,
                "lower": points.get(child, 0),
                "upper": points.get(child, 100),
                "owed": True,
            }
        if below["owed"]:
            children.append((weight, below))
    if not children:
        return {"score": None, "coverage": 0, "lower": 0, "upper": 100, "owed": False}
    total = sum(w for w, _ in children)
    result = {
        "coverage": sum(w * c["coverage"] for w, c in children) / total,
        "lower": average(node.aggregation, [(w, c["lower"]) for w, c in children]),
        "upper": average(node.aggregation, [(w, c["upper"]) for w, c in children]),
        "owed": True,
        "score": None,
    }
    present = [(w, c["score"]) for w, c in children if c["score"] is not None]
    mandatory_there = all(m in points or m in dropped for m in node.mandatory)
    if present and mandatory_there and result["coverage"] >= node.least_coverage - 1e-9:
        result["score"] = average(node.aggregation, present)
        result["lower"] = min(result["lower"], result["score"])
        result["upper"] = max(result["upper"], result["score"])
    return result


def half_up(value, decimals):
    return float(Decimal(f"{value:.10f}").quantize(Decimal(10) ** -decimals, rounding=ROUND_HALF_UP))


def score_member(evidence, method, member):
    """Everything that the engine must agree on, for the evidence's quarter."""
    points, dropped, values = {}, set(), {}
    for indicator in method.indicators:
        value, reason, age = read_or_carry(evidence, indicator, member, evidence.quarter)
        values[indicator.code] = (value, reason, age)
        if value is not None:
            points[indicator.code] = to_points(value, indicator)
        elif reason == "NOTHING_TO_MEASURE" and indicator.nothing_to_measure == "drops":
            dropped.add(indicator.code)
    nodes = {node.code: node_score(method, node.code, points, dropped) for node in method.depth_first}
    root = method.root
    children = [(c, w) for c, w in method.children(root.code) if nodes[c]["owed"]]
    below = [(w, nodes[c]["score"]) for c, w in children]
    missing = sum(score is None for _, score in below)
    weight_left = sum(w for w, s in below if s is not None) / sum(w for w, _ in below)
    index, standing = nodes[root.code]["score"], "NOT_PUBLISHED"
    if index is not None and missing == 0:
        standing = "FINAL"
    elif index is not None and missing <= 1 and weight_left >= 0.75:
        standing = "PROVISIONAL"
    else:
        index = None
        # Bounds contain a score; where there is none they are those of what is missing at its worst and its best.
        for name in ("lower", "upper"):
            nodes[root.code][name] = average(root.aggregation, [(w, nodes[c][name]) for c, w in children])
    published = None if index is None else half_up(index, 1)
    level = None if published is None else min(10, 1 + math.floor(published / 10))
    return {
        "values": values,
        "nodes": nodes,
        "index": index,
        "published": published,
        "standing": standing,
        "level": level,
    }
