"""What a member's own earlier figures say about new ones. Every answer is a doubt, never a fault.

A value is unusual by the modified z-score (Iglewicz & Hoaglin 1993, How to Detect and Handle Outliers, pp. 11-12):
0.6745 (x - median) / MAD above 3.5, here of log(1 + x), since figures of posts grow and fall by factors.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from app.domain.findings import Finding
from app.domain.findings_history import CATALOGUE_HISTORY
from app.domain.measures import FIGURES, Kind
from app.domain.observations import MonthSums
from app.domain.periods import Month

THRESHOLD = 3.5
"""Iglewicz & Hoaglin 1993."""
TO_SIGMA = 0.6745
"""The MAD of a normal distribution in standard deviations."""
LEAST_MONTHS = 6
"""With fewer earlier months nothing is called unusual."""
LEAST_YEARS = 3
"""From so many earlier values of the same month on, a value is compared with these alone."""
LEAST_SPREAD = 0.1
"""A steady history does not make a change of a tenth unusual; for counts the spread is at least that of chance."""
LEAST_DISTINCT = 8
"""Fewer different figures may be the same again by chance."""
LISTED = 20
PAIRS = {"service-quality": ("items_arrived", "items_posted"), "data-exchange": ("predes_received", "dispatches_out")}
"""In each dataset the inbound and the outbound measure that count the same kind of thing."""

Place = tuple[Month, str]
Series = Mapping[Month, float]


@dataclass(frozen=True)
class Unusual:
    """A value far from its history: `usual` is the median, `z` the modified z-score of the logarithms."""

    usual: float
    z: float


def doubts(new: Sequence[MonthSums], earlier: Sequence[MonthSums], lines: Mapping[Place, int]) -> tuple[Finding, ...]:
    """Doubts about the months of one file, which has one dataset, by the member's earlier months of that dataset.

    `lines`: where in the file a month and product stand first. An earlier value of a month that the file reports again
    is not held against it.
    """
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for one in _all(new, earlier, lines):
        found.setdefault((one.code, one.column), []).append(one)
    return tuple(listed for group in found.values() for listed in _cut(group))


def revision(numbers: Sequence[int], *, changed: int, added: int, gone: int) -> Finding:
    """That the file replaces others, and what of them it changes: values, new rows, rows that are no longer there."""
    named = " / ".join(f"#{number}" for number in numbers)
    return _finding("SEM_REVISION", submission=named, changed=changed, added=added, gone=gone)


def unusual(value: float, month: Month, history: Series, *, counted: bool) -> Unusual | None:
    """Whether the value is far from the other months, its own not among them; None also where these are too few.

    The same month of other years is the measure where there are enough of those years; where there are some, a value
    like one of theirs is not unusual.
    """
    logs = {at: math.log1p(one) for at, one in history.items()}
    if len(logs) < LEAST_MONTHS:
        return None
    season = [one for at, one in logs.items() if at.number == month.number]
    seasonal = len(season) >= LEAST_YEARS
    basis = season if seasonal else list(logs.values())
    centre, spread = _robust(basis, counted=counted)
    at = math.log1p(value)
    z = (at - centre) / spread
    like_a_year = not seasonal and any(abs(at - one) <= THRESHOLD * spread for one in season)
    return Unusual(math.expm1(centre), z) if abs(z) > THRESHOLD and not like_a_year else None


def _robust(logs: Sequence[float], *, counted: bool) -> tuple[float, float]:
    """The median, and the MAD as a standard deviation: no less than a tenth, nor than chance gives a count."""
    centre = median(logs)
    spread = median(abs(one - centre) for one in logs) / TO_SIGMA
    chance = 1 / math.sqrt(max(math.expm1(centre), 1)) if counted else 0.0
    return centre, max(spread, LEAST_SPREAD, chance)


def _all(new: Sequence[MonthSums], earlier: Sequence[MonthSums], lines: Mapping[Place, int]) -> Iterator[Finding]:
    own = {(one.month, one.product): one.values for one in new}
    known = {(one.month, one.product): one.values for one in earlier}
    reported = {month for month, _ in own}
    past = {place: values for place, values in known.items() if place[0] not in reported}
    for one in sorted(new, key=lambda sums: (sums.month, sums.product)):
        line = lines.get((one.month, one.product))
        copied = _copied(one, {**past, **own})
        swapped = () if copied else tuple(_swapped(one, past))
        aside = set(PAIRS[one.dataset]) if swapped else set[str]()
        odd = () if copied else _outliers(one, past, aside)
        for finding in (*([copied] if copied else ()), *swapped, *odd):
            yield replace(finding, line=line)


def _outliers(one: MonthSums, past: Mapping[Place, Mapping[str, float]], aside: set[str]) -> Iterator[Finding]:
    for measure in FIGURES[one.dataset]:
        value = one.values.get(measure.name)
        if value is None or measure.name in aside:
            continue
        series = _series(past, one.product, measure.name)
        odd = unusual(value, one.month, series, counted=measure.kind is not Kind.QUANTILE)
        if odd is not None:
            yield _finding(
                "SEM_OUTLIER", measure.name, _told(value), month=str(one.month), product=one.product,
                usual=_told(odd.usual), months=len(series),
            )  # fmt: skip


def _copied(one: MonthSums, places: Mapping[Place, Mapping[str, float]]) -> Finding | None:
    """The month before, or the same month of the quarter before, when it says exactly the same."""
    if len({value for value in one.values.values() if value}) < LEAST_DISTINCT:
        return None
    quarter_before = one.month.before().before().before()
    for month in (one.month.before(), quarter_before):
        if places.get((month, one.product)) == one.values:
            return _finding("SEM_COPIED", month=str(one.month), product=one.product, earlier=str(month))
    return None


def _swapped(one: MonthSums, past: Mapping[Place, Mapping[str, float]]) -> Iterator[Finding]:
    """Inbound is what outbound usually is, and the other way round, where the two are usually far apart."""
    if one.dataset not in PAIRS:
        return
    names = PAIRS[one.dataset]
    values = [one.values.get(name) for name in names]
    series = [_series(past, one.product, name) for name in names]
    if None in values or min(len(each) for each in series) < LEAST_MONTHS:
        return
    inward, outward = (math.log1p(value or 0) for value in values)
    (usual_in, in_spread), (usual_out, out_spread) = (
        _robust([math.log1p(one) for one in each.values()], counted=True) for each in series
    )
    near = THRESHOLD * max(in_spread, out_spread)
    crossed = abs(inward - usual_out) <= near and abs(outward - usual_in) <= near
    if crossed and abs(usual_in - usual_out) > 2 * near:
        yield _finding(
            "SEM_DIRECTION", names[0], _told(values[0]), month=str(one.month), product=one.product,
            inbound=_told(values[0]), outbound=_told(values[1]), other=names[1],
            usual_in=_told(math.expm1(usual_in)), usual_out=_told(math.expm1(usual_out)),
        )  # fmt: skip


def _series(past: Mapping[Place, Mapping[str, float]], product: str, measure: str) -> Series:
    return {month: values[measure] for (month, which), values in past.items() if which == product and measure in values}


def _finding(code: str, column: str | None = None, value: str | None = None, **params: object) -> Finding:
    severity, scope = CATALOGUE_HISTORY[code]
    return Finding(code, severity, scope, column=column, value=value, params=params)


def _cut(group: list[Finding]) -> list[Finding]:
    """The first of a kind; the last of them tells how many more there are."""
    kept = group[:LISTED]
    return [*kept[:-1], replace(kept[-1], more=len(group) - len(kept))]


def _told(value: float | None) -> str:
    """A figure as a person would write it: whole where it is, otherwise with one decimal."""
    rounded = round(value or 0, 1)
    return str(int(rounded)) if rounded == int(rounded) or rounded >= 100 else str(rounded)
