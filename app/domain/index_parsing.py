"""From the parsed text of a method file to an `Index`, or a `MethodError` that names the place.

The format: docs/method-files.md.
"""

from __future__ import annotations

import math
from typing import Any

from app.domain.entries import (
    Entry,
    MethodError,
    as_number,
    need,
    number,
    one_of,
    only,
    span,
    table,
    tables,
    text,
    texts,
    whole,
)
from app.domain.index import NORMALISATIONS, Index, IndexRules, Leaf, Node
from app.domain.means import AGGREGATIONS, SHIFTS
from app.domain.members import LANGUAGES, Names
from app.domain.method_tree import check_tree

INDEX_KEYS = {"version", "name", "rules", "defaults", "node", "indicator"}
RULES = {
    "range",
    "over",
    "decimals",
    "rounding",
    "rank",
    "rank_first",
    "ties",
    "provisional_missing",
    "provisional_weight",
    "classes",
}
NODE = {
    "code",
    "parent",
    "name",
    "weight",
    "aggregation",
    "power",
    "floor_shift",
    "least_coverage",
    "mandatory",
    "decimals",
}
LEAF = {
    "code",
    "name",
    "node",
    "weight",
    "normalisation",
    "floor",
    "target",
    "direction",
    "scale",
    "range",
    "centre",
    "spread",
    "outside",
}
_USUAL = {"goalposts": "clip", "none": "refuse"}
_FINEST = 12


def parse_index(data: Entry, hash: str) -> Index[Leaf, IndexRules]:
    """The index in `data`; MethodError when anything in it is missing, unknown or contradicts the rest."""
    only(data, INDEX_KEYS, "file")
    rules = IndexRules(**rules_fields(table(data.get("rules", {}), "rules"), RULES))
    defaults = table(data.get("defaults", {}), "defaults")
    nodes = tuple(Node(**node_fields(entry, NODE), names=_names(entry)) for entry in tables(data, "node"))
    leaves = tuple(Leaf(**leaf_fields({**defaults, **entry}, rules, LEAF)) for entry in tables(data, "indicator"))
    check_tree(nodes, leaves)
    return Index(version=text(data, "version", "file"), hash=hash, rules=rules, nodes=nodes, indicators=leaves)


def _names(entry: Entry) -> Names:
    """The name of a node in each language; one text, or its code, stands for all."""
    given = entry.get("name", entry["code"])
    if isinstance(given, str):
        return Names(given, given, given)
    first = next((str(one) for one in given.values()), str(entry["code"]))
    return Names(*(str(given.get(language, first)) for language in LANGUAGES))


def rules_fields(entry: Entry, known: set[str]) -> dict[str, Any]:
    """The fields of `IndexRules` out of `[rules]`."""
    place = "rules"
    only(entry, known, place)
    low, high = span(entry, "range", place) if "range" in entry else (0.0, 100.0)
    missing = "provisional_missing" in entry
    if missing != ("provisional_weight" in entry):
        raise MethodError("rules: provisional_missing and provisional_weight go together")
    return {
        "low": low,
        "high": high,
        "over": one_of(entry.get("over", "table"), ("table", "period"), place, "over"),
        "decimals": whole(entry, "decimals", place, 0, _FINEST) if "decimals" in entry else None,
        "rounding": one_of(entry.get("rounding", "published"), ("published", "carried"), place, "rounding"),
        "rank_by": one_of(entry.get("rank", "published"), ("published", "unrounded"), place, "rank"),
        "rank_first": one_of(entry.get("rank_first", "high"), ("high", "low"), place, "rank_first"),
        "ties": one_of(entry.get("ties", "min"), ("min", "max", "average", "dense"), place, "ties"),
        "provisional_missing": whole(entry, "provisional_missing", place, 0) if missing else None,
        "provisional_weight": number(entry, "provisional_weight", place, 0, 1) if missing else 0.0,
        "classes": _classes(entry.get("classes", [])),
    }


def _classes(given: Any) -> tuple[tuple[str, float], ...]:
    if not isinstance(given, list) or not all(isinstance(one, list) and len(one) == 2 for one in given):
        raise MethodError(f"rules: classes is not a list of pairs: {given!r}")
    found = tuple((str(name), as_number(least, "classes", "rules")) for name, least in given)
    limits = [least for _, least in found]
    if limits != sorted(set(limits)) or len({name for name, _ in found}) != len(found):
        raise MethodError("rules: classes must rise, each with a name of its own")
    return found


