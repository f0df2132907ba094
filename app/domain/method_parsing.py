"""From the parsed text of a method file to a `Method`, or a `MethodError` that names the place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.domain.measures import CHECKLIST_COUNTS, DISASTER_READINESS, MEASURES, REQUIREMENTS, Kind
from app.domain.members import LANGUAGES, Names
from app.domain.method import (
    ASSUMPTION,
    Formula,
    Indicator,
    Method,
    MethodError,
    Node,
    RiskRules,
    Rules,
    Scale,
)
from app.domain.method_tree import check_tree

LEVELS = ("index", "pillar", "node", "aside")
KINDS = ("share", "quantile", "spread", "checklist", "counts", "external", "disruption_days", "notified_share")
EXTERNAL = ("inform_risk",)
RISK_PARTS = ("concentration", "aged_backlog", "traffic_shock", "disruption_days", "preparedness", "notification")


def parse_method(data: Mapping[str, Any], hash: str) -> Method:
    """The method in `data`; MethodError when anything in it is missing, unknown or contradicts the rest."""
    sources = {str(key): str(text) for key, text in _need(data, "sources", "file").items()}
    defaults = data.get("defaults", {})
    nodes = tuple(_node(entry) for entry in _need(data, "node", "file"))
    indicators = tuple(_indicator({**defaults, **entry}, sources) for entry in _need(data, "indicator", "file"))
    check_tree(nodes, indicators)
    return Method(
        version=str(_need(data, "version", "file")),
        hash=hash,
        cycle=str(_need(data, "cycle", "file")),
        names=_names(data, "name", "file"),
        text=_names(data, "text", "file"),
        sources=tuple(sorted(sources.items())),
        rules=_rules(_need(data, "rules", "file")),
        risk=_risk(_need(data, "risk", "file"), sources),
        nodes=nodes,
        indicators=indicators,
    )


def _need(entry: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in entry:
        raise MethodError(f"{place}: {key} is missing")
    return entry[key]


def _number(entry: Mapping[str, Any], key: str, place: str, low: float = -math.inf, high: float = math.inf) -> float:
    value = _need(entry, key, place)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MethodError(f"{place}: {key} is not a number: {value!r}")
    if not low <= value <= high:
        raise MethodError(f"{place}: {key} = {value} is outside {low} to {high}")
    return float(value)


def _whole(entry: Mapping[str, Any], key: str, place: str, low: int) -> int:
    value = _number(entry, key, place, low)
    if value != int(value):
        raise MethodError(f"{place}: {key} is not a whole number: {value}")
    return int(value)


def _one_of(value: str, allowed: Iterable[str], place: str, key: str) -> str:
    if value not in tuple(allowed):
        raise MethodError(f"{place}: {key} is unknown: {value!r}")
    return value


def _names(entry: Mapping[str, Any], key: str, place: str) -> Names:
    given = _need(entry, key, place)
    for language in LANGUAGES:
        if not isinstance(given, Mapping) or not str(given.get(language, "")).strip():
            raise MethodError(f"{place}: {key} lacks {language}")
    return Names(*(str(given[language]) for language in LANGUAGES))


def _source(entry: Mapping[str, Any], key: str, sources: Mapping[str, str], place: str) -> str:
    text = str(_need(entry, key, place))
    if text != ASSUMPTION and text not in sources:
        raise MethodError(f"{place}: {key} names no source of the file: {text!r}")
    return text


def _node(entry: Mapping[str, Any]) -> Node:
    code = str(_need(entry, "code", "node"))
    place = f"node {code}"
    level = _one_of(str(_need(entry, "level", place)), LEVELS, place, "level")
    parent = entry.get("parent")
    if (parent is None) != (level in {"index", "aside"}):
        raise MethodError(f"{place}: a {level} {'needs a' if parent is None else 'has no'} parent")
    return Node(
        code=code,
        names=_names(entry, "name", place),
        level=level,
        parent=parent,
        weight=_number({"weight": 1, **entry}, "weight", place, 0),
        aggregation=_one_of(entry.get("aggregation", "arithmetic"), ("arithmetic", "geometric"), place, "aggregation"),
        least_coverage=_number({"least_coverage": 0, **entry}, "least_coverage", place, 0, 1),
        mandatory=tuple(entry.get("mandatory", ())),
        definition=_names(entry, "definition", place) if "definition" in entry else None,
    )


def _indicator(entry: Mapping[str, Any], sources: Mapping[str, str]) -> Indicator:
    code = str(_need(entry, "code", "indicator"))
    place = f"indicator {code}"
    target, floor = _number(entry, "target", place), _number(entry, "floor", place)
    if target == floor:
        raise MethodError(f"{place}: floor and target are both {target}")
    scale = _one_of(entry.get("scale", "linear"), ("linear", "log"), place, "scale")
    if scale == "log" and min(target, floor) <= 0:
        raise MethodError(f"{place}: a log scale needs goalposts above 0")
    reviewed = _need(entry, "reviewed", place)
    if not isinstance(reviewed, date):
        raise MethodError(f"{place}: reviewed is not a date: {reviewed!r}")
    return Indicator(
        code=code,
        names=_names(entry, "name", place),
        node=str(_need(entry, "node", place)),
        unit=str(_need(entry, "unit", place)),
        formula=_formula(_need(entry, "formula", place), place),
        target=target,
        floor=floor,
        target_source=_source(entry, "target_source", sources, place),
        floor_source=_source(entry, "floor_source", sources, place),
        definition=_names(entry, "definition", place),
        why=_names(entry, "why", place),
        weight=_number(entry, "weight", place, 0),
        owner=str(_need(entry, "owner", place)),
        reviewed=reviewed,
        nothing_to_measure=_one_of(
            entry.get("nothing_to_measure", "no_data"), ("drops", "no_data"), place, "nothing_to_measure"
        ),
        fresh_quarters=_whole(entry, "fresh_quarters", place, 1),
        carry_quarters=_whole(entry, "carry_quarters", place, 0),
        scale=scale,
        **{key: _source(entry, key, sources, place) for key in ("target_after", "floor_after") if key in entry},
    )


def _formula(entry: Mapping[str, Any], place: str) -> Formula:
    kind = _one_of(str(_need(entry, "kind", place)), KINDS, place, "formula kind")
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
        _one_of(name, MEASURES, place, "measure")
        if (MEASURES[name].kind is Kind.QUANTILE) != (formula.kind in {"quantile", "spread"}):
            raise MethodError(f"{place}: {name} cannot stand in a {formula.kind}")
    for item in formula.items:
        _one_of(item, (*REQUIREMENTS, *DISASTER_READINESS), place, "checklist item")
    if formula.kind == "external":
        _one_of(formula.measure, EXTERNAL, place, "published value")
    if formula.kind == "counts":
        _one_of(formula.numerator, CHECKLIST_COUNTS, place, "numerator")
        _one_of(formula.denominator, CHECKLIST_COUNTS, place, "denominator")


def _rules(entry: Mapping[str, Any]) -> Rules:
    place = "rules"
    grades = tuple((str(letter), float(least)) for letter, least in _need(entry, "grades", place))
    freshness = tuple(float(step) for step in _need(entry, "freshness", place))
    if [least for _, least in grades] != sorted((least for _, least in grades), reverse=True) or grades[-1][1] != 0:
        raise MethodError("rules: grades must fall, down to 0")
    if not freshness or freshness[0] != 1 or list(freshness) != sorted(freshness, reverse=True):
        raise MethodError("rules: freshness must fall from 1")
    return Rules(
        small_n=_number(entry, "small_n", place, 0),
        decimals=_whole(entry, "decimals", place, 0),
        provisional_missing=_whole(entry, "provisional_missing", place, 0),
        provisional_weight=_number(entry, "provisional_weight", place, 0, 1),
        freshness=freshness,
        grades=grades,
        level_width=_number(entry, "level_width", place, 0.1, 100),
        levels=_whole(entry, "levels", place, 1),
        confidence_z=_number(entry, "confidence_z", place, 0),
    )


def _risk(entry: Mapping[str, Any], sources: Mapping[str, str]) -> RiskRules:
    scales = []
    for code in RISK_PARTS:
        place = f"risk {code}"
        given = _need(_need(entry, "scale", "risk"), code, place)
        zero, ten = _number(given, "zero", place), _number(given, "ten", place)
        if zero == ten:
            raise MethodError(f"{place}: zero and ten are both {zero}")
        scales.append((code, Scale(zero, ten, _source(given, "source", sources, place))))
    classes = tuple(float(limit) for limit in _need(entry, "classes", "risk"))
    if len(classes) != 4 or list(classes) != sorted(set(classes)):
        raise MethodError("risk: classes must be four rising limits")
    return RiskRules(
        floor=_number(entry, "floor", "risk", 0.001, 10),
        classes=classes,
        classes_source=_source(entry, "classes_source", sources, "risk"),
        scales=tuple(scales),
        least_volume=_number(entry, "least_volume", "risk", 0),
    )
