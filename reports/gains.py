"""Points to be won: which indicators, brought to their targets, would lift the index most."""

from __future__ import annotations

from app.domain.causes import counts
from app.domain.whatif import to_be_won
from reports.blocks import Block, cell, column, row, table, words
from reports.given import ReportInput
from reports.sentences import reason

MOST = 5


def blocks(given: ReportInput) -> list[Block]:
    """A heading, the table and how it is to be read; nothing where there is nothing to win."""
    form, method = given.form, given.method
    gains = [gain for gain in to_be_won(method, given.own)[:MOST] if gain.points > 0 and counts(gain.points)]
    if not gains:
        return []
    columns = [
        column(form.say("report.indicator"), "1fr"), column(form.say("report.value"), align="end"),
        column(form.say("report.target"), align="end"), column(form.say("report.won"), 116, "end"),
    ]  # fmt: skip
    rows = []
    for gain in gains:
        indicator = method.indicator(gain.code)
        rows.append(row(
            cell(form.name(indicator.names), sub=reason(gain.value.reason, form) or None),
            cell(form.in_unit(gain.value.value, indicator.unit)), cell(form.bound(gain.target, indicator.unit)),
            cell(form.signed(gain.points), meter=gain.points, highest=gains[0].points),
        ))  # fmt: skip
    return [
        words("subheading", form.say("report.won.heading")),
        table(form.say("report.won.caption"), columns, rows),
        words("note", form.say("report.won.note")),
    ]
