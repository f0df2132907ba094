"""Prints docs/method.md from the method file and the tables of tests/spec.

`method_page()` gives the text; running this file writes it. A test fails when the page is stale.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.domain import bands, draws, signals, variations
from app.domain.index import Node
from app.domain.method import ASSUMPTION, Formula, Indicator, Method
from app.handbook import load

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/method.md"

OPENING = """# The method ({version})

*Reference. Generated from `app/handbook/{version}.toml` and `tests/spec/tables.toml` by `docs/build_method.py`;
do not edit.*

{text}

## From figures to points

1. **Figures to values.** Counts are summed over the months and products for which both sides of a ratio were
   reported. Stocks are those of the last such month. Quantiles are computed anew from all items of the quarter where
   one file of item events gave every month reported; otherwise they are the mean of the months weighted by their
   n, marked approximate. 0 of 0 is *nothing to measure*; a numerator without its denominator, or above it, gives a
   reason, not a value.
2. **Earlier values.** Where nothing was reported the member's own newest value counts, marked with its age: up
   to two quarters back, for the yearly minimum requirements four. Nothing is borrowed from others.
3. **Values to points.** `points = 100 x (value - floor) / (target - floor)`, cut to 0-100, and the cut is
   recorded.
4. **Points to a score.** Weighted arithmetic mean inside a node. Between pillars the weighted geometric mean of
   y = 1 + 0.99 s, taken back to 0-100. Missing children drop out and the others share their weight.
5. **Coverage.** A pillar needs two thirds of its weight and its mandatory indicators. All pillars: FINAL, and
   ranked. One missing, the others at least {provisional:.0%} of the weight: PROVISIONAL, not ranked. Else
   NOT_PUBLISHED, with the reason.
6. **Bounds.** Beside every score stands where it would lie with everything missing at 0 and at 100.
7. **Publication.** Rounded half up to {decimals} decimal; level = min({levels}, 1 + floor(score / {width:g}));
   ranks among FINAL only, equal values sharing the better one. BORDERLINE: the 90 % band of the index crosses a
   cut between levels.
8. **Grade.** The share of weight that is fresh and exact: {grades}. A quarter past fresh counts {steps}; an
   approximate value counts a step less. A value resting on fewer than {small:g} items lowers the grade one
   step. The grade tells how complete and fresh the data are, never how good the post is.
9. **Explanation.** Contributions sum to the score, points lost to 100 minus the score, and parts of a change to
   the change, exactly (logarithmic-mean decomposition, also when something appears or disappears).

"Assumption" beside a number means that it is ours and nobody else's."""

RISK = """## Risk

K = (E x V x C)^(1/3), each 0-10 and never below {floor:g}; higher is worse. E is INFORM's hazard and exposure.
V and C are INFORM's mean in which the worst part dominates, (10 - geometric mean of 1 + 0.9 (10 - x)) / 0.9.
Missing parts drop out; with one dimension missing K is the square root of the other two; with two missing there
is no index. Classes ({source}): very low below {c[0]:g}, low below {c[1]:g}, medium below {c[2]:g}, high below
{c[3]:g}, then very high, from the value rounded to one decimal.

| part | 0 at | 10 at | source |
|---|---|---|---|
"""


SIGNALS = """## Signals

Signals are rules with fixed limits, all assumptions of this method. What each says and advises stands in the
catalogues; here is when it is raised.

- **customs_backlog_growing / _falling**: items open at Customs moved one way over at least {steps} months in a row, up
  to the quarter's last reported month, by at least {backlog:.0%} and {least:g} items; an alarm when they rose by half.
- **traffic_shock_inbound / _outbound**: a month lost at least {fall:g} % of its items against the month before, beyond
  what earlier years show as usual; an alarm from {deep:g} %.
- **silence**, **late**: a dataset owed was not sent when the grace had ended, or came after the deadline.
- **readiness_up / _down**: the published index moved by at least {move:g} points since the quarter before.
- contradictions, summed over the months that report both, more than {slack:.0%} above: {pairs}."""


