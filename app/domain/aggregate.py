"""From accepted figures to what each indicator reads, member by member and quarter by quarter.

Counts are summed over the months and products for which numerator and denominator were both reported; stocks are those
of the last such month; quantiles are those of the quarter's items where these are all that was reported, otherwise the
mean of months and products weighted by n, marked approximate (rulings 3).
A value that nobody reported may be an earlier one, with its age.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from app.domain import readings
from app.domain.editions import Measured, Reason
from app.domain.measures import MEASURES, Kind
from app.domain.method import Formula, Indicator, Method
from app.domain.observations import ChecklistAnswer, Disruption, Evidence, QuarterQuantile
from app.domain.periods import Month, Quarter
from app.domain.readings import NO_DATA, Reading

_Key = tuple[str, Quarter]
_Whole = Mapping[tuple[str, Quarter, str], QuarterQuantile]
Readings = Mapping[str, Mapping[_Key, Reading]]
"""By indicator code, then by member and quarter."""


@dataclass(frozen=True)
class _Months:
    """One row for each member, month and product: a column a measure, and `n:MEASURE` behind each quantile."""

    frame: pd.DataFrame
    keys: tuple[_Key, ...]

    def column(self, name: str) -> pd.Series:
        if name in self.frame.columns:
            return self.frame[name]
        return pd.Series(float("nan"), index=self.frame.index, name=name)

    @property
    def groups(self) -> pd.Series:
        return self.frame["group"]


def aggregate(evidence: Evidence, method: Method, quarters: tuple[Quarter, ...]) -> Readings:
    """What every indicator reads for the members of the evidence in these quarters, nothing carried."""
    months = _months(evidence, quarters)
    whole = {(found.member, found.quarter, found.measure): found for found in evidence.quantiles}
    kinds: dict[str, Callable[[Indicator], dict[_Key, Reading]]] = {
        "share": lambda indicator: _shares(months, indicator, method.rules.confidence_z),
        "quantile": lambda indicator: _quantiles(months, indicator, whole),
        "spread": lambda indicator: _quantiles(months, indicator, whole),
    }
    return {
        indicator.code: kinds[indicator.formula.kind](indicator)
        if indicator.formula.kind in kinds
        else _others(evidence, indicator, quarters)
        for indicator in method.indicators
    }


def carried(read: Mapping[_Key, Reading], indicator: Indicator, member: str, quarter: Quarter) -> Reading:
    """The reading of the quarter; where nobody reported, the member's own newest one within the carrying limit."""
    own = read.get((member, quarter), NO_DATA)
    if own.value.reason is not Reason.NO_DATA:
        return replace(own, source_quarter=str(quarter))
    for age in range(1, indicator.carry_quarters + 1):
        earlier = read.get((member, quarter.back(age)), NO_DATA)
        if earlier.value.value is not None:
            return replace(earlier, age=age, source_quarter=str(quarter.back(age)))
    return own


def _months(evidence: Evidence, quarters: tuple[Quarter, ...]) -> _Months:
    wanted, members = set(quarters), set(evidence.members)
    rows: dict[tuple[str, Month, str], dict[str, float]] = {}
    for sums in evidence.months:
        if sums.member in members and sums.month.quarter in wanted:
            row = rows.setdefault((sums.member, sums.month, sums.product), {})
            row.update({name: readings.cleaned(value) for name, value in sums.values.items()})
            row.update({f"n:{name}": readings.cleaned(n) for name, n in sums.n.items()})
    ordered = sorted(rows)
    found = [(member, month.quarter) for member, month, _ in ordered]
    keys = tuple(dict.fromkeys(found))
    place = {key: i for i, key in enumerate(keys)}
    frame = pd.DataFrame.from_records([rows[key] for key in ordered]).astype("float64")
    frame["group"] = pd.array([place[key] for key in found], dtype="int64")
    frame["month"] = pd.array([_count(month) for _, month, _ in ordered], dtype="int64")
    return _Months(frame, keys)


def _shares(months: _Months, indicator: Indicator, z: float) -> dict[_Key, Reading]:
    """The shares, capped or not; a numerator that nothing pairs with its denominator is NO_DENOMINATOR."""
    numerator, denominator = indicator.formula.numerator, indicator.formula.denominator
    pair = pd.DataFrame({"n": months.column(numerator), "d": months.column(denominator), "group": months.groups})
    found: dict[_Key, Reading] = {
        months.keys[group]: readings.without(Reason.NO_DENOMINATOR)
        for group in pair.loc[pair["n"].notna(), "group"].unique()
    }
    both = pair.assign(month=months.frame["month"]).dropna()
    if MEASURES[denominator].kind is Kind.STOCK:
        both = both[both["month"] == both.groupby("group")["month"].transform("max")]
    totals = both.groupby("group", sort=True)[["n", "d"]].sum()
    for group, n, d in zip(totals.index, totals["n"], totals["d"], strict=True):
        found[months.keys[group]] = readings.share(float(n), float(d), cap=indicator.formula.cap, z=z)
    return found


def _count(month: Month) -> int:
    return month.year * 12 + month.number


