"""The sections of a region's report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from app.domain.editions import MemberResult, Standing
from reports import pictures, sending, sentences
from reports.blocks import Block, card, cell, column, group, row, section, table, words
from reports.given import ReportInput
from reports.member_parts import change_cell

_MOST_MOVED = 3
_MOST_ALARMS = 5  # on the summary; all signals stand in the table of the risk section
_LEAST_MOVED = 0.05


def summary(given: ReportInput) -> list[str]:
    """How many members have which standing, who leads, who moved."""
    form = given.form
    standing = Counter(result.standing for result in given.results)
    found = [form.count(
        "report.sentence.region", len(given.results), final=str(standing[Standing.FINAL]),
        provisional=str(standing[Standing.PROVISIONAL]), unpublished=str(standing[Standing.NOT_PUBLISHED]),
    )]  # fmt: skip
    first = [result for result in given.results if result.rank == 1]
    if first:
        names = form.say("report.comma").join(given.names[result.member] for result in first)
        found.append(form.say("report.sentence.first_rank", names=names, score=form.number(first[0].published.value)))
    risen, fallen = _moved(given, up=True), _moved(given, up=False)
    for key, moved in (("report.sentence.risen", risen), ("report.sentence.fallen", fallen)):
        if moved:
            parts = [form.say("report.cause", name=given.names[m.member], change=form.signed(m.change)) for m in moved]
            found.append(form.say(key, names=form.say("report.comma").join(parts)))
    alarms = [signal for result in given.results for signal in result.signals if signal.weight == "alarm"]
    if alarms:
        found.append(form.count("report.sentence.alarms", len(alarms)))
    return found


def _moved(given: ReportInput, *, up: bool) -> list[MemberResult]:
    """The members that moved most in one direction, the furthest first."""
    moved = [r for r in given.results if r.change is not None and (r.change if up else -r.change) >= _LEAST_MOVED]
    return sorted(moved, key=lambda r: (-abs(r.change or 0), r.member))[:_MOST_MOVED]


def cover_facts(given: ReportInput) -> list[dict[str, str]]:
    form = given.form
    standing = Counter(result.standing for result in given.results)
    return [
        {"label": form.say("report.members"), "value": str(len(given.results)), "note": ""},
        *({"label": form.say(f"standing.{one.value}"), "value": str(standing[one]), "note": ""} for one in Standing),
    ]


def sections(given: ReportInput, told: list[str]) -> list[dict[str, Any]]:
    form = given.form
    return [
        section(form.say("report.section.summary"), _summary(given, told), new_page=True),
        section(form.say("report.section.ranking"), _ranking(given), new_page=True),
        section(form.say("report.section.map"), [pictures.atlas(given, locator=False)], new_page=True),
        section(form.say("report.section.moves"), _moves(given)),
        section(form.say("report.section.pillars"), [_pillars(given)], new_page=True),
        section(form.say("report.section.indicators"), _indicators(given), new_page=True),
        section(form.say("report.section.risk"), _risks(given), new_page=True),
        section(form.say("report.section.sent"), sending.everyone(given), new_page=True),
    ]


def _summary(given: ReportInput, told: list[str]) -> list[Block | None]:
    form = given.form
    standing = Counter(result.standing for result in given.results)
    tones = {Standing.FINAL: "good", Standing.PROVISIONAL: "watch", Standing.NOT_PUBLISHED: "alarm"}
    cards = [card(form.say(f"standing.{one.value}"), str(standing[one]), form.say(f"report.standing.{one.value}"),
                  tones[one] if standing[one] else "soft") for one in Standing]  # fmt: skip
    alarms = [item for name, item in _signals(given) if item["weight"] == "alarm"]
    return [
        words("lead", told[0]),
        {"type": "cards", "cards": cards},
        {"type": "list", "items": told[1:]} if told[1:] else None,
        words("subheading", form.say("report.alarms")) if alarms else None,
        {"type": "signals", "items": alarms[:_MOST_ALARMS]} if alarms else None,
        words("note", form.say("report.alarms.more")) if len(alarms) > _MOST_ALARMS else None,
    ]


def _ranking(given: ReportInput) -> list[Block | None]:
    form = given.form
    columns = [
        column(form.say("report.rank"), align="end"), column(form.say("report.member"), "1fr"),
        column(form.say("report.readiness"), 112, "end"), column(form.say("report.change"), align="end"),
        column(form.say("report.level"), align="center"), column(form.say("report.grade"), align="center"),
        column(form.say("report.history"), 84, "center"),
    ]  # fmt: skip
    rows = [_rank_row(given, result) for result in given.results]
    return [
        words("text", form.say("report.ranking.lead")),
        table(form.say("report.ranking.caption"), columns, rows),
        words("note", form.say("grade.definition")),
    ]


def _rank_row(given: ReportInput, result: MemberResult) -> Block:
    form = given.form
    past = [values.get(result.member) for quarter, values in given.history if quarter <= given.quarter]
    under = None
    if result.standing is not Standing.FINAL:
        under = form.say(f"standing.{result.standing.value}")
        if result.published.reason is not None:
            under = f"{under}: {sentences.reason(result.published.reason, form)}"
    value = result.published.value
    return row(
        cell(form.number(None) if result.rank is None else str(result.rank), bold=True),
        cell(given.names[result.member], sub=under),
        cell(form.number(value), meter=value, highest=100, bold=True) if value is not None
        else cell(form.number(None), tone="soft"),
        change_cell(result.change, form),
        cell(form.number(None) if result.level is None else str(result.level)), cell(result.grade),
        cell("", spark=past) if any(one is not None for one in past) else cell(form.number(None), tone="soft"),
    )  # fmt: skip


def _moves(given: ReportInput) -> list[Block | None]:
    form = given.form
    moved = [r for up in (True, False) for r in _moved(given, up=up)]
    if not moved:
        return [words("text", form.say("report.moves.none"))]
    columns = [column(form.say("report.member"), "auto"), column(form.say("report.change"), align="end"),
               column(form.say("report.causes"), "1fr")]  # fmt: skip
    rows = [row(cell(given.names[r.member], bold=True), change_cell(r.change, form),
                cell(sentences.causes(r, given.method, form) or form.number(None))) for r in moved]  # fmt: skip
    return [table(form.say("report.moves.caption"), columns, rows)]


def _pillars(given: ReportInput) -> Block:
    """Members by pillars, shaded by score."""
    form = given.form
    columns = [column(form.say("report.member"), "1fr"),
               *(column(form.name(pillar.names), 70, "center") for pillar in given.method.pillars),
               column(form.say("report.readiness"), 52, "center")]  # fmt: skip
    rows = []
    for result in given.results:
        scores = {node.code: node.score.value for node in result.nodes}
        values = [*(scores.get(pillar.code) for pillar in given.method.pillars), result.published.value]
        rows.append(row(cell(given.names[result.member]), *(_shaded(given, value, 1) for value in values)))
    return table(form.say("report.pillars.region"), columns, rows)


def _shaded(given: ReportInput, value: float | None, decimals: int) -> Block:
    if value is None:
        return cell(given.form.number(None), tone="soft")
    return cell(given.form.number(value, decimals), heat=value)


def _indicators(given: ReportInput) -> list[Block | None]:
    """Indicators by members, points, shaded; members by their codes."""
    form, method = given.form, given.method
    results = sorted(given.results, key=lambda one: one.member)
    columns = [column(form.say("report.indicator"), "1fr"),
               *(column(result.member[:3], "auto", "center") for result in results)]  # fmt: skip
    by_member = [{one.code: one.points.value for one in result.indicators} for result in results]
    rows: list[Block] = []
    for node in (*method.depth_first, *(node for node in method.nodes if node.level == "aside")):
        own = [indicator for indicator in method.indicators if indicator.node == node.code]
        if own:
            rows.append(group(form.name(node.names)))
        for indicator in own:
            values = [points.get(indicator.code) for points in by_member]
            rows.append(row(cell(form.name(indicator.names)), *(_shaded(given, value, 0) for value in values)))
    return [
        words("text", form.say("report.indicators.region")),
        table(form.say("report.indicators.region.caption"), columns, rows, size=6.4, tight=True),
    ]


def _risks(given: ReportInput) -> list[Block | None]:
    form = given.form
    columns = [
        column(form.say("report.member"), "1fr"), column(form.say("risk.index"), 116, "end"),
        column(form.say("report.risk.class"), 74),
        *(column(form.or_code(f"risk.dimension.{one}", one), 64, "end")
          for one in ("exposure", "vulnerability", "coping")),
    ]  # fmt: skip
    rows = []
    for result in sorted(given.results, key=_riskiest):
        value, risk_class, tone = sentences.risk_words(result.risk, form)
        parts = dict(result.risk.dimensions) if result.risk else {}
        score = result.risk.index.value if result.risk else None
        rows.append(row(
            cell(given.names[result.member]),
            cell(value, meter=score, highest=10, bold=True) if score is not None else cell(value, tone="soft"),
            cell(risk_class, tone=tone),
            *(cell(form.number(parts[one].value if one in parts else None))
              for one in ("exposure", "vulnerability", "coping")),
        ))  # fmt: skip
    return [
        words("text", form.say("risk.index.definition")),
        table(form.say("report.risk.region"), columns, rows),
        words("subheading", form.say("report.signals")),
        _signal_table(given),
    ]


def _riskiest(result: MemberResult) -> tuple[float, str]:
    score = result.risk.index.value if result.risk else None
    return (1.0 if score is None else -score, result.member)


def _signals(given: ReportInput) -> list[tuple[str, Any]]:
    """The signals of all members with the members' names, the most severe first."""
    found = [
        (given.names[result.member], item)
        for result in given.results
        for item in sentences.signal_items(result, given.form, name=given.names[result.member])
    ]
    severe = ("alarm", "watch", "good")
    return sorted(found, key=lambda one: severe.index(one[1]["weight"]) if one[1]["weight"] in severe else len(severe))


def _signal_table(given: ReportInput) -> Block:
    form = given.form
    columns = [column(form.say("report.member"), 86), column(form.say("report.signal"), "1fr"),
               column(form.say("report.begun"), 92)]  # fmt: skip
    rows = [
        row(
            cell(name),
            cell(item["text"], bold=True, sub=item["do"] or None),
            cell(item["kind"], tone=item["weight"], bold=True, sub=item["when"] or None),
        )
        for name, item in _signals(given)
    ]
    return (
        table(form.say("report.signals.caption"), columns, rows, size=8)
        if rows
        else words("text", form.say("report.signals.none"))
    )
