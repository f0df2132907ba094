"""The lines of a member's page, shaped from one stored result."""

from __future__ import annotations

from dataclasses import dataclass

from app.charts import Bar, Spec, bars
from app.domain.editions import IndicatorResult, Measured, MemberResult, NodeResult, RiskResult
from app.domain.method import Method
from app.web.units import goal, why_not, with_unit
from app.web.words import DASH, Words


@dataclass(frozen=True)
class Flag:
    """A small mark: its kind for the eye, its words."""

    state: str
    text: str


@dataclass(frozen=True)
class Fact:
    name: str
    value: str
    code: bool = False


@dataclass(frozen=True)
class TreeLine:
    """A pillar, node or indicator with everything that its row shows."""

    code: str
    name: str
    heading: bool
    points: str
    value: float | None
    upper: float | None = None
    change: float | None = None
    note: str = ""
    coverage: str = ""
    text: str = ""
    missing: str = ""
    goal: str = ""
    interval: str = ""
    n: str = ""
    href: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def score(self) -> str:
        return self.points


@dataclass(frozen=True)
class SignalLine:
    weight: str
    text: str
    do: str
    since: str


@dataclass(frozen=True)
class RiskLine:
    name: str
    score: str
    heading: bool = False


@dataclass(frozen=True)
class RiskView:
    index: str
    class_code: str
    class_text: str
    parts: tuple[RiskLine, ...]
    inform: str


def tree(result: MemberResult, method: Method, words: Words, link: str) -> tuple[TreeLine, ...]:
    """Pillars in the order of the method, their nodes and indicators below; the asides last."""
    nodes = {node.code: node for node in result.nodes}
    indicators = {one.code: one for one in result.indicators}
    lines: list[TreeLine] = []
    asides = [node for node in method.nodes if node.level == "aside"]
    for node in [*(n for n in method.depth_first if n.level != "index"), *asides]:
        if node.code in nodes:
            lines.append(node_line(nodes[node.code], method, words))
        below = [code for code, _ in method.children(node.code) if code in indicators]
        if node.code not in nodes and below:
            lines.append(TreeLine(node.code, words.named(node.names), True, "", None))
        lines += [indicator_line(indicators[code], method, words, link) for code in below]
    return tuple(lines)


def node_line(node: NodeResult, method: Method, words: Words) -> TreeLine:
    names = method.node(node.code).names
    return TreeLine(
        code=node.code, name=words.named(names), heading=True,
        points=words.number(node.score.value), value=node.score.value, upper=node.upper, change=node.change,
        note=why_not(node.score, words), coverage=words.share(node.coverage),
    )  # fmt: skip


def indicator_line(one: IndicatorResult, method: Method, words: Words, link: str) -> TreeLine:
    """`link` is the address of an indicator's page with `{code}` for its code."""
    indicator = method.indicator(one.code)
    return TreeLine(
        code=one.code, name=words.named(indicator.names), heading=False,
        points=words.number(one.points.value), value=one.points.value, change=one.change,
        text=with_unit(one.value.value, indicator.unit, words), missing=why_not(one.value, words),
        goal=goal(indicator, words), interval=interval(one, words),
        n=words.number(one.n, 0) if one.n is not None else "",
        href=link.format(code=one.code), flags=flags(one, words, scored=indicator.weight > 0),
    )  # fmt: skip


def interval(one: IndicatorResult, words: Words) -> str:
    if one.interval is None:
        return ""
    return f"{words.number(one.interval[0])} – {words.number(one.interval[1])}"


def flags(one: IndicatorResult, words: Words, *, scored: bool) -> tuple[Flag, ...]:
    found = []
    if one.approximate:
        found.append(Flag("watch", words.t("web.member.approximate")))
    if one.age > 0 and one.value.value is not None:
        quarter = words.quarter(one.source_quarter) if one.source_quarter else ""
        found.append(Flag("watch", words.t("web.member.stale", quarter=quarter)))
    if one.clip in ("below", "above"):
        found.append(Flag("alarm" if one.clip == "below" else "good", words.t(f"web.member.clip.{one.clip}")))
    if not scored:
        found.append(Flag("", words.t("web.member.aside")))
    return tuple(found)


def pillars(result: MemberResult, method: Method, words: Words) -> tuple[TreeLine, ...]:
    nodes = {node.code: node for node in result.nodes}
    return tuple(node_line(nodes[pillar.code], method, words) for pillar in method.pillars if pillar.code in nodes)


def pillar_chart(lines: tuple[TreeLine, ...], words: Words) -> Spec:
    return bars([Bar(line.name, line.value, line.points) for line in lines], language=words.language)


def signals(result: MemberResult, words: Words) -> tuple[SignalLine, ...]:
    """The signals in their stored order, each with what to do."""
    lines = []
    for signal in result.signals:
        filled = {name: _param(value, words) for name, value in signal.params.items()}
        lines.append(SignalLine(
            weight=signal.weight, text=words.or_code(f"signal.{signal.code}", signal.code, **filled),
            do=words.or_code(f"signal.{signal.code}.do", "", **filled),
            since=words.t("web.member.since", quarter=period(signal.since, words)) if signal.since else "",
        ))  # fmt: skip
    return tuple(lines)


def _param(value: object, words: Words) -> object:
    if isinstance(value, float):
        return words.plain(value)
    return period(value, words) if isinstance(value, str) else value


def period(text: str, words: Words) -> str:
    """A quarter or month in words; other text as it is."""
    for tell in (words.quarter, words.month):
        try:
            return tell(text)
        except ValueError:
            continue
    return text


def risk(result: RiskResult | None, words: Words) -> RiskView | None:
    """The risk index with its dimensions and their parts."""
    if result is None:
        return None
    parts: list[RiskLine] = []
    for code, measured in result.dimensions:
        parts.append(RiskLine(words.or_code(f"web.risk.{code}", code), _ten(measured, words), True))
        parts += [
            RiskLine(words.or_code(f"risk.part.{part.code}", part.code), _ten(part.score, words))
            for part in result.parts if part.dimension == code
        ]  # fmt: skip
    inform = ""
    if result.inform is not None:
        known = result.inform
        inform = words.t("web.risk.inform", risk=words.number(known.risk), edition=known.edition, source=known.source)
    class_code = result.risk_class or ""
    return RiskView(
        index=_ten(result.index, words), class_code=class_code,
        class_text=words.t(f"web.risk.{class_code}") if class_code else "", parts=tuple(parts), inform=inform,
    )  # fmt: skip


def _ten(measured: Measured, words: Words) -> str:
    return words.number(measured.value) if measured.value is not None else why_not(measured, words) or DASH
