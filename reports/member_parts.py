"""The sections of a member's report."""

from __future__ import annotations

from typing import Any

from app.domain.bands import Trend
from app.domain.editions import IndicatorResult, MemberResult, NodeResult
from app.domain.method import Indicator
from reports import bridging, gains, pictures, sending, sentences, sure
from reports.blocks import Block, card, cell, column, group, row, section, table, words
from reports.formatting import Form
from reports.given import ReportInput

_MOST_LOST = 8
_LEAST_LOST = 0.05


def summary(given: ReportInput) -> list[str]:
    """What a reader must know, the change and its causes first."""
    form, own = given.form, given.own
    told = (sentences.changed(own, given.method, form), bridging.sentence(own, form))
    found = [sentence for sentence in told if sentence]
    scored = sorted(((n.score.value, n.code) for n in _pillars(given, own) if n.score.value is not None), reverse=True)
    if len(scored) > 1:
        (best, top), (worst, last) = scored[0], scored[-1]
        found.append(form.say(
            "report.sentence.pillars", best=form.name(given.method.node(top).names), high=form.number(best),
            worst=form.name(given.method.node(last).names), low=form.number(worst),
        ))  # fmt: skip
    alarms = [signal for signal in own.signals if signal.weight == "alarm"]
    if alarms:
        found.append(form.count("report.sentence.alarms", len(alarms)))
    return found


def cover_facts(given: ReportInput) -> list[dict[str, str]]:
    form, own = given.form, given.own
    level = form.say("report.level.none") if own.level is None else str(own.level)
    return [
        {"label": form.say("report.readiness"), "value": form.number(own.published.value),
         "note": form.say("report.of_hundred")},
        {"label": form.say("report.level"), "value": level, "note": form.say("report.of_ten")},
        {"label": form.say("report.grade"), "value": own.grade, "note": form.say("report.grade.note")},
        {"label": form.say("report.standing"), "value": form.say(f"standing.{own.standing.value}"), "note": ""},
    ]  # fmt: skip


def sections(given: ReportInput, told: list[str]) -> list[dict[str, Any]]:
    form, own = given.form, given.own
    return [
        section(form.say("report.section.summary"), _summary(given, told), new_page=True),
        section(form.say("report.section.pillars"), _pillar_blocks(given)),
        section(form.say("report.section.indicators"), _indicator_blocks(given), new_page=True),
        section(form.say("report.section.risk"), risk_blocks(given, own), new_page=True),
        section(form.say("report.section.sent"), [*sending.own(given, own), pictures.atlas(given, locator=True)]),
    ]  # fmt: skip


def _summary(given: ReportInput, told: list[str]) -> list[Block | None]:
    form, own = given.form, given.own
    risk, risk_class, tone = sentences.risk_words(own.risk, form)
    trend = own.moved.trend if own.moved else Trend.UNCLEAR
    moved = {Trend.IMPROVED: "good", Trend.WORSENED: "alarm", Trend.UNCLEAR: "soft"}[trend]
    placed = form.number(None) if own.rank is None else str(own.rank)
    note = form.count("report.rank.of", own.ranked) if own.rank else form.say("report.rank.none")
    standing = form.say(f"standing.{own.standing.value}.definition")
    return [
        words("lead", told[0]),
        *(words("text", sentence) for sentence in told[1:]),
        {"type": "cards", "cards": [
            card(form.say("report.readiness"), form.number(own.published.value), form.say("report.of_hundred"),
                 "strong"),
            card(form.say("report.change"), form.signed(own.change), form.say("report.change.note"), moved),
            card(form.say("report.rank"), placed, note),
            card(form.say("risk.index"), risk, risk_class, tone),
            card(form.say("report.grade"), own.grade, form.or_code(f"grade.{own.grade}", own.grade)),
            card(form.say("report.coverage"), form.percent(own.coverage * 100, 0), form.say(
                "report.bounds", low=form.number(own.lower), high=form.number(own.upper))
                if own.published.value is not None else form.say("report.standing.NOT_PUBLISHED")),
        ]},
        words("note", f"{form.say(f'standing.{own.standing.value}')}: {standing} {form.say('grade.definition')}"),
        words("note", form.say("report.borderline")) if own.borderline else None,
        words("note", said) if (said := sure.note(own, form)) else None,
        pictures.pillars(given, own),
    ]  # fmt: skip


