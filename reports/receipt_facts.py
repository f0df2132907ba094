"""The facts of a receipt as a report or a letter writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.domain.receipts import Fact, Kind
from reports.formatting import DASH, Form, plain


def written(facts: Iterable[Fact], form: Form, zone: str) -> list[tuple[str, str, bool]]:
    """Label, text, and whether the text is a code; moments in the member's zone."""
    return [(form.say(fact.label), _text(fact, form, zone), fact.kind is Kind.CODE) for fact in facts]


def _text(fact: Fact, form: Form, zone: str) -> str:
    match fact.kind, fact.value:
        case Kind.SAID, str(key):
            return form.say(key)
        case Kind.MOMENT, datetime() as moment:
            return form.moment(moment, zone)
        case Kind.COUNT, int(count):
            return form.number(count, 0)
        case Kind.BYTES, int(count):
            return form.say("receipt.bytes", count=form.number(count, 0))
        case Kind.ENCODING, str(name):
            return f"{form.say(f'encoding.{name}')} ({plain(name)})"
        case Kind.PERIODS, tuple(periods):
            return form.say("report.comma").join(form.since(str(period)) for period in periods) or DASH
        case Kind.FINDINGS, (int(errors), int(warnings)):
            told = (form.count("receipt.errors", errors), form.count("receipt.warnings", warnings))
            return form.say("report.comma").join(told)
        case Kind.SENDER, (str(name), backfilled):
            return f"{plain(name)} · {form.say('web.backfill.mark')}" if backfilled else plain(name)
        case _, str(text):
            return plain(text)
    return DASH
