"""A composite indicator scored the slow, obvious way: loops over dictionaries, from the page on method files alone.

Sums and quotients are exact fractions, so that a disagreement with the engine is never the noise of this side.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from plain.index_points import points_of_column

COLUMNS = ("unit", "period", "code", "level", "value", "reason", "coverage", "lower", "upper", "rank")
RULES = {
    "range": [0, 100],
    "over": "table",
    "decimals": None,
    "rounding": "published",
    "rank": "published",
    "rank_first": "high",
    "ties": "min",
}
MANY_DIGITS = Context(prec=700)


def score_table(method, rows):
    """One dictionary per row of the data and code: nodes as the method lists them, then indicators."""
    rules = RULES | method.get("rules", {})
    indicators = [method.get("defaults", {}) | indicator for indicator in method["indicator"]]
    columns = {indicator["code"]: points_of_column(indicator, rules, rows) for indicator in indicators}
    root = next(node["code"] for node in method["node"] if "parent" not in node)
    table = []
    for place, row in enumerate(rows):
        results = {}
        for indicator in indicators:
            results[indicator["code"]] = indicator_result(columns[indicator["code"]], place)
        score_node(method, rules, indicators, root, results)
        for code in [one["code"] for one in (*method["node"], *indicators)]:
            table.append({"unit": row["unit"], "period": row.get("period") or "", "code": code} | results[code])
    give_ranks(table, rules)
    return [{column: result[column] for column in COLUMNS} for result in table]


def indicator_result(column, place):
    points, reason, worst, best = column[place]
    there = points is not None
    return {
        "level": 1,
        "value": points,
        "reason": reason,
        "coverage": 1.0 if there else 0.0,
        "lower": points if there else worst,
        "upper": points if there else best,
        "exact": points,
        "ranked": there,
    }


# From points to scores


def score_node(method, rules, indicators, code, results):
    """Put the result of a node and of every node below it into `results`."""
    node = next(one for one in method["node"] if one["code"] == code)
    children = []
    for child in method["node"]:
        if child.get("parent") == code:
            score_node(method, rules, indicators, child["code"], results)
            children.append((Fraction(child.get("weight", 1)), results[child["code"]]))
    for indicator in indicators:
        if indicator["node"] == code:
            children.append((Fraction(indicator.get("weight", 1)), results[indicator["code"]]))
    decimals = node.get("decimals", None if "parent" in node else rules["decimals"])
    counted = [(w, child) for w, child in children if w > 0]
    coverage = float(sum(w * Fraction(child["coverage"]) for w, child in counted) / sum(w for w, _ in counted))
    score, reason, ranked = score_or_reason(node, rules, counted, coverage, results)
    lower, upper = bounds(node, rules, counted, score)
    carried = rules["rounding"] == "carried"
    results[code] = {
        "level": 1 + max(child["level"] for _, child in children),
        "value": half_up(score, decimals),
        "reason": reason,
        "coverage": coverage,
        "lower": half_up(lower, decimals),
        "upper": half_up(upper, decimals),
        "exact": score,
        "ranked": ranked,
        "above": [half_up(one, decimals) if carried else one for one in (score, lower, upper)],
    }


def taken_up(child):
    """Score, lower and upper bound of a child as its parent takes them."""
    return child.get("above") or (child["value"], child["lower"], child["upper"])


def score_or_reason(node, rules, counted, coverage, results):
    """(score, reason, whether the unit is ranked)"""
    present = [(w, taken_up(child)[0]) for w, child in counted if taken_up(child)[0] is not None]
    reasons = {child["reason"] for _, child in counted}
    if not present:
        if len(reasons) == 1:
            return None, reasons.pop(), False
        return None, "BELOW_COVERAGE" if coverage > 0 else "NO_DATA", False
    missing = len(counted) - len(present)
    if "parent" not in node and ("provisional_missing" in rules or "provisional_weight" in rules):
        share = sum(w for w, _ in present) / sum(w for w, _ in counted)
        few = share < Fraction(rules.get("provisional_weight", 0)) - Fraction(1, 10**9)
        if missing > 0 and (few or missing > rules.get("provisional_missing", 0)):
            return None, "TOO_FEW_PILLARS", False
    else:
        missing = 0
        if coverage < node.get("least_coverage", 0) - 1e-9:
            return None, "BELOW_COVERAGE", False
        if any(results[code]["value"] is None for code in node.get("mandatory", [])):
            return None, "MANDATORY_MISSING", False
    score = mean(node, rules, present)
    return (None, "NON_POSITIVE", False) if score is None else (score, None, missing == 0)


def bounds(node, rules, counted, score):
    """The scores with the missing at the worst and the best end, widened where they would not contain the score."""
    known = [(w, taken_up(child)) for w, child in counted if taken_up(child)[1] is not None]
    if not known:
        return score, score
    lower = mean(node, rules, [(w, low) for w, (_, low, _) in known], limit=True)
    upper = mean(node, rules, [(w, high) for w, (_, _, high) in known], limit=True)
    return (lower, upper) if score is None else (min(lower, score), max(upper, score))


def mean(node, rules, parts, limit=False):
    """The mean of (weight, score); None where it has no value, or with `limit` its limit as y comes down to 0."""
    kind = node.get("aggregation", "arithmetic")
    total = sum(w for w, _ in parts)
    if kind == "arithmetic":
        return float(sum(w * Fraction(s) for w, s in parts) / total) + 0.0
    low, high = [Fraction(end) for end in rules["range"]]
    e = Fraction(node.get("floor_shift", 0.1 if kind == "worst-dominates" else 0))
    ys = []
    for w, s in parts:
        if kind == "worst-dominates":
            y = e * (high - low) + (1 - e) * (high - Fraction(s))
        else:
            y = e * (high - low) + (1 - e) * (Fraction(s) - low) if e else Fraction(s)
        ys.append((w, max(y, Fraction(0)) if limit else y))
    zero_allowed = kind == "product-root" or (kind == "power" and node["power"] > 0)
    if not limit and any(y < 0 or (y == 0 and not zero_allowed) for _, y in ys):
        return None
    m = mean_of_y(kind, node.get("power"), ys, total)
    # A mean lies between the least and the greatest of its values, whatever the noise of logarithms.
    m = max(min(y for _, y in ys), min(max(y for _, y in ys), m))
    if kind == "worst-dominates":
        return float(high - (m - e * (high - low)) / (1 - e)) + 0.0
    return float(low + (m - e * (high - low)) / (1 - e) if e else m) + 0.0


def mean_of_y(kind, power, ys, total):
    """The mean of (weight, y), all y 0 or more; a y of 0 gives 0 unless the power is above 0."""
    rising = kind == "power" and power > 0
    unit = max(y for _, y in ys) if rising else min(y for _, y in ys)
    if unit == 0:
        return Fraction(0)
    if kind == "harmonic":
        return total / sum(w / y for w, y in ys)
    if kind == "power":
        inner = sum(float(w / total) * float(y / unit if rising else unit / y) ** abs(power) for w, y in ys)
        return unit * Fraction(inner ** (1 / power))
    return Fraction(math.exp(math.fsum(float(w / total) * math.log(y) for w, y in ys)))


# Published values and ranks


def half_up(value, decimals):
    """Rounded half up away from 0, read to ten decimals first, so that binary noise decides no digit."""
    if value is None or decimals is None:
        return value
    read = Decimal(f"{value:.{max(10, decimals + 3)}f}")
    return float(read.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, MANY_DIGITS)) + 0.0


def give_ranks(table, rules):
    """Add to each result its rank among all units of its period that are ranked under the same code."""
    which = "exact" if rules["rank"] == "unrounded" else "value"
    sign = -1 if rules["rank_first"] == "high" else 1
    groups = {}
    for result in table:
        groups.setdefault((result["period"], result["code"]), []).append(result)
    for group in groups.values():
        values = [sign * result[which] for result in group if result["ranked"]]
        for result in group:
            result["rank"] = rank_of(sign * result[which], values, rules["ties"]) if result["ranked"] else None


def rank_of(mine, values, ties):
    before, equal = sum(v < mine for v in values), values.count(mine)
    if ties == "dense":
        return len({v for v in values if v < mine}) + 1
    return {"min": before + 1, "max": before + equal, "average": before + (equal + 1) / 2}[ties]
