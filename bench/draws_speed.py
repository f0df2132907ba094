"""Data uncertainty of a quarter: 10,000 draws of 192 members x 35 indicators x 5 pillars, to bands of score and rank.

Promise: under 5 s on 2 cores and under 1 GiB, and at least 100 times as fast as the engine asked one draw at a time.
Two loops stand beside it, measured on fewer draws and scaled: the engine as it scores an edition (`combine_all`), once
a draw, and the barest Python that does the same sums, which is the harder of the two to beat.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from app.domain.bands import Array, Band, bands  # noqa: E402
from app.domain.combining import Input, combine_all  # noqa: E402
from app.domain.draws import Kind, Place, Reported, chunks  # noqa: E402
from app.domain.editions import Measured, Reason  # noqa: E402
from app.domain.levels import points_of  # noqa: E402
from app.domain.method import Method  # noqa: E402
from app.domain.rounding import half_up  # noqa: E402
from app.handbook import load  # noqa: E402
from bench.machine import state, table  # noqa: E402

DRAWS, MEMBERS, TOGETHER, LOOPED, SEED = 10_000, 192, 48, 3, 2026
_NORMAL = NormalDist()
COINR = 0.066
"""Seconds a replication of COINr 1.1.14 on a table of 51 x 49 takes (issue 3 of this project's tracker)."""


@dataclass(frozen=True)
class Shape:
    """The method as arrays: goalposts, and the weight of each indicator within its pillar (pillars x indicators)."""

    floor: Array
    span: Array
    inside: Array
    pillars: Array


def shape_of(method: Method) -> Shape:
    """Of the method's 35 indicators; those beside the index weigh nothing."""
    pillars = [node.code for node in method.pillars if method.weights[node.code] > 0]
    inside = np.zeros((len(pillars), len(method.indicators)))
    for row, pillar in enumerate(pillars):
        under = method.under(pillar)
        for column, indicator in enumerate(method.indicators):
            if indicator in under:
                inside[row, column] = method.weights[indicator.code] / method.weights[pillar]
    floor = np.array([indicator.floor for indicator in method.indicators])
    target = np.array([indicator.target for indicator in method.indicators])
    return Shape(floor, target - floor, inside, np.array([method.weights[pillar] for pillar in pillars]))


def members(count: int, method: Method) -> list[tuple[Place, list[Reported]]]:
    """So many posts with figures of our own making: one in twenty missing, counts from 20 to 200,000."""
    made = []
    for number in range(count):
        r = random.Random(number)
        values = [
            _value(indicator.code, indicator.formula.kind, indicator.formula.measure, r)
            for indicator in method.indicators
        ]
        made.append((Place(f"M{number:04}", "2026-Q3", method.version), values))
    return made


def _value(code: str, kind: str, measure: str, r: random.Random) -> Reported:
    n = round(math.exp(r.uniform(math.log(20), math.log(200_000))))
    if kind == "share":
        return Reported(code, None if r.random() < 0.05 else r.uniform(40, 98), Kind.SHARE, n=n)
    if kind in {"quantile", "spread"}:
        median = r.uniform(1, 30)
        pair = (median, median * r.uniform(1.5, 4))
        value = {"p50": pair[0], "p90": pair[1]}.get(measure[-3:], 0.0) if kind == "quantile" else pair[1] - pair[0]
        return Reported(measure[:-4], value, Kind(kind), n=n, q=0.9 if measure.endswith("90") else 0.5, pair=pair)
    return Reported(code, r.uniform(0, 100))


def scored(drawn: Array, shape: Shape) -> Array:
    """Scores (draws x members) of values (indicators x members x draws); what is missing drops out of its pillar."""
    count, people, draws = drawn.shape
    known = ~np.isnan(drawn[:, :, 0])
    drawn -= shape.floor[:, None, None]
    drawn *= (100 / shape.span)[:, None, None]
    np.clip(drawn, 0, 100, out=drawn)
    drawn[~known] = 0
    pillars = (shape.inside @ drawn.reshape(count, -1)).reshape(-1, people, draws)
    pillars *= (0.99 / (shape.inside @ known))[:, :, None]
    np.log1p(pillars, out=pillars)
    return np.expm1(np.tensordot(shape.pillars, pillars, 1)).T / 0.99


def fast(
    posts: list[tuple[Place, list[Reported]]], method: Method, draws: int
) -> tuple[tuple[Band | None, ...], Array]:
    """Bands, from a thousand draws of some members at a time, on two cores: nobody's draws depend on anybody else's."""
    shape = shape_of(method)
    found = np.empty((draws, len(posts)))

    def fill(first: int) -> None:
        some, begun = slice(first, first + TOGETHER), 0
        for part in chunks(posts[some], draws=draws, seed=SEED):
            found[begun : begun + part.shape[2], some] = scored(part, shape)
            begun += part.shape[2]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, range(0, len(posts), TOGETHER)))
    return bands(found, [True] * len(posts), method.rules), found