def _pillars(given: ReportInput, own: MemberResult) -> list[NodeResult]:
    nodes = {node.code: node for node in own.nodes}
    return [nodes[pillar.code] for pillar in given.method.pillars if pillar.code in nodes]


def _pillar_blocks(given: ReportInput) -> list[Block | None]:
    form, own = given.form, given.own
    columns = [
        column(form.say("report.pillar"), "1fr"), column(form.say("report.score"), align="end"),
        column(form.say("report.before"), align="end"), column(form.say("report.part_of_change"), 62, "end"),
        column(form.say("report.contribution"), 62, "end"), column(form.say("report.lost"), 52, "end"),
        column(form.say("report.coverage"), align="end"),
    ]  # fmt: skip
    rows = [_node_row(given, node) for node in own.nodes]
    return [
        pictures.history(given, own),
        table(form.say("report.pillars.table"), columns, rows),
        words("note", form.say("report.parts.note")),
        words("subheading", form.say("report.lost.heading")) if _lost(own) else None,
        _lost_table(given) if _lost(own) else None,
        *gains.blocks(given),
    ]


def _node_row(given: ReportInput, node: NodeResult) -> Block:
    form = given.form
    inner = node.level == "node"
    # Without an index, or without a score of its own, a node carries nothing that could be told: a dash, not a zero.
    told = node.score.value is not None and given.own.index.value is not None
    name = form.name(given.method.node(node.code).names)
    return row(
        cell(f"\u2003{name}" if inner else name, bold=True if node.level == "index" else None,
             tone="soft" if inner else None, sub=sentences.reason(node.score.reason, form) or None),
        cell(form.number(node.score.value), bold=True),
        cell(form.number(node.previous.value if node.previous else None)),
        change_cell(node.change, form), cell(form.number(node.contribution if told else None)),
        cell(form.number(node.lost if told else None)),
        cell(form.percent(node.coverage * 100, 0)),
    )  # fmt: skip


def change_cell(change: float | None, form: Form) -> Block:
    """A change with its sign, green up and red down as printed (0.04 is printed 0.0 and stays plain)."""
    written = form.signed(change)
    tone = "good" if "+" in written else "alarm" if "\u2212" in written else "soft"
    return cell(written, tone=tone)


def _lost(own: MemberResult) -> list[IndicatorResult]:
    """The indicators that cost the index most, the dearest first."""
    dear = [one for one in own.indicators if one.lost >= _LEAST_LOST]
    return sorted(dear, key=lambda one: (-one.lost, one.code))[:_MOST_LOST]


def _lost_table(given: ReportInput) -> Block:
    form, method = given.form, given.method
    most = _lost(given.own)[0].lost
    columns = [
        column(form.say("report.indicator"), "1fr"), column(form.say("report.value"), align="end"),
        column(form.say("report.target"), align="end"), column(form.say("report.lost"), 116, "end"),
    ]  # fmt: skip
    rows = []
    for one in _lost(given.own):
        indicator = method.indicator(one.code)
        rows.append(row(
            cell(form.name(indicator.names), sub=form.name(indicator.why)),
            cell(form.in_unit(one.value.value, indicator.unit)), cell(form.bound(indicator.target, indicator.unit)),
            cell(form.number(one.lost), meter=one.lost, highest=most),
        ))  # fmt: skip
    return table(form.say("report.lost.caption"), columns, rows)


