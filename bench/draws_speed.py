"""Data uncertainty of a quarter: 10,000 draws of 192 members x 35 indicators x 5 pillars, to bands of score and rank.

Promise: under 5 s on 2 cores and under 1 GiB, and at least 100 times as fast as the engine asked one draw at a time.
What is timed is what an edition runs (`app/domain/certainty.py`), with all 35 indicators of the method given a weight.
Two loops stand beside it, measured on fewer draws and scaled: the engine as it scores an edition (`combine_all`), once
a draw, and the barest Python that does the same sums, which is the harder of the two to beat.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.bands import Array, Band, bands  # noqa: E402
from app.domain.certainty import Drawn, draw_scores  # noqa: E402
from app.domain.combining import Input, combine_all, scores_of  # noqa: E402
from app.domain.draws import Kind, Reported, reported  # noqa: E402
from app.domain.editions import Measured, Reason, Standing  # noqa: E402
from app.domain.levels import points_of, points_of_all  # noqa: E402
from app.domain.method import Method  # noqa: E402
from app.domain.readings import Reading, without  # noqa: E402
from app.domain.rounding import half_up  # noqa: E402
from app.handbook import load  # noqa: E402
from bench.machine import state, table  # noqa: E402

DRAWS, MEMBERS, LOOPED, SEED = 10_000, 192, 3, 2026
_NORMAL = NormalDist()
COINR = 0.066
"""Seconds a replication of COINr 1.1.14 on a table of 51 x 49 takes (issue 3 of this project's tracker)."""


def whole_method() -> Method:
    """Our method, with so many draws, and with a weight for those indicators too that stand beside its index."""
    method = load("v1")
    nodes = {indicator.node for indicator in method.indicators if method.weights[indicator.code] > 0}
    home = method.pillars[0].code
    indicators = tuple(
        indicator
        if method.weights[indicator.code] > 0
        else replace(indicator, weight=1.0, node=indicator.node if indicator.node in nodes else home)
        for indicator in method.indicators
    )
    return replace(method, indicators=indicators, rules=replace(method.rules, draws=DRAWS))


def quarter(count: int, method: Method) -> Drawn:
    """So many posts with figures of our own making: one in twenty missing, counts from 20 to 200,000."""
    read = []
    for number in range(count):
        r = random.Random(number)
        read.append({i.code: _reading(i.formula.kind, i.formula.measure, r) for i in method.indicators})
    inputs: list[dict[str, Input]] = [{} for _ in read]
    for indicator in method.indicators:
        points = points_of_all([of[indicator.code].value for of in read], indicator)
        for own, (found, _) in zip(inputs, points, strict=True):
            own[indicator.code] = Input(found)
    return Drawn("2026-Q3", [f"M{number:04}" for number in range(count)], read, scores_of(method, inputs))


def _reading(kind: str, measure: str, r: random.Random) -> Reading:
    n = float(round(math.exp(r.uniform(math.log(20), math.log(200_000)))))
    if kind == "share":
        return without(Reason.NO_DATA) if r.random() < 0.05 else Reading(Measured(r.uniform(40, 98)), n=n)
    if kind in {"quantile", "spread"}:
        median = r.uniform(1, 30)
        pair = (median, median * r.uniform(1.5, 4))
        value = {"p50": pair[0], "p90": pair[1]}.get(measure[-3:], 0.0) if kind == "quantile" else pair[1] - pair[0]
        return Reading(Measured(value), n=n, pair=pair)
    return Reading(Measured(r.uniform(0, 100)))


def fast(drawn: Drawn, method: Method) -> tuple[tuple[Band | None, ...], Array]:
    """Bands, and the scores of all draws."""
    found = draw_scores(drawn, method)
    ranked = [standing is Standing.FINAL for standing in drawn.scores.standing]
    return bands(found, ranked, method.rules), found


def bare(drawn: Drawn, method: Method, draws: int) -> list[list[int]]:
    """One draw at a time in plain Python: draw, points, nodes, index, ranks."""
    tree, r, found = branch(method, method.root.code), random.Random(SEED), []
    goalposts = {i.code: (i.floor, i.target - i.floor) for i in method.indicators}
    posts = posts_of(drawn, method)
    for _ in range(draws):
        scores = []
        for values in posts:
            points: dict[str, float | None] = {}
            for code, value in values:
                x, (floor, span) = one(value, r), goalposts[code]
                points[code] = None if x is None else min(max(100 * (x - floor) / span, 0.0), 100.0)
            scores.append(half_up(climb(tree, points) or 0.0))
        found.append(ranked(scores))
    return found


Branch = tuple[str, bool, float, tuple[tuple[float, "Branch"], ...]]


def branch(method: Method, code: str) -> Branch:
    """(code, whether its mean is geometric, its shift, (weight, child)...)."""
    if not method.is_node(code):
        return code, False, 0.0, ()
    node = method.node(code)
    below = tuple((w, branch(method, child)) for child, w in method.children(code) if w > 0)
    return code, node.aggregation == "geometric", node.shift, below


def climb(tree: Branch, points: dict[str, float | None]) -> float | None:
    """The score of a node from the points below it; what is missing drops out."""
    code, geometric, e, below = tree
    if not below:
        return points[code]
    total = held = 0.0
    for weight, child in below:
        score = climb(child, points)
        if score is not None:
            total += weight
            held += weight * (math.log(100 * e + (1 - e) * score) if geometric else score)
    if not total:
        return None
    return (math.exp(held / total) - 100 * e) / (1 - e) if geometric else held / total


def posts_of(drawn: Drawn, method: Method) -> list[list[tuple[str, Reported]]]:
    """What can be drawn, post by post."""
    return [[(i.code, reported(read[i.code], i)) for i in method.indicators] for read in drawn.read]


def apart(drawn: Drawn, method: Method) -> float:
    """How far the bare sums are from the engine's on the figures as reported."""
    tree, index = branch(method, method.root.code), drawn.scores.columns[method.root.code].score
    found = 0.0
    for at, read in enumerate(drawn.read):
        points = {i.code: points_of(read[i.code].value, i)[0].value for i in method.indicators}
        if drawn.scores.standing[at] is Standing.FINAL:
            found = max(found, abs((climb(tree, points) or 0.0) - float(index[at])))
    return found


def one_by_one(drawn: Drawn, method: Method, draws: int) -> list[list[int]]:
    """One draw of the whole table at a time through the engine, as it scores an edition."""
    r, found, posts = random.Random(SEED), [], posts_of(drawn, method)
    for _ in range(draws):
        units = []
        for values in posts:
            inputs = {}
            for (_, value), indicator in zip(values, method.indicators, strict=True):
                x = one(value, r)
                measured = Measured(None, Reason.NO_DATA) if x is None else Measured(x)
                inputs[indicator.code] = Input(points_of(measured, indicator)[0])
            units.append(inputs)
        scores = [half_up(tree.value(method.root.code) or 0.0) for tree in combine_all(method, units)]
        found.append(ranked(scores))
    return found


def one(value: Reported, r: random.Random) -> float | None:
    """One draw of one value, as `app.domain.draws` has it."""
    if value.value is None or not value.draws:
        return value.value
    n = value.items
    if value.kind is Kind.SHARE:
        p, u = value.value / 100, r.gauss(0, 1) / math.sqrt(n)
        return 100 * (p + u * (u + math.sqrt(4 * p * (1 - p) + u * u)) / 2) / (1 + u * u)
    a, b, c = r.gammavariate(0.5 * n, 1), r.gammavariate(0.4 * n, 1), r.gammavariate(0.1 * n, 1)
    low, high = (_NORMAL.inv_cdf(min(max(x / (a + b + c), 1e-15), 1 - 1e-15)) for x in (a, a + b))
    tail = math.exp(value.shape * (high - 1.2815515655446004))
    if value.kind is Kind.SPREAD and value.pair:
        return value.pair[1] * tail - value.pair[0] * math.exp(value.shape * low)
    return value.value * (tail if value.q == 0.9 else math.exp(value.shape * low))


def ranked(scores: list[float]) -> list[int]:
    """Ranks, equal scores sharing the better one."""
    places: dict[float, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), start=1):
        places.setdefault(score, place)
    return [places[score] for score in scores]