def bare(posts: list[tuple[Place, list[Reported]]], method: Method, draws: int) -> list[list[int]]:
    """One draw at a time in plain Python: draw, points, pillars, index, ranks."""
    shape, r = shape_of(method), random.Random(SEED)
    goalposts = list(zip(shape.floor.tolist(), shape.span.tolist(), strict=True))
    rows = [[(i, w) for i, w in enumerate(row) if w > 0] for row in shape.inside.tolist()]
    weights, found = shape.pillars.tolist(), []
    for _ in range(draws):
        scores = []
        for _, values in posts:
            points = [
                None if (x := one(value, r)) is None else min(max(100 * (x - floor) / span, 0.0), 100.0)
                for value, (floor, span) in zip(values, goalposts, strict=True)
            ]
            logs = 0.0
            for weight, row in zip(weights, rows, strict=True):
                held = [(points[i], w) for i, w in row if points[i] is not None]
                logs += weight * math.log1p(0.99 * sum(p * w for p, w in held) / sum(w for _, w in held))
            scores.append(half_up(math.expm1(logs) / 0.99))
        found.append(ranked(scores))
    return found


def one_by_one(posts: list[tuple[Place, list[Reported]]], method: Method, draws: int) -> list[list[int]]:
    """One draw of the whole table at a time through the engine, as it scores an edition."""
    r, found = random.Random(SEED), []
    for _ in range(draws):
        units = []
        for _, values in posts:
            inputs = {}
            for value, indicator in zip(values, method.indicators, strict=True):
                x = one(value, r)
                measured = Measured(None, Reason.NO_DATA) if x is None else Measured(x)
                inputs[indicator.code] = Input(points_of(measured, indicator)[0], 1.0, True)
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
    method = load("v1")
    posts = members(MEMBERS, method)
    timed(fast, posts, method, 100)
    clock, processor, first = timed(fast, posts, method, DRAWS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows: list[tuple[object, ...]] = [
        (f"{DRAWS:,} draws, {MEMBERS} members", f"{clock:.2f}", f"{processor:.2f}", "1", f"peak {peak:.0f} MiB")
    ]
    for name, loop in (("engine, one draw at a time", one_by_one), ("bare Python, one draw at a time", bare)):
        seconds, own, _ = timed(loop, posts, method, LOOPED)
        times = DRAWS / LOOPED
        rows.append(
            (
                name,
                f"{seconds * times:.0f}",
                f"{own * times:.0f}",
                f"{seconds * times / clock:.0f}",
                f"{LOOPED} draws measured, scaled",
            )
        )
    rows.append(
        (
            "COINr, 51 x 49, for comparison",
            f"{COINR * DRAWS:.0f}",
            "",
            "",
            f"{COINR} s a replication, as measured elsewhere",
        )
    )
    ten, own, _ = timed(fast, members(10 * MEMBERS, method), method, DRAWS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(
        (
            f"{DRAWS:,} draws, {10 * MEMBERS:,} members",
            f"{ten:.2f}",
            f"{own:.2f}",
            f"{ten / clock:.1f}",
            f"10 times the members; peak {peak:.0f} MiB",
        )
    )
    again = fast(posts, method, DRAWS)
    print(state(".venv/bin/python bench/draws_speed.py", "numpy"))
    print(table(("what", "seconds", "of processor", "times the first", "note"), rows))
    print(f"\nsame seed, same bytes: {again[1].tobytes() == first[1].tobytes() and repr(again[0]) == repr(first[0])}")  # type: ignore[index]


if __name__ == "__main__":
    main()
