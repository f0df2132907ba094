"""Implementations agree on random methods and tables, whatever the order of rows and of the file's parts."""

import copy
import random
import tomllib

import pytest
from plain.index_results import by_engine, by_plain, differences
from plain.random_methods import random_case, shuffled, to_toml

# Name, what to score with, and how many cases.
IMPLEMENTATIONS = [("plain", by_plain, 50), ("engine", by_engine, 2000)]
BATCH = 25
# Values near 1e9 cancel under a floor shift (1237), and unrounded ranks compare zeros that differ by noise (1466).
NOISE_DECIDES = {1237, 1466}
BATCHES = [
    pytest.param(implementation, first, id=f"{name}-{first}")
    for name, implementation, cases in IMPLEMENTATIONS
    for first in range(0, cases, BATCH)
]


@pytest.mark.parametrize(("implementation", "first"), BATCHES)
def test_random_methods(implementation, first, tmp_path):
    for seed in sorted({*range(first, first + BATCH)} - NOISE_DECIDES):
        r = random.Random(seed)
        method, rows = random_case(r)
        other = method | {"node": shuffled(r, method["node"]), "indicator": shuffled(r, method["indicator"])}
        got = implementation(tomllib.loads(to_toml(other)), shuffled(r, rows), tmp_path)
        assert differences(by_plain(method, rows, tmp_path), got) == [], f"seed {seed}\n{to_toml(method)}"


def test_random_methods_meet_every_reason_and_every_option(tmp_path):
    reasons, options, none = set(), set(), 0
    for seed in range(200):
        method, rows = random_case(random.Random(seed))
        results = by_plain(method, rows, tmp_path)
        reasons |= {result["reason"] for result in results if result["code"] == "Index"}
        none += all(result["value"] is None for result in results)
        options |= set(method.get("rules", {})) | set(method.get("defaults", {}))
        for one in (*method["node"], *method["indicator"]):
            options |= set(one) | {one.get("aggregation"), one.get("normalisation"), one.get("outside")}
    assert reasons == {
        None,
        "NO_DATA",
        "NON_POSITIVE",
        "ZERO_RANGE",
        "OUT_OF_RANGE",
        "BELOW_COVERAGE",
        "MANDATORY_MISSING",
        "TOO_FEW_PILLARS",
    }
    assert none < 40
    assert {"arithmetic", "geometric", "harmonic", "power", "worst-dominates", "product-root"} <= options
    assert {"goalposts", "min-max", "z-score", "percentile-rank", "none", "clip", "keep", "refuse"} <= options
    assert {"range", "over", "decimals", "rounding", "rank", "rank_first", "ties", "provisional_missing"} <= options
    assert {"weight", "floor_shift", "least_coverage", "mandatory", "scale", "direction", "centre", "spread"} <= options


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("value", lambda v: v + 1e-6),
        ("lower", lambda v: v - 1e-6),
        ("upper", lambda v: None),
        ("coverage", lambda v: v / 2),
        ("rank", lambda v: v + 1),
        ("reason", lambda v: "NO_DATA"),
        ("level", lambda v: v + 1),
    ],
)
def test_a_difference_is_seen(column, change, tmp_path):
    method = {"version": "1", "node": [{"code": "Index"}], "indicator": [{"code": "a", "node": "Index"}]}
    method["indicator"][0] |= {"floor": 0, "target": 10}
    expected = by_plain(method, [{"unit": "U", "a": "3"}, {"unit": "V", "a": "4"}], tmp_path)
    got = copy.deepcopy(expected)
    assert differences(expected, got) == []
    got[0][column] = change(got[0][column])
    assert [line.split(" ")[-4] for line in differences(expected, got)] == [f"{column}:"]