UNCERTAINTY = """## How sure a score is

Two kinds of doubt are told apart and never added.

**The data's.** Each value is drawn anew from what its counts allow, and every draw is scored and ranked like the
published values; the band is 5-95 % of the draws. A share of n items follows the confidence distribution whose ends
at 5 and 95 % are Wilson's interval. A median or 90th percentile of n items lies at a position of the true distribution
that is Beta (n q, n (1 - q)), read off the lognormal through the reported pair; a spread is the difference of the two
in the same draw. Checklists, published values, and figures without a count or without the other one of the pair stand
as they are. Members, quarters and indicators err independently, but for the quantiles of the same items. Assumptions:

- so many quarters k past fresh, n items are worth 1 / (1/n + k/{drift:g}): a value drifts in a quarter as far as a
  sample of {drift:g} items errs, however many items it once rested on;
- an approximate value (a mean of monthly quantiles) is worth {approximate:.0%} of its items;
- items are independent. Where one cause delays many at once, the true band is wider.

*Improved* or *worsened* is said only where the draws of the two quarters agree in at least {sure:.0%}.

**The method's.** Sobol indices say how much of a score's or of the mean rank shift's variance comes from each choice,
alone and with the others, from a scrambled Sobol sequence with a bootstrap. Assumptions of how far each choice varies:
weights are Dirichlet around the nominal ones (90 % of the weights of an average child within {weights:.0%}); the index
combines by an arithmetic, a geometric or a power mean (p = {power:g}); each goalpost moves by up to {goalposts:.0%} of
the span; one indicator, or none, is left out."""


def method_page() -> str:
    """The whole page, ending with one line end."""
    method = load("v1")
    tables = tomllib.loads((ROOT / "tests/spec/tables.toml").read_text(encoding="utf-8"))
    parts = [
        _opening(method),
        _tree(method),
        _indicators(method),
        _risk(method),
        _signals(),
        _uncertainty(),
        _examples(tables),
        _sources(method),
    ]
    return "\n\n".join(parts) + "\n"


def _uncertainty() -> str:
    usual = variations.Variation((), ())
    return UNCERTAINTY.format(
        drift=draws.DRIFT_ITEMS,
        approximate=draws.APPROXIMATE,
        sure=bands.SURE,
        weights=usual.weight_reach,
        goalposts=usual.goalpost_reach,
        power=variations.POWER,
    )


def _opening(method: Method) -> str:
    rules = method.rules
    return OPENING.format(
        version=method.version,
        text=method.text.en,
        provisional=rules.provisional_weight,
        decimals=rules.decimals,
        levels=rules.levels,
        width=rules.level_width,
        grades=", ".join(f"{letter} from {least:.0%}" for letter, least in rules.grades if least),
        steps=", then ".join(f"{step:g}" for step in rules.freshness[1:]),
        small=rules.small_n,
    )


def _tree(method: Method) -> str:
    rows = [_node(method, node) for node in method.depth_first]
    head = ["node", "English", "français", "العربية", "weight", "mean of children", "least coverage", "mandatory"]
    return "\n".join(["## The tree", "", _row(head), _row(["---"] * len(head)), *rows])


def _node(method: Method, node: Node) -> str:
    least = f"{node.least_coverage:.1%}" if node.least_coverage else "-"
    cells = [node.code, node.names.en, node.names.fr, node.names.ar, f"{method.weights[node.code]:.1%}"]
    return _row([*cells, node.aggregation, least, ", ".join(node.mandatory) or "-"])


def _indicators(method: Method) -> str:
    parts = ["## The indicators"]
    for node in (n for n in method.nodes if any(i.node == n.code for i in method.indicators)):
        parts.append(f"### {node.names.en} ({node.code})")
        parts.extend(_indicator(method, i) for i in method.indicators if i.node == node.code)
    return "\n\n".join(parts)


