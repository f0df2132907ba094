"""The points of an indicator the slow, obvious way, in exact fractions: no noise but of logarithms and one root."""

import math
from fractions import Fraction

OUTSIDE = {"goalposts": "clip", "none": "refuse", "z-score": "keep"}


def raw_value(row, code, log):
    """(number, reason)"""
    cell = row.get(code)
    if cell is None or cell == "":
        return None, "NO_DATA"
    number = float(cell)
    if math.isinf(number):
        return None, "OUT_OF_RANGE"
    if log and number <= 0:
        return None, "NON_POSITIVE"
    return Fraction(math.log(number) if log else number), None


def points_of_column(indicator, rules, rows):
    """For each row (points, reason, the worst and the best points a missing value could have)."""
    kind = indicator.get("normalisation", "goalposts")
    log = indicator.get("scale", "linear") == "log"
    low, high = [Fraction(end) for end in indicator.get("range", rules["range"])]
    groups = {}
    for place, row in enumerate(rows):
        period = row.get("period") if rules["over"] == "period" else None
        groups.setdefault(period, []).append((place, raw_value(row, indicator["code"], log)))
    column = [None] * len(rows)
    for group in groups.values():
        others = [x for _, (x, _) in group if x is not None]
        points = [normalise(indicator, kind, raw, others, low, high, log) for _, raw in group]
        ends = float(low), float(high)
        if kind == "z-score":
            seen = [one for one, _ in points if one is not None]
            ends = (min(seen), max(seen)) if seen else (None, None)
        for (place, _), one in zip(group, points, strict=True):
            column[place] = (*one, *ends)
    return column


def normalise(indicator, kind, raw, others, low, high, log):
    """(points, reason) of one value among the others of its column."""
    x, reason = raw
    if x is None:
        return None, reason
    direction = -1 if indicator.get("direction", "higher") == "lower" else 1
    if kind == "none":
        points = x
    elif kind == "goalposts":
        floor, target = [Fraction(math.log(indicator[k]) if log else indicator[k]) for k in ("floor", "target")]
        points = low + (high - low) * (x - floor) / (target - floor)
    elif kind == "percentile-rank":
        if len(others) == 1:
            return None, "ZERO_RANGE"
        behind = sum(direction * other < direction * x for other in others)
        points = low + (high - low) * Fraction(behind, len(others) - 1)
    elif min(others) == max(others):
        return None, "ZERO_RANGE"
    elif kind == "min-max":
        best, worst = (max(others), min(others)) if direction == 1 else (min(others), max(others))
        points = low + (high - low) * (x - worst) / (best - worst)
    else:
        points = z_points(indicator, direction * x, [direction * other for other in others])
    return inside(points, indicator.get("outside", OUTSIDE.get(kind, "keep")), low, high)


def z_points(indicator, x, others):
    mean = sum(others) / len(others)
    unit = max(abs(other - mean) for other in others)
    sd = math.sqrt(sum(((other - mean) / unit) ** 2 for other in others) / (len(others) - 1))
    return Fraction(indicator.get("centre", 0)) + Fraction(indicator.get("spread", 1)) * (x - mean) / unit / Fraction(
        sd
    )


def inside(points, outside, low, high):
    if outside == "clip":
        points = max(low, min(high, points))
    elif outside == "refuse" and not low <= points <= high:
        return None, "OUT_OF_RANGE"
    try:
        return float(points) + 0.0, None
    except OverflowError:
        return None, "OUT_OF_RANGE"
