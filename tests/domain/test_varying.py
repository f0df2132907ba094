"""The engine under other choices, against the slow implementation of a method file with those choices written in."""

import copy
import random

import numpy as np
import pytest
from plain.index_scores import score_table as plainly

from app.domain.index_parsing import parse_index
from app.domain.sensitivity import method_uncertainty
from app.domain.tables import Table, score_table
from app.domain.variations import nominal, vary
from app.domain.varying import varied

METHOD = {
    "version": "t",
    "node": [
        {"code": "I", "aggregation": "geometric", "floor_shift": 0.01},
        {"code": "A", "parent": "I", "weight": 2.0},
        {"code": "B", "parent": "I"},
    ],
    "indicator": [
        {"code": "a", "node": "A", "floor": 0.0, "target": 50.0},
        {"code": "b", "node": "A", "floor": 90.0, "target": 10.0, "weight": 3.0},
        {"code": "c", "node": "B", "floor": 1.0, "target": 100.0, "scale": "log"},
        {"code": "d", "node": "B", "normalisation": "min-max"},
        {"code": "e", "node": "B", "floor": 0.0, "target": 1.0, "weight": 0.0},
    ],
}


def units(count=12):
    r = random.Random(4)
    made = []
    for number in range(count):
        row = {"unit": f"U{number}", "a": r.uniform(-5, 60), "b": r.uniform(0, 100), "c": r.uniform(0.5, 120)}
        row |= {"d": r.uniform(0, 9), "e": r.random()}
        made.append({key: "" if r.random() < 0.1 and key != "unit" else value for key, value in row.items()})
    return made


def scored(rows, method=METHOD):
    index = parse_index(method, "-")
    columns = {
        code: np.array([np.nan if row[code] == "" else row[code] for row in rows]) for code in ("a", "b", "c", "d", "e")
    }
    names = tuple(row["unit"] for row in rows)
    return index, score_table(index, Table(names, ("",) * len(rows), columns, {}))


def written(settings, run, variation):
    """The method file that says what this run of the settings says."""
    method = copy.deepcopy(METHOD)
    entries = {one["code"]: one for one in (*method["node"], *method["indicator"])}
    for group in variation.groups:
        for child, weight in zip(group.children, settings.weights[group.code][run], strict=True):
            entries[child]["weight"] = float(weight)
    for at, code in enumerate(variation.indicators):
        leaf = entries[code]
        if "floor" in leaf:
            floor, target = (np.log(leaf[key]) if "scale" in leaf else leaf[key] for key in ("floor", "target"))
            moved = [
                floor + settings.floors[run, at] * (target - floor),
                target + settings.targets[run, at] * (target - floor),
            ]
            leaf["floor"], leaf["target"] = (float(np.exp(x) if "scale" in leaf else x) for x in moved)
        if settings.dropped[run] == at:
            leaf["weight"] = 0.0
    kind = variation.aggregations[settings.aggregation[run]]
    entries["I"]["aggregation"] = kind
    if kind == "power":
        entries["I"]["power"] = 0.5
    if kind == "arithmetic":
        entries["I"].pop("floor_shift")
    return method


def test_every_variant_is_the_method_with_those_choices_written_in():
    rows = units()
    index, nominally = scored(rows)
    evaluate = varied(index, nominally.points, nominally.scores)
    settings = vary(evaluate.variation, np.random.default_rng(2).random((60, sum(evaluate.variation.columns))))
    found = evaluate(settings)
    assert set(settings.dropped) == {-1, 0, 1, 2, 3}
    for run in range(60):
        expected = plainly(written(settings, run, evaluate.variation), rows)
        for unit, one in enumerate(one for one in expected if one["code"] == "I"):
            if np.isnan(found[run, unit]):
                assert one["value"] is None
            else:
                assert found[run, unit] == pytest.approx(one["value"], abs=1e-9)


def test_the_nominal_settings_give_the_scores_of_the_method():
    index, nominally = scored(units())
    evaluate = varied(index, nominally.points, nominally.scores)
    again = evaluate(nominal(evaluate.variation, 3))
    assert np.array_equal(np.isnan(again[0]), np.isnan(nominally.scores.columns["I"].score))
    assert again[2] == pytest.approx(nominally.scores.columns["I"].score, nan_ok=True, abs=1e-12)


def test_a_method_whose_mean_is_none_of_the_alternatives_has_it_as_one_of_its_own():
    method = copy.deepcopy(METHOD)
    method["node"][0] |= {"aggregation": "harmonic"}
    index, nominally = scored(units(), method)
    evaluate = varied(index, nominally.points, nominally.scores)
    assert evaluate.variation.aggregations == ("harmonic", "arithmetic", "geometric", "power")
    found = method_uncertainty(evaluate.variation, evaluate, ranked=[True] * 12, decimals=1, n=64)
    assert found[0].unit is None
    assert all(influence.low <= influence.high for influence in found)