def _indicator(method: Method, indicator: Indicator) -> str:
    target = f"{indicator.target:g} ({_source(indicator.target_source, indicator.target_after)})"
    floor = f"{indicator.floor:g} ({_source(indicator.floor_source, indicator.floor_after)})"
    zero = "is not owed" if indicator.nothing_to_measure == "drops" else "counts as missing"
    return "\n".join(
        [
            f"**{indicator.code} {indicator.names.en}** / {indicator.names.fr} / {indicator.names.ar}",
            "",
            f"{indicator.definition.en} *{indicator.why.en}*",
            "",
            f"- formula: {_formula(indicator.formula)}; unit: {indicator.unit}; {indicator.direction} is better",
            f"- target {target}; floor {floor}; weight in the index {method.weights[indicator.code]:.2%}",
            f"- fresh for {indicator.fresh_quarters}, carried for {indicator.carry_quarters} quarters; 0 of 0 {zero}; "
            f"owner: {indicator.owner}; reviewed {indicator.reviewed}",
        ]
    )


def _source(source: str, after: str) -> str:
    return f"{source}, after {after}" if after else source


def _formula(formula: Formula) -> str:
    ratio = f"100 x `{formula.numerator}` / `{formula.denominator}`" + (", at most 100" if formula.cap else "")
    return {
        "share": ratio,
        "counts": ratio,
        "quantile": f"`{formula.measure}`",
        "spread": f"`{formula.measure}` - `{formula.minus}`",
        "checklist": f"100 x yes / (yes + no) of {', '.join(f'`{item}`' for item in formula.items)}",
        "external": "as published",
        "disruption_days": "days with an open force-majeure case",
        "notified_share": "100 x cases notified within 24 h / cases begun",
    }[formula.kind]


def _risk(method: Method) -> str:
    risk = method.risk
    rows = [_row([code, f"{scale.zero:g}", f"{scale.ten:g}", scale.source]) for code, scale in risk.scales]
    return RISK.format(floor=risk.floor, source=risk.classes_source, c=risk.classes) + "\n".join(rows)


def _signals() -> str:
    return SIGNALS.format(
        steps=signals.STEPS,
        backlog=signals.BACKLOG,
        least=signals.LEAST,
        fall=signals.FALL,
        deep=signals.DEEP,
        move=signals.MOVE,
        slack=signals.SLACK - 1,
        pairs="; ".join(f"`{more}` above `{less}` (**{code}**)" for code, more, less, _ in signals.CONTRADICTIONS),
    )


def _examples(tables: dict[str, Any]) -> str:
    parts = ["## Worked examples\n\nEach row is a test."]
    for table in tables["points"]:
        parts.append(_table(table["title"], ["value", "points"], table["rows"]))
    trees = [
        [t["title"], t.get("index", "-"), t["standing"], t.get("level", "-"), f"{t['coverage']:.1%}"]
        for t in tables["tree"]
    ]
    parts.append(_table("Whole trees", ["case", "index", "standing", "level", "coverage"], trees))
    heads = {
        "rounding": ["score", "published", "level"],
        "grade": ["fresh weight", "grade", "with few items"],
        "risk": ["exposure", "vulnerability", "lack of coping", "index"],
    }
    parts.extend(_table(tables[name]["title"], head, tables[name]["rows"]) for name, head in heads.items())
    return "\n\n".join(parts)


def _table(title: str, head: list[str], rows: list[list[Any]]) -> str:
    return "\n".join([f"**{title}**", "", _row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)])


def _row(cells: list[Any]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _sources(method: Method) -> str:
    lines = [f"- **{key}**: {text}" for key, text in method.sources]
    return "\n".join(["## Sources", "", *lines, f"- **{ASSUMPTION}**: a number of this method, nobody else's"])


if __name__ == "__main__":
    PAGE.write_text(method_page(), encoding="utf-8")
