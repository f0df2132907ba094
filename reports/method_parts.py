"""The pages that both reports end with: the method, its sources, and what edition this is."""

from __future__ import annotations

from typing import Any

from app.domain.method import ASSUMPTION, Indicator
from reports.blocks import Block, cell, column, facts, group, row, section, table, words
from reports.formatting import plain
from reports.given import ReportInput

_RULES = ("points", "pillars", "index", "missing", "levels", "changes", "risk")


def edition(given: ReportInput) -> str:
    """Which edition, or that these are working results, with the beginning of the digest."""
    form = given.form
    digest = plain(given.digest)[:12]
    if given.edition_number is None:
        return form.say("report.edition.working", quarter=str(given.quarter), digest=digest)
    return form.say(
        "report.edition.number", number=str(given.edition_number), quarter=str(given.quarter), digest=digest
    )


def sections(given: ReportInput) -> list[dict[str, Any]]:
    form = given.form
    return [
        section(form.say("report.section.method"), _method(given), new_page=True),
        section(form.say("report.section.sources"), _sources(given)),
        section(form.say("report.section.colophon"), _colophon(given)),
    ]


def _method(given: ReportInput) -> list[Block | None]:
    form, method = given.form, given.method
    columns = [
        column(form.say("report.indicator"), "1fr"), column(form.say("report.floor"), align="end"),
        column(form.say("report.target"), align="end"), column(form.say("report.weight"), align="end"),
        column(form.say("report.source"), 128),
    ]  # fmt: skip
    rows: list[Block] = []
    for node in (*method.depth_first, *(node for node in method.nodes if node.level == "aside")):
        own = [indicator for indicator in method.indicators if indicator.node == node.code]
        if own:
            rows.append(group(form.name(node.names)))
        rows.extend(
            row(
                cell(f"{form.name(one.names)} \u2068({one.code})\u2069"), cell(form.bound(one.floor, one.unit)),
                cell(form.bound(one.target, one.unit)), cell(form.percent(method.weights[one.code] * 100)),
                cell(_source(given, one), tone="soft"),
            )
            for one in own
        )  # fmt: skip
    return [
        words("text", form.name(method.text)),
        {"type": "list", "items": [form.say(f"report.rule.{rule}") for rule in _RULES]},
        table(form.say("report.method.caption"), columns, rows, size=7.3, tight=True),
        words("note", form.say("report.assumption.note")),
    ]


def _source(given: ReportInput, one: Indicator) -> str:
    """Where target and floor come from; an assumption says so, and what it follows."""
    form = given.form

    def told(source: str, after: str) -> str:
        if source != ASSUMPTION:
            return str(form.isolated(plain(source)))
        return form.say("report.assumption.after", source=plain(after)) if after else form.say("report.assumption")

    target, floor = told(one.target_source, one.target_after), told(one.floor_source, one.floor_after)
    return target if target == floor else form.say("report.both_sources", target=target, floor=floor)


def _sources(given: ReportInput) -> list[Block | None]:
    form = given.form
    return [
        facts([(str(form.isolated(plain(key))), str(form.isolated(plain(text)))) for key, text in given.method.sources],
              size=8),
        words("subheading", form.say("report.credits")),
        {"type": "list", "items": [form.say(f"report.credit.{one}") for one in ("inform", "outlines", "fonts")]},
    ]  # fmt: skip


def _colophon(given: ReportInput) -> list[Block | None]:
    form, method = given.form, given.method
    rows = [
        (form.say("report.colophon.edition"), form.say("report.edition.none") if given.edition_number is None
         else str(given.edition_number)),
        (form.say("report.colophon.quarter"), str(form.isolated(str(given.quarter)))),
        (form.say("report.colophon.day"), form.day(given.issued_for)),
        (form.say("report.colophon.digest"), str(form.isolated(plain(given.digest)))),
        (form.say("report.colophon.method"), str(form.isolated(f"{method.version} · {method.hash}"))),
    ]  # fmt: skip
    return [facts(rows, size=8), words("note", form.say("report.colophon.note"))]