def timed(run, *given: object) -> tuple[float, float, object]:  # type: ignore[no-untyped-def]
    """Seconds on the clock, seconds of processor, and what came out."""
    clock, processor = time.perf_counter(), time.process_time()
    found = run(*given)
    return time.perf_counter() - clock, time.process_time() - processor, found


def main() -> None:
    """Print the table."""
    method = whole_method()
    drawn = quarter(MEMBERS, method)
    fast(drawn, replace(method, rules=replace(method.rules, draws=100)))
    clock, processor, first = timed(fast, drawn, method)
    size = f"{DRAWS:,} draws, {MEMBERS} members x {len(method.indicators)} indicators"
    rows: list[tuple[object, ...]] = [(size, f"{clock:.2f}", f"{processor:.2f}", "1", f"peak {peak():.0f} MiB")]
    for name, loop in (("engine, one draw at a time", one_by_one), ("bare Python, one draw at a time", bare)):
        seconds, own = (figure * DRAWS / LOOPED for figure in timed(loop, drawn, method, LOOPED)[:2])
        note = f"{LOOPED} draws measured, scaled"
        rows.append((name, f"{seconds:.0f}", f"{own:.0f}", f"{seconds / clock:.0f}", note))
    told = f"{COINR} s a replication, as measured elsewhere"
    rows.append(("COINr, 51 x 49, for comparison", f"{COINR * DRAWS:.0f}", "", "", told))
    ten, own, _ = timed(fast, quarter(10 * MEMBERS, method), method)
    note = f"10 times the members; peak {peak():.0f} MiB"
    rows.append((f"{DRAWS:,} draws, {10 * MEMBERS:,} members", f"{ten:.2f}", f"{own:.2f}", f"{ten / clock:.1f}", note))
    again = fast(drawn, method)
    print(state(".venv/bin/python bench/draws_speed.py", "numpy"))
    print(table(("what", "seconds", "of processor", "times the first", "note"), rows))
    print(f"\nbare sums and engine differ by at most {apart(drawn, method):.1e} points on the figures as reported")
    same = again[1].tobytes() == first[1].tobytes() and repr(again[0]) == repr(first[0])  # type: ignore[index]
    print(f"same seed, same bytes: {same}")


def peak() -> float:
    """Memory at most so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
