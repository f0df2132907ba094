"""Prints docs/method.md from the method file and the tables of tests/spec.

`method_page()` gives the text; running this file writes it. A test fails when the page is stale.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.domain import bands, draws, gaps, signals, sources, variations
from app.domain.index import Node
from app.domain.method import ASSUMPTION, Formula, Indicator, Method
from app.handbook import load

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/method.md"
WORDS = tomllib.loads((ROOT / "docs/method_words.toml").read_text(encoding="utf-8"))


def method_page() -> str:
    """The whole page, ending with one line end."""
    method = load("v1")
    tables = tomllib.loads((ROOT / "tests/spec/tables.toml").read_text(encoding="utf-8"))
    parts = [
        _opening(method),
        _tree(method),
        _indicators(method),
        _risk(method),
        _signals(method),
        _uncertainty(),
        _examples(tables),
        _sources(method),
    ]
    return "\n\n".join(parts) + "\n"


def _uncertainty() -> str:
    usual = variations.Variation((), ())
    return WORDS["uncertainty"].format(
        drift=draws.DRIFT_ITEMS,
        approximate=draws.APPROXIMATE,
        sure=bands.SURE,
        weights=usual.weight_reach,
        goalposts=usual.goalpost_reach,
        power=variations.POWER,
    )


def _opening(method: Method) -> str:
    rules = method.rules
    return WORDS["opening"].format(
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
    return WORDS["risk"].format(floor=risk.floor, source=risk.classes_source, c=risk.classes) + "\n".join(rows)


def _signals(method: Method) -> str:
    return WORDS["signals"].format(
        steps=signals.STEPS,
        backlog=signals.BACKLOG,
        least=signals.LEAST,
        fall=signals.FALL,
        deep=signals.DEEP,
        move=signals.MOVE,
        slack=signals.SLACK - 1,
        gap=gaps.LEAST_GAP,
        gaps=gaps.MOST_TOLD,
        counts="The reported figures" if method.rules.where_both == sources.REPORTED else "The scans",
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
