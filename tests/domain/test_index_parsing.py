"""A method file of any index is read whole, or refused with the place that is at fault."""

from __future__ import annotations

import copy
import math
from datetime import date
from typing import Any

import pytest

from app.domain.entries import MethodError
from app.domain.index_parsing import parse_index
from app.domain.members import Names

GOOD: dict[str, Any] = {
    "version": "1",
    "rules": {
        "range": [0, 10],
        "decimals": 2,
        "provisional_missing": 1,
        "provisional_weight": 0.5,
        "classes": [["low", 0], ["high", 5]],
    },
    "defaults": {"normalisation": "min-max"},
    "node": [
        {"code": "Index", "name": {"en": "The index", "fr": "L’indice"}},
        {"code": "P", "parent": "Index", "name": "Part", "aggregation": "power", "power": 2, "decimals": 1},
        {"code": "Q", "parent": "Index"},
    ],
    "indicator": [
        {"code": "a", "node": "P", "weight": 3},
        {"code": "b", "node": "Q", "normalisation": "goalposts", "floor": 20, "target": 5, "range": [0, 1]},
        {"code": "c", "node": "Q", "normalisation": "z-score", "centre": 5, "direction": "lower"},
    ],
}


def _with(place: tuple[Any, ...], key: str, value: Any) -> dict[str, Any]:
    """The good file with one key set, or taken out where the value is None."""
    changed = copy.deepcopy(GOOD)
    inside = changed
    for step in place:
        inside = inside[step]
    inside.pop(key, None)
    return changed if value is None else (inside.update({key: value}) or changed)


def test_a_file_is_read_with_what_it_leaves_unsaid() -> None:
    index = parse_index(GOOD, "hash")
    assert (index.version, index.hash, index.root.code) == ("1", "hash", "Index")
    assert (index.rules.low, index.rules.high, index.rules.over, index.rules.ties) == (0, 10, "table", "min")
    assert index.rules.classes == (("low", 0), ("high", 5))
    assert [node.names for node in index.nodes] == [
        Names("The index", "L’indice", "The index"),
        Names("Part", "Part", "Part"),
        Names("Q", "Q", "Q"),
    ]
    a, b, c = index.indicators
    assert (a.normalisation, a.low, a.high, a.outside, a.direction) == ("min-max", 0, 10, "keep", "higher")
    assert (b.low, b.high, b.outside, b.direction) == (0, 1, "clip", "lower")
    assert (c.centre, c.spread, c.direction) == (5, 1, "lower")
    assert math.isnan(a.floor)


def test_the_tree_knows_its_weights_its_heights_its_bounds_and_its_decimals() -> None:
    index = parse_index(GOOD, "hash")
    assert index.weights == {"Index": 1, "P": 0.5, "Q": 0.5, "a": 0.5, "b": 0.25, "c": 0.25}
    assert index.heights == {"a": 1, "b": 1, "c": 1, "P": 2, "Q": 2, "Index": 3}
    assert index.bounded == {"a", "b", "P"}  # a z-score has no bounds, and whoever holds it has none
    assert [index.decimals(code) for code in ("Index", "P", "Q", "a")] == [2, 1, None, None]


NODE, B, C = ("node", 1), ("indicator", 1), ("indicator", 2)


@pytest.mark.parametrize(
    ("place", "key", "value", "says"),
    [
        ((), "colour", 1, "file: unknown keys: colour"),
        ((), "version", None, "file: version is missing"),
        ((), "version", " ", "file: version is not a text"),
        ((), "rules", 5, "rules: not a table"),
        ((), "node", [], "file: node is not a list of tables"),
        ((), "indicator", ["a"], "indicator: not a table"),
        (("rules",), "range", [0], "rules: range is not a pair"),
        (("rules",), "range", [5, 5], "rules: range must rise"),
        (("rules",), "range", [0, True], "rules: range is not a number"),
        (("rules",), "over", "world", "rules: over is unknown: 'world'"),
        (("rules",), "decimals", 1.5, "rules: decimals is not a whole number"),
        (("rules",), "decimals", 13, "rules: decimals = 13 is outside 0 to 12"),
        (("rules",), "provisional_weight", None, "go together"),
        (("rules",), "classes", [["low"]], "classes is not a list of pairs"),
        (("rules",), "classes", [["low", 5], ["high", 5]], "classes must rise"),
        (("rules",), "classes", [["low", 1], ["low", 5]], "classes must rise"),
        (NODE, "power", None, "node P: power belongs"),
        (NODE, "power", 0, "node P: the mean of power 0"),
        (NODE, "power", 10**400, "node P: power is not a number"),
        (NODE, "floor_shift", 1, "node P: a floor_shift of 1"),
        (NODE, "mandatory", [1], "node P: mandatory is not a list of texts"),
        (B, "floor", None, "indicator b: floor is missing"),
        (B, "floor", 5, "indicator b: floor and target are both 5"),
        (B, "floor", "20", "indicator b: floor is not a number: '20'"),
        (B, "direction", "higher", "indicator b: direction higher contradicts"),
        (B, "centre", 5, "indicator b: centre belongs to z-score, not to goalposts"),
        (C, "range", [0, 1], "indicator c: z-score takes no range"),
        (C, "spread", 0, "indicator c: spread = 0 is outside"),
        (C, "normalisation", "rank", "indicator c: normalisation is unknown"),
    ],
)
def test_a_file_at_fault_is_refused_with_the_place(place, key, value, says) -> None:
    parse_index(GOOD, "hash")
    with pytest.raises(MethodError) as error:
        parse_index(_with(place, key, value), "hash")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"normalisation": "none", "direction": "lower"}, "take no direction and no logarithm"),
        ({"normalisation": "none", "scale": "log"}, "take no direction and no logarithm"),
        ({"normalisation": "goalposts", "floor": -1e308, "target": 1e308}, "too far apart"),
        ({"normalisation": "goalposts", "floor": 0, "target": 5, "scale": "log"}, "goalposts above 0"),
        ({"normalisation": "goalposts", "floor": 1, "target": date(2026, 1, 1)}, "target is not a number"),
    ],
)
def test_an_indicator_that_contradicts_itself_is_refused(keys: dict[str, Any], says: str) -> None:
    changed = copy.deepcopy(GOOD)
    changed["indicator"][0] |= keys
    with pytest.raises(MethodError, match=says) as error:
        parse_index(changed, "hash")
    assert str(error.value).startswith("indicator a: ")
