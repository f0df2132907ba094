"""Each finding gives the sentence that says what to do about it, and nothing else does."""

import numpy as np

from app.domain.advice import advice
from app.domain.diagnostics import diagnose
from app.domain.index import Index, IndexRules, Leaf, Node
from app.domain.members import Names
from app.domain.points_table import table_of_points

WORD = Names("ا", "a", "a")
UNITS = [f"U{at}" for at in range(20)]
BASE = np.random.default_rng(3).uniform(5, 95, (8, 20))


def index_of(*codes, weights=None):
    """Two pillars: the first codes but one under A, the last under B."""
    nodes = [Node(code="I", names=WORD, level="index")]
    nodes += [Node(code=code, names=WORD, level="pillar", parent="I") for code in ("A", "B")]
    leaves = [
        Leaf(
            code=code,
            node="B" if code == codes[-1] else "A",
            floor=0.0,
            target=100.0,
            weight=(weights or {}).get(code, 1),
        )
        for code in codes
    ]
    return Index(version="t", hash="-", rules=IndexRules(), nodes=tuple(nodes), indicators=tuple(leaves))


def advised(index, points, clips=None):
    found = diagnose(index, table_of_points(index, UNITS, points, clips))
    return {(one.code, one.subjects): one for one in advice(index, found)}


def test_two_that_say_the_same_are_named_with_their_correlation():
    points = {"a": BASE[0], "b": BASE[0] + BASE[1] / 20, "c": BASE[2]}
    got = advised(index_of("a", "b", "c"), points)
    one = got["alike", ("a", "b")]
    assert one.value > 0.92
    assert one.n == 20
    assert ("against", ("a", "b")) not in got


def test_an_indicator_that_does_not_weigh_is_not_to_be_mended():
    points = {"a": BASE[0], "b": BASE[0], "d": BASE[1], "c": BASE[2]}
    got = advised(index_of("a", "b", "d", "c", weights={"b": 0}), points)
    assert [key for key in got if "b" in key[1]] == []


def test_opposites_are_named():
    got = advised(index_of("a", "b", "c"), {"a": BASE[0], "b": 100 - BASE[0] + BASE[1] / 9, "c": BASE[2]})
    assert got["against", ("a", "b")].value < -0.9


def test_many_pairs_are_told_as_one():
    points = {code: BASE[0] + BASE[at + 1] / 40 for at, code in enumerate("abc")} | {"d": BASE[5]}
    got = advised(index_of("a", "b", "c", "d"), points)
    (key,) = [key for key in got if key[0].startswith("alike")]
    assert key[0] == "alike_many"
    assert key[1][2] == "A"
    assert got[key].count == (3, 3)


def test_goalposts_are_to_be_revised_above_fifteen_per_cent():
    for clipped, wanted in ((3, False), (4, True)):
        clips = {"a": np.array([1] * clipped + [0] * (20 - clipped), dtype=np.int8)}
        got = advised(index_of("a", "b", "c"), {"a": BASE[0], "b": BASE[1], "c": BASE[2]}, clips)
        assert (("clip_above", ("a",)) in got) is wanted
    assert got["clip_above", ("a",)].value == 0.2


def test_thin_and_constant_columns():
    thin = np.where(np.arange(20) < 12, BASE[0], np.nan)
    got = advised(index_of("a", "b", "c"), {"a": thin, "b": np.full(20, 40.0), "c": BASE[2]})
    assert got["coverage", ("a",)].value == 0.6
    assert got["constant", ("b",)].n == 20


def test_a_pillar_that_brings_too_much_and_one_that_brings_too_little():
    got = advised(index_of("a", "c"), {"a": 50 + BASE[0] / 50, "c": BASE[2]})
    assert got["idle", ("A",)].value < 0.1
    assert ("leads", ("B",)) not in got  # twice its weight would be everything
    assert got["decides", ("c",)].value > 1


def test_of_a_few_units_goalposts_and_figures_are_not_judged():
    clips = {"a": np.array([1, 1, 1], dtype=np.int8)}
    points = {"a": np.array([100.0, 100, 100]), "b": np.array([1.0, 2, 3]), "c": np.array([np.nan, np.nan, 5])}
    index = index_of("a", "b", "c")
    found = diagnose(index, table_of_points(index, ["U", "V", "W"], points, clips))
    assert {one.code for one in advice(index, found)} == {"coverage", "decides"}
    assert [one.subjects for one in advice(index, found) if one.code == "coverage"] == [("c",)]


def test_where_nobody_has_a_place_no_indicator_decides_one():
    got = advised(index_of("a", "b", "c"), {})
    assert list(got) == [("coverage", ("a",)), ("coverage", ("b",)), ("coverage", ("c",))]