def node_fields(entry: Entry, known: set[str]) -> dict[str, Any]:
    """The fields of a `Node` but its names; a node without a parent is the index."""
    code = text(entry, "code", "node")
    place = f"node {code}"
    only(entry, known, place)
    aggregation = one_of(entry.get("aggregation", "arithmetic"), AGGREGATIONS, place, "aggregation")
    if ("power" in entry) != (aggregation == "power"):
        raise MethodError(f"{place}: power belongs to the aggregation power, and to no other")
    shift = number({"floor_shift": SHIFTS.get(aggregation, 0.0), **entry}, "floor_shift", place, 0, 1)
    if shift == 1:
        raise MethodError(f"{place}: a floor_shift of 1 leaves nothing of the scores")
    power = number(entry, "power", place, -20, 20) if "power" in entry else 1.0
    if power == 0:
        raise MethodError(f"{place}: the mean of power 0 is the geometric one: name it so")
    return {
        "code": code,
        "level": "index" if entry.get("parent") is None else "node",
        "parent": text(entry, "parent", place) if "parent" in entry else None,
        "weight": number({"weight": 1, **entry}, "weight", place, 0, 1e9),
        "aggregation": aggregation,
        "power": power,
        "shift": shift,
        "least_coverage": number({"least_coverage": 0, **entry}, "least_coverage", place, 0, 1),
        "mandatory": texts(entry, "mandatory", place),
        "decimals": whole(entry, "decimals", place, 0, _FINEST) if "decimals" in entry else None,
    }


def leaf_fields(entry: Entry, rules: IndexRules, known: set[str]) -> dict[str, Any]:
    """The fields of a `Leaf`."""
    code = text(entry, "code", "indicator")
    place = f"indicator {code}"
    only(entry, known, place)
    kind = one_of(entry.get("normalisation", "goalposts"), NORMALISATIONS, place, "normalisation")
    better = one_of(entry.get("direction", "higher"), ("higher", "lower"), place, "direction")
    low, high = span(entry, "range", place) if "range" in entry else (rules.low, rules.high)
    belongs = {"floor": "goalposts", "target": "goalposts", "centre": "z-score", "spread": "z-score"}
    for key, owner in belongs.items():
        if key in entry and kind != owner:
            raise MethodError(f"{place}: {key} belongs to {owner}, not to {kind}")
    if kind in {"z-score", "none"} and "range" in entry:
        raise MethodError(f"{place}: {kind} takes no range of its own")
    if kind == "none" and (better == "lower" or entry.get("scale") == "log"):
        raise MethodError(f"{place}: points that are on the scale already take no direction and no logarithm")
    return {
        "code": code,
        "node": text(entry, "node", place),
        "weight": number({"weight": 1, **entry}, "weight", place, 0, 1e9),
        "normalisation": kind,
        "better": better,
        "low": low,
        "high": high,
        "centre": number({"centre": 0, **entry}, "centre", place),
        "spread": number({"spread": 1, **entry}, "spread", place, 1e-12),
        "outside": one_of(entry.get("outside", _USUAL.get(kind, "keep")), ("clip", "keep", "refuse"), place, "outside"),
        **_goalposts(entry, kind, place),
    }


def _goalposts(entry: Entry, kind: str, place: str) -> dict[str, Any]:
    """Scale, floor and target; only goalposts have the latter two."""
    scale = one_of(entry.get("scale", "linear"), ("linear", "log"), place, "scale")
    if kind != "goalposts":
        return {"scale": scale, "floor": math.nan, "target": math.nan}
    need(entry, "floor", place)
    target, floor = number(entry, "target", place), number(entry, "floor", place)
    if target == floor:
        raise MethodError(f"{place}: floor and target are both {target}")
    if not math.isfinite(target - floor):
        raise MethodError(f"{place}: floor and target are too far apart to compute with")
    if scale == "log" and min(target, floor) <= 0:
        raise MethodError(f"{place}: a log scale needs goalposts above 0")
    if "direction" in entry and (entry["direction"] == "lower") != (floor > target):
        raise MethodError(f"{place}: direction {entry['direction']} contradicts floor {floor} and target {target}")
    return {"scale": scale, "floor": floor, "target": target}
