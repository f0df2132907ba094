"""What a draft would change, shaped for its page: values before and after, and the member's own results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from app.domain.editions import Measured
from app.domain.measures import FIGURES
from app.domain.method import Method
from app.domain.periods import Quarter
from app.domain.previews import Comparison, Difference, Effect, Moved, Outlook, Preview
from app.web.pages.member_lines import period
from app.web.units import why_not, with_unit
from app.web.words import DASH, Words

OPEN = 12
"""So many values are shown at once; the others are folded."""


@dataclass(frozen=True)
class ValueLine:
    """One value that differs. `line`: of the new file, empty where the file says nothing of it. `query`: asks for
    the value's history; empty where it has none."""

    place: str
    name: str
    code: str
    before: str
    after: str
    line: str
    number: int | None
    query: str = ""


@dataclass(frozen=True)
class ResultLine:
    name: str
    before: str
    after: str
    change: str
    weight: str
    heading: bool = False


@dataclass(frozen=True)
class EffectView:
    quarter: str
    sentence: str
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True)
class PreviewView:
    counts: str
    first: tuple[ValueLine, ...]
    others: tuple[ValueLine, ...]
    more: str
    effects: tuple[EffectView, ...]


def view(found: Preview, method_of: Callable[[Quarter], Method], words: Words) -> PreviewView:
    """Everything of the section. `method_of`: the method in force in a quarter."""
    lines = tuple(_value(one, words) for one in found.comparison.listed)
    hidden = found.comparison.changed + found.comparison.new + found.comparison.gone - len(lines)
    return PreviewView(
        counts=counts(found.comparison, words),
        first=lines[:OPEN],
        others=lines[OPEN:],
        more=words.n("preview.more", hidden) if hidden > 0 else "",
        effects=tuple(_effect(one, method_of(Quarter.parse(one.quarter)), words) for one in found.effects),
    )


def counts(found: Comparison, words: Words) -> str:
    """How many values changed, are new, are gone and stay."""
    if not (found.changed or found.gone or found.same):
        return words.n("preview.all_new", found.new) if found.new else words.t("preview.nothing")
    kinds = [("changed", found.changed), ("new", found.new), ("gone", found.gone), ("same", found.same)]
    told = [words.n(f"preview.{kind}", count) for kind, count in kinds if count or kind in ("changed", "same")]
    return " · ".join(told)


def _value(one: Difference, words: Words) -> ValueLine:
    return ValueLine(
        place=" · ".join(_part(part, words) for part in one.place if part),
        name=words.or_code(f"measure.{one.name}", words.or_code(f"preview.field.{one.name}", one.name)),
        code=one.name,
        before=_shown(one.before, words),
        after=_shown(one.after, words),
        line=words.whole(one.line) if one.line else "",
        number=one.line,
        query=_query(one),
    )


def _query(one: Difference) -> str:
    if one.dataset in FIGURES:
        month, product, partner = one.place
        asked = {"month": month, "product": product, "partner": partner, "measure": one.name}
    elif one.dataset == "preparedness":
        asked = dict(zip(("month", "measure"), one.place, strict=True))
    else:
        return ""
    return urlencode({"dataset": one.dataset, **asked})


def _part(part: str, words: Words) -> str:
    """A part of a row's key: a period, a product, a partner, an item of the checklist, or the code as it is."""
    if len(part) == 2 and part.isupper():
        return words.country(part)
    for key in (f"product.{part}", f"item.{part}"):
        told = words.or_code(key, "")
        if told:
            return told
    return period(part, words)


def _shown(value: str | None, words: Words) -> str:
    if value is None:
        return DASH
    try:
        return words.plain(float(value))
    except ValueError:
        return words.or_code(f"web.answer.{value}", value)


def _effect(one: Effect, method: Method, words: Words) -> EffectView:
    lines = [
        _line(words.named(method.root.names), one.before.index, one.after.index, words, heading=True),
        *_texts(one.before, one.after, words),
        *(
            _line(words.named(method.node(code).names), before, after, words)
            for (code, before), (_, after) in zip(one.before.pillars, one.after.pillars, strict=True)
            if before != after
        ),
        _line(words.t("preview.risk"), one.before.risk, one.after.risk, words, better=-1),
        *(_moved(moved, method, words) for moved in one.moved),
    ]  # fmt: skip
    sentence = words.t("preview.effect.none") if one.none else ""
    return EffectView(words.quarter(one.quarter), sentence, () if one.none else tuple(lines))


def _moved(one: Moved, method: Method, words: Words) -> ResultLine:
    leaf = method.indicator(one.code)
    before, after = (
        with_unit(each.value, leaf.unit, words) if each.value is not None else why_not(each, words)
        for each in one.value
    )
    return ResultLine(words.named(leaf.names), before, after, *_step(*one.points, words))


def _texts(before: Outlook, after: Outlook, words: Words) -> list[ResultLine]:
    """Level, grade and standing, where they differ."""
    level = [words.whole(one.level) if one.level is not None else DASH for one in (before, after)]
    standing = [words.or_code(f"standing.{one.standing}", one.standing) for one in (before, after)]
    told = [("level", *level), ("grade", before.grade, after.grade), ("standing", *standing)]
    return [ResultLine(words.t(f"preview.{key}"), old, new, "", "") for key, old, new in told if old != new]


def _line(
    name: str, before: Measured | None, after: Measured | None, words: Words, *, better: int = 1, heading: bool = False
) -> ResultLine:
    change, weight = _step(before, after, words, better)
    return ResultLine(name, _number(before, words), _number(after, words), change, weight, heading)


def _step(before: Measured | None, after: Measured | None, words: Words, better: int = 1) -> tuple[str, str]:
    """The change with its sign, and whether it is for the better."""
    if before is None or after is None or before.value is None or after.value is None:
        return "", ""
    change = after.value - before.value
    if round(change, 1) == 0:
        return words.signed(0.0), ""
    return words.signed(change), "good" if change * better > 0 else "alarm"


def _number(measured: Measured | None, words: Words) -> str:
    if measured is None:
        return DASH
    return words.number(measured.value) if measured.value is not None else why_not(measured, words) or DASH
