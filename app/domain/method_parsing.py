"""From the parsed text of a method file to a `Method`, or a `MethodError` that names the place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.entries import (
    Entry,
    MethodError,
    names,
    need,
    number,
    one_of,
    only,
    table,
    tables,
    text,
    whole,
)
from app.domain.index import Node
from app.domain.index_parsing import INDEX_KEYS, LEAF, NODE, RULES, leaf_fields, node_fields, rules_fields
from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, MEASURES, REQUIREMENTS, Kind
from app.domain.method import ASSUMPTION, Formula, Indicator, Method, RiskRules, Rules, Scale
from app.domain.method_tree import check_tree
from app.domain.sources import REPORTED, SOURCES

_NODE = {*NODE, "level", "definition"}
_INDICATOR = {
    *LEAF, "unit", "formula", "target_source", "floor_source", "target_after", "floor_after", "definition", "why",
    "owner", "reviewed", "nothing_to_measure", "fresh_quarters", "carry_quarters",
}  # fmt: skip
_OWN_RULES = {"small_n", "freshness", "grades", "level_width", "levels", "confidence_z", "draws", "where_both"}
LEVELS = ("index", "pillar", "node", "aside")
KINDS = ("share", "quantile", "spread", "checklist", "counts", "external", "disruption_days", "notified_share")
EXTERNAL = ("inform_risk",)
RISK_PARTS = ("concentration", "aged_backlog", "traffic_shock", "disruption_days", "preparedness", "notification")


def parse_method(data: Entry, hash: str) -> Method:
    """The method in `data`; MethodError when anything in it is missing, unknown or contradicts the rest."""
    only(data, {*INDEX_KEYS, "cycle", "text", "sources", "risk"}, "file")
    sources = {str(key): str(said) for key, said in table(need(data, "sources", "file"), "sources").items()}
    defaults = table(data.get("defaults", {}), "defaults")
    rules = _rules(table(need(data, "rules", "file"), "rules"))
    nodes = tuple(_node(entry) for entry in tables(data, "node"))
    indicators = tuple(_indicator({**defaults, **entry}, rules, sources) for entry in tables(data, "indicator"))
    check_tree(nodes, indicators)
    return Method(
        version=text(data, "version", "file"),
        hash=hash,
        cycle=text(data, "cycle", "file"),
        names=names(data, "name", "file"),
        text=names(data, "text", "file"),
        sources=tuple(sorted(sources.items())),
        rules=rules,
        risk=_risk(table(need(data, "risk", "file"), "risk"), sources),
        nodes=nodes,
        indicators=indicators,
    )


def _source(entry: Entry, key: str, sources: Mapping[str, str], place: str) -> str:
    text = str(need(entry, key, place))
    if text != ASSUMPTION and text not in sources:
        raise MethodError(f"{place}: {key} names no source of the file: {text!r}")
    return text


def _node(entry: Entry) -> Node:
    fields = node_fields(entry, _NODE)
    place = f"node {fields['code']}"
    level = one_of(need(entry, "level", place), LEVELS, place, "level")
    if (fields["parent"] is None) != (level in {"index", "aside"}):
        raise MethodError(f"{place}: a {level} {'needs a' if fields['parent'] is None else 'has no'} parent")
    definition = names(entry, "definition", place) if "definition" in entry else None
    return Node(**{**fields, "level": level}, names=names(entry, "name", place), definition=definition)


def _indicator(entry: Entry, rules: Rules, sources: Mapping[str, str]) -> Indicator:
    fields = leaf_fields(entry, rules, _INDICATOR)
    place = f"indicator {fields['code']}"
    reviewed = need(entry, "reviewed", place)
    if not isinstance(reviewed, date):
        raise MethodError(f"{place}: reviewed is not a date: {reviewed!r}")
    if fields["normalisation"] != "goalposts":
        raise MethodError(f"{place}: an indicator of ours has goalposts")
    return Indicator(
        **fields,
        names=names(entry, "name", place),
        unit=text(entry, "unit", place),
        formula=_formula(table(need(entry, "formula", place), place), place),
        target_source=_source(entry, "target_source", sources, place),
        floor_source=_source(entry, "floor_source", sources, place),
        definition=names(entry, "definition", place),
        why=names(entry, "why", place),
        owner=text(entry, "owner", place),
        reviewed=reviewed,
        nothing_to_measure=one_of(
            entry.get("nothing_to_measure", "no_data"), ("drops", "no_data"), place, "nothing_to_measure"
        ),
        fresh_quarters=whole(entry, "fresh_quarters", place, 1),
        carry_quarters=whole(entry, "carry_quarters", place, 0),
        target_after=_source(entry, "target_after", sources, place) if "target_after" in entry else "",
        floor_after=_source(entry, "floor_after", sources, place) if "floor_after" in entry else "",
    )


def _formula(entry: Entry, place: str) -> Formula:
    kind = one_of(str(need(entry, "kind", place)), KINDS, place, "formula kind")
    unknown = set(entry) - {"kind", "numerator", "denominator", "measure", "minus", "cap", "items"}
    if unknown:
        raise MethodError(f"{place}: formula has unknown keys: {', '.join(sorted(unknown))}")
    formula = Formula(**{**entry, "items": tuple(entry.get("items", ()))})
    needed = {
        "share": ("numerator", "denominator"),
        "counts": ("numerator", "denominator"),
        "quantile": ("measure",),
        "spread": ("measure", "minus"),
        "checklist": ("items",),
    }
    for key in needed.get(kind, ()):
        if not getattr(formula, key):
            raise MethodError(f"{place}: a {kind} needs {key}")
    _check_measures(formula, place)
    return formula


def _check_measures(formula: Formula, place: str) -> None:
    for name in formula.measures:
        one_of(name, MEASURES, place, "measure")
        if (MEASURES[name].kind is Kind.QUANTILE) != (formula.kind in {"quantile", "spread"}):
            raise MethodError(f"{place}: {name} cannot stand in a {formula.kind}")
    for item in formula.items:
        one_of(item, (*REQUIREMENTS, *DISASTER_READINESS), place, "checklist item")
    if formula.kind == "external":
        one_of(formula.measure, EXTERNAL, place, "published value")
    if formula.kind == "counts":
        one_of(formula.numerator, CHECKLIST_COUNTS, place, "numerator")
        one_of(formula.denominator, CHECKLIST_COUNTS, place, "denominator")


def _rules(entry: Entry) -> Rules:
    place = "rules"
    grades = tuple((str(letter), float(least)) for letter, least in need(entry, "grades", place))
    freshness = tuple(float(step) for step in need(entry, "freshness", place))
    if [least for _, least in grades] != sorted((least for _, least in grades), reverse=True) or grades[-1][1] != 0:
        raise MethodError("rules: grades must fall, down to 0")
    if not freshness or freshness[0] != 1 or list(freshness) != sorted(freshness, reverse=True):
        raise MethodError("rules: freshness must fall from 1")
    fields = rules_fields(entry, {*RULES, *_OWN_RULES})
    if fields["provisional_missing"] is None or fields["decimals"] is None:
        raise MethodError("rules: provisional_missing, provisional_weight and decimals are needed")
    return Rules(
        **fields,
        small_n=number(entry, "small_n", place, 0),
        freshness=freshness,
        grades=grades,
        level_width=number(entry, "level_width", place, 0.1, 100),
        levels=whole(entry, "levels", place, 1),
        confidence_z=number(entry, "confidence_z", place, 0),
        draws=whole(entry, "draws", place, 100, 1_000_000),
        where_both=one_of(str(entry.get("where_both", REPORTED)), SOURCES, place, "source"),
    )


def _risk(entry: Entry, sources: Mapping[str, str]) -> RiskRules:
    scales = []
    for code in RISK_PARTS:
        place = f"risk {code}"
        given = need(need(entry, "scale", "risk"), code, place)
        zero, ten = number(given, "zero", place), number(given, "ten", place)
        if zero == ten:
            raise MethodError(f"{place}: zero and ten are both {zero}")
        scales.append((code, Scale(zero, ten, _source(given, "source", sources, place))))
    classes = tuple(float(limit) for limit in need(entry, "classes", "risk"))
    if len(classes) != 4 or list(classes) != sorted(set(classes)):
        raise MethodError("risk: classes must be four rising limits")
    return RiskRules(
        floor=number(entry, "floor", "risk", 0.001, 10),
        classes=classes,
        classes_source=_source(entry, "classes_source", sources, "risk"),
        scales=tuple(scales),
        least_volume=number(entry, "least_volume", "risk", 0),
    )