def _quantiles(months: _Months, indicator: Indicator, whole: _Whole) -> dict[_Key, Reading]:
    """A quantile or a difference of two: the quarter's own where it covers the months that were reported, otherwise
    the mean of months and products weighted by n (plain where no month gives an n)."""
    formula = indicator.formula
    values = months.column(formula.measure)
    if formula.minus:
        values = values - months.column(formula.minus)
    weights = months.column(f"n:{formula.measure}").clip(lower=0).fillna(0.0)
    means = _means(values, weights, months)
    stem = formula.measure.rpartition("_")[0]
    medians = _means(months.column(f"{stem}_p50").where(values.notna()), weights, months)
    tails = _means(months.column(f"{stem}_p90").where(values.notna()), weights, months)
    found = _nothing_measured(months, MEASURES[formula.measure].n or "")
    for group, (value, n) in means.items():
        pair = (medians[group][0], tails[group][0]) if group in medians and group in tails else None
        found[months.keys[group]] = _quantile(value, n, pair, approximate=True)
    return found | (_computed_anew(months, formula, whole, values) if whole else {})


def _means(values: pd.Series, weights: pd.Series, months: _Months) -> dict[int, tuple[float, float]]:
    """By group the mean weighted by n, plain where no month gives an n, and the sum of n."""
    table = pd.DataFrame({"v": values, "w": weights, "group": months.groups}).dropna()
    table["wv"] = table["w"] * table["v"]
    grouped = table.groupby("group", sort=True)
    totals = grouped[["w", "wv"]].sum().assign(mean=grouped["v"].mean())
    rows = zip(totals.index, totals["w"], totals["wv"], totals["mean"], strict=True)
    return {int(group): (float(wv / w if w > 0 else mean), float(w)) for group, w, wv, mean in rows}


def _computed_anew(months: _Months, formula: Formula, whole: _Whole, values: pd.Series) -> dict[_Key, Reading]:
    """The quarters whose reported months are just those of the quarter's own quantiles."""
    table = pd.DataFrame({"v": values, "group": months.groups, "month": months.frame["month"]}).dropna()
    used: dict[_Key, set[int]] = {}
    for group, month in zip(table["group"], table["month"], strict=True):
        used.setdefault(months.keys[group], set()).add(month)
    names = [name for name in (formula.measure, formula.minus) if name]
    stem = formula.measure.rpartition("_")[0]
    found = {}
    for key, reported in used.items():
        parts = [whole[*key, name] for name in names if (*key, name) in whole]
        if len(parts) == len(names) and all({_count(month) for month in part.months} == reported for part in parts):
            value = parts[0].value - sum(part.value for part in parts[1:])
            ends = [whole.get((*key, f"{stem}_{end}")) for end in ("p50", "p90")]
            pair = (ends[0].value, ends[1].value) if ends[0] and ends[1] else None
            found[key] = _quantile(value, parts[0].n, pair, approximate=False)
    return found


def _quantile(value: float, n: float, pair: tuple[float, float] | None, *, approximate: bool) -> Reading:
    if not readings.is_figure(value):
        return readings.without(Reason.OUT_OF_RANGE)
    return Reading(Measured(value), n=n or None, approximate=approximate, pair=pair)


def _nothing_measured(months: _Months, name: str) -> dict[_Key, Reading]:
    """The quarters whose count behind a quantile was reported as 0."""
    reported = pd.DataFrame({"n": months.column(name), "group": months.groups}).dropna()
    totals = reported.groupby("group", sort=True)["n"].sum()
    return {months.keys[group]: readings.without(Reason.NOTHING_TO_MEASURE) for group in totals.index[totals == 0]}


def _others(evidence: Evidence, indicator: Indicator, quarters: tuple[Quarter, ...]) -> dict[_Key, Reading]:
    """Indicators that rest on the checklist, on disruptions, or on what others publish."""
    kind = indicator.formula.kind
    if kind in {"checklist", "counts"}:
        return _answered(evidence, indicator)
    if kind == "external":
        published = {value.member: Reading(Measured(value.risk)) for value in evidence.inform}
        return {(member, q): published[member] for member in evidence.members if member in published for q in quarters}
    return _disrupted(evidence, indicator, quarters)


def _answered(evidence: Evidence, indicator: Indicator) -> dict[_Key, Reading]:
    grouped: dict[_Key, list[ChecklistAnswer]] = {}
    for answer in evidence.answers:
        grouped.setdefault((answer.member, answer.quarter), []).append(answer)
    if indicator.formula.kind == "counts":
        return {key: readings.counts(answers, indicator.formula) for key, answers in grouped.items()}
    return {key: readings.checklist(answers, indicator.formula.items) for key, answers in grouped.items()}


def _disrupted(evidence: Evidence, indicator: Indicator, quarters: tuple[Quarter, ...]) -> dict[_Key, Reading]:
    read = readings.disruption_days if indicator.formula.kind == "disruption_days" else readings.notified_share
    cases: dict[str, list[Disruption]] = {}
    for case in evidence.disruptions:
        cases.setdefault(case.member, []).append(case)
    files = (sent for sent in evidence.sent if sent.dataset == "disruptions" and sent.state != "missing")
    reported = {(sent.member, sent.quarter) for sent in files}
    found = {}
    for member in evidence.members:
        for quarter in quarters:
            own = [c for c in cases.get(member, ()) if readings.touches(c, quarter)]
            found[member, quarter] = read(own, quarter, bool(own) or (member, quarter) in reported)
    return found