def _indicator_blocks(given: ReportInput) -> list[Block | None]:
    form, method = given.form, given.method
    found = {one.code: one for one in given.own.indicators}
    columns = [
        column(form.say("report.indicator"), "1fr"), column(form.say("report.value"), align="end"),
        column(form.say("report.floor"), align="end"), column(form.say("report.target"), align="end"),
        column(form.say("report.points"), 108, "end"), column(form.say("report.part_of_change"), 46, "end"),
        column("n", align="end"), column(form.say("report.marks"), align="center"),
    ]  # fmt: skip
    rows: list[Block] = []
    for node in (*method.depth_first, *(node for node in method.nodes if node.level == "aside")):
        own = [indicator for indicator in method.indicators if indicator.node == node.code and indicator.code in found]
        if own:
            rows.append(group(form.name(node.names)))
            rows.extend(_indicator_row(given, indicator, found[indicator.code]) for indicator in own)
    marks = form.say("report.comma").join(
        f"{form.say(f'report.mark.{mark}')} = {form.say(f'mark.{mark}')}" for mark in ("stale", "approximate", "small")
    )
    return [
        words("text", form.say("report.indicators.lead")),
        table(form.say("report.indicators.caption"), columns, rows, size=8),
        words("note", f"{form.say('report.marks')}: {marks}"),
    ]


def _indicator_row(given: ReportInput, indicator: Indicator, one: IndicatorResult) -> Block:
    form = given.form
    code = f"\u2068{one.code}\u2069"
    if one.value.reason is not None:
        under = f"{code} · {sentences.reason(one.value.reason, form)}"
    elif one.interval is not None:
        low, high = (form.in_unit(bound, indicator.unit) for bound in one.interval)
        under = f"{code} · {form.say('report.interval', low=low, high=high)}"
    else:
        under = code
    scored = given.method.weights[one.code] > 0
    return row(
        cell(form.name(indicator.names), sub=under), cell(form.in_unit(one.value.value, indicator.unit), bold=True),
        cell(form.bound(indicator.floor, indicator.unit)), cell(form.bound(indicator.target, indicator.unit)),
        cell(form.number(one.points.value, 0), track=one.points.value)
        if one.points.value is not None else cell(form.number(None), tone="soft"),
        change_cell(one.change, form) if scored else cell(form.number(None), tone="soft"),
        cell(form.number(one.n, 0)), cell(_marks(given, one), tone="watch"),
    )  # fmt: skip


def _marks(given: ReportInput, one: IndicatorResult) -> str:
    """The letters that say with what care a value is to be read."""
    small = one.n is not None and one.value.value is not None and one.n < given.method.rules.small_n
    marks = (("stale", one.age > 0 and one.value.value is not None), ("approximate", one.approximate), ("small", small))
    return " ".join(given.form.say(f"report.mark.{mark}") for mark, holds in marks if holds)


def risk_blocks(given: ReportInput, own: MemberResult) -> list[Block | None]:
    """Risk index with its parts, then the signals."""
    form, risk = given.form, own.risk
    value, risk_class, _ = sentences.risk_words(risk, form)
    before = form.number(risk.previous.value if risk and risk.previous else None)
    rows: list[Block] = []
    for code, score in risk.dimensions if risk else ():
        rows.append(
            row(cell(form.or_code(f"risk.dimension.{code}", code), bold=True), *_score_cells(score.value, form))
        )
        for part in risk.parts if risk else ():
            if part.dimension == code:
                name = form.or_code(f"risk.part.{part.code}", part.code)
                why = sentences.reason(part.score.reason, form)
                rows.append(row(cell(f"\u2003{name}", tone="soft", sub=f"\u2003{why}" if why else None),
                                *_score_cells(part.score.value, form)))  # fmt: skip
    inform = risk.inform if risk else None
    columns = [column(form.say("report.risk.part"), "1fr"), column(form.say("report.risk.score"), 116, "end")]
    return [
        words("lead", form.say("report.risk.sentence", risk=value, risk_class=risk_class, before=before)
              if risk and risk.index.value is not None else form.say("report.risk.none", reason=risk_class)),
        words("text", form.say("risk.index.definition")),
        table(form.say("report.risk.caption"), columns, rows) if rows else None,
        words("note", form.say("report.inform", edition=inform.edition, risk=form.number(inform.risk),
              source=inform.source)) if inform else None,
        words("subheading", form.say("report.signals")),
        sentences.signal_block(sentences.signal_items(own, form), form),
    ]  # fmt: skip


def _score_cells(value: float | None, form: Form) -> list[Block]:
    if value is None:
        return [cell(form.number(None), tone="soft")]
    return [cell(form.number(value), meter=value, highest=10)]
