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
    values = [raw_value(row, indicator["code"], log) for row in rows]
    low, high = [Fraction(end) for end in indicator.get("range", rules["range"])]
    column = []
    for place in range(len(rows)):
        group = [p for p in range(len(rows)) if rules["over"] == "table" or same_period(rows[p], rows[place])]
        others = [values[p][0] for p in group if values[p][0] is not None]
        column.append(normalise(indicator, kind, values[place], others, low, high, log))
    ends = []
    for place in range(len(rows)):
        group = [p for p in range(len(rows)) if rules["over"] == "table" or same_period(rows[p], rows[place])]
        seen = [column[p][0] for p in group if column[p][0] is not None]
        if kind != "z-score":
            ends.append((float(low), float(high)))
        else:
            ends.append((min(seen), max(seen)) if seen else (None, None))
    return [(*one, *end) for one, end in zip(column, ends, strict=True)]


def same_period(one, other):
    return (one.get("period") or "") == (other.get("period") or "")


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
