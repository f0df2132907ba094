"""Hypothesis strategies for methods of any shape and tables that they take, and how tests score the one by the other.

Raw values lie on a grid of eighths, so that no property hangs on a difference that is all noise.
"""

import csv
import io
import math

import numpy as np
from hypothesis import strategies as st

from app.actions.score_by_hand import COLUMNS, score_rows
from app.domain.index_parsing import parse_index
from app.domain.tables import Table, score_table

AGGREGATIONS = ("arithmetic", "geometric", "harmonic", "power", "worst-dominates", "product-root")
POWERS = (-3, -1, -0.5, 0.5, 2, 4)
WEIGHTS = (1, 1, 2, 0.5, 3)
RANGES = ([0, 100], [0, 10], [1, 7], [0, 1])
RELATIVE = ("min-max", "z-score", "percentile-rank")
LOWEST, HIGHEST = 8, 800
GAPS = ("2025-Q4", "2026-Q1", "2026-Q3", "2027-Q1")


@st.composite
def methods(draw, *, relative=False, shifts=(0.01, 0.1, 0.5), outside=("clip",), coverage=True, **fixed):
    """A valid method of one to three levels, as tomllib would read it. `fixed`: keys that every node takes.

    With the least shift above 0 and points cut to the range no mean is undefined.
    """
    nodes = [{"code": "Index"}]
    for pillar in range(draw(st.integers(0, 3))):
        nodes.append({"code": f"P{pillar}", "parent": draw(st.sampled_from(nodes))["code"]})
    indicators = []
    for node in nodes:
        leaf = not any(one.get("parent") == node["code"] for one in nodes)
        for number in range(draw(st.integers(int(leaf), 3))):
            code = f"{node['code']}{'abc'[number]}"
            indicators.append({"code": code, "node": node["code"]} | draw(leaves(relative, outside)))
    for node in nodes:
        node |= draw(means(shifts, coverage)) | {"weight": draw(st.sampled_from(WEIGHTS))} | fixed
    rules = {"range": draw(st.sampled_from(RANGES)), "over": "period"}
    return {"version": "1", "rules": rules, "node": nodes, "indicator": indicators}


@st.composite
def leaves(draw, relative, outside):
    """What an indicator is besides its code and place."""
    kind = draw(st.sampled_from(("goalposts", *(RELATIVE if relative else ()))))
    leaf = {"normalisation": kind, "weight": draw(st.sampled_from(WEIGHTS)), "outside": draw(st.sampled_from(outside))}
    leaf["scale"] = draw(st.sampled_from(("linear", "log")))
    if kind != "goalposts":
        return leaf | {"direction": draw(st.sampled_from(("higher", "lower")))}
    ends = draw(st.lists(st.integers(LOWEST, HIGHEST), min_size=2, max_size=2, unique=True))
    return leaf | {"floor": ends[0] / 8, "target": ends[1] / 8}


@st.composite
def means(draw, shifts, coverage):
    """How a node combines its children."""
    node = {"aggregation": draw(st.sampled_from(AGGREGATIONS)), "floor_shift": draw(st.sampled_from(shifts))}
    if node["aggregation"] == "power":
        node["power"] = draw(st.sampled_from(POWERS))
    if coverage:
        node["least_coverage"] = draw(st.sampled_from((0, 0, 0.3, 0.5, 0.7, 1)))
    return node


def raw(method, *, holes=True):
    """Values of one unit by indicator code, None where missing."""
    value = st.integers(LOWEST, HIGHEST).map(lambda eighths: eighths / 8)
    return st.fixed_dictionaries({code: st.none() | value if holes else value for code in codes(method)})


def codes(method):
    return [one["code"] for one in method["indicator"]]


def tables(method, *, least=1, most=4, holes=True):
    """{(unit, period): values} of so many units in one period."""
    return st.lists(raw(method, holes=holes), min_size=least, max_size=most).map(
        lambda units: {(f"U{n}", ""): unit for n, unit in enumerate(units)}
    )


def panels(method):
    """{(unit, period): values} of some units in some quarters, with gaps."""
    keys = st.sampled_from([(f"U{n}", period) for n in range(3) for period in GAPS])
    return st.dictionaries(keys, raw(method), min_size=2, max_size=9)


def score(method, rows):
    """(the index, the scored table)"""
    index = parse_index(method, hash="")
    named = [code for code in codes(method) if any(code in row for row in rows.values())]
    columns = {
        code: np.array([math.nan if row[code] is None else float(row[code]) for row in rows.values()]) for code in named
    }
    units, periods = zip(*rows, strict=True)
    return index, score_table(index, Table(units, periods, columns, {}))


def written(method, rows):
    """{(unit, period, code): the row of SCORES.csv as text}"""
    out = io.StringIO()
    csv.writer(out).writerows(score_rows(*score(method, rows)))
    lines = csv.DictReader(io.StringIO(out.getvalue()), COLUMNS)
    return {(line["unit"], line["period"], line["code"]): line for line in lines}


def values(method, rows):
    """{(unit, period, code): (value, reason)}, the value None where there is a reason."""
    return {
        key: (float(line["value"]) if line["value"] else None, line["reason"] or None)
        for key, line in written(method, rows).items()
    }


def near(method, one, other):
    """Whether two scores are equal but for noise."""
    if one is None or other is None:
        return one is other
    low, high = method["rules"]["range"]
    return abs(one - other) <= 1e-9 * max(high - low, abs(one))
