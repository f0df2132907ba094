"""Who has sent which dataset: one member's own, and the whole region's."""

from __future__ import annotations

from app.domain.editions import MemberResult
from app.domain.measures import FIGURE_DATASETS
from app.domain.observations import Sent
from reports.blocks import Block, cell, column, row, table, words
from reports.formatting import Form
from reports.given import ReportInput

_TONES = {"complete": "good", "partial": "watch", "missing": "alarm"}


def own(given: ReportInput, result: MemberResult) -> list[Block]:
    """The datasets of one member, with how many months came."""
    form = given.form
    columns = [
        column(form.say("report.dataset"), "1fr"), column(form.say("report.months"), align="end"),
        column(form.say("report.state"), 170),
    ]  # fmt: skip
    rows = [
        row(cell(form.or_code(f"dataset.{sent.dataset}", sent.dataset)), cell(str(sent.months)), _state(sent, form))
        for sent in _in_order(result)
    ]
    if not rows:
        return [words("text", form.say("report.sent.nothing"))]
    return [table(form.say("report.sent.own.caption"), columns, rows)]


def everyone(given: ReportInput) -> list[Block]:
    """Members by datasets."""
    form = given.form
    columns = [
        column(form.say("report.member"), "1fr"),
        *(column(form.or_code(f"dataset.{code}", code), 73, "center") for code in FIGURE_DATASETS),
    ]
    rows = []
    for result in sorted(given.results, key=lambda one: given.names[one.member]):
        by_dataset = {sent.dataset: sent for sent in result.sent}
        states = [_state(by_dataset[c], form) if c in by_dataset else cell(form.number(None)) for c in FIGURE_DATASETS]
        rows.append(row(cell(given.names[result.member], bold=True), *states))
    return [
        words("text", form.say("report.sent.lead")),
        table(form.say("report.sent.caption"), columns, rows, size=7.5, tight=True),
    ]


def _in_order(result: MemberResult) -> list[Sent]:
    known = {code: at for at, code in enumerate(FIGURE_DATASETS)}
    return sorted(result.sent, key=lambda sent: (known.get(sent.dataset, len(known)), sent.dataset))


def _state(sent: Sent, form: Form) -> Block:
    text = form.or_code(f"report.sent.{sent.state}", sent.state)
    if sent.silent:
        text = form.say("report.sent.silent")
    elif sent.late:
        text = form.say("report.sent.late", state=text)
    return cell(text, tone="alarm" if sent.silent else _TONES.get(sent.state, "soft"), wash=True)
