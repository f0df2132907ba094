"""The facts of a receipt as its page writes them, in the reader's digits."""

from __future__ import annotations

from datetime import datetime

from app.domain.receipts import Fact as Told
from app.domain.receipts import Kind, facts
from app.storage.submissions import SubmissionRow
from app.web.pages.member_lines import Fact, period
from app.web.words import DASH, Words


def receipt(row: SubmissionRow, zone: str, words: Words) -> tuple[Fact, ...]:
    """The proof of sending: when and by whom, of which bytes, and what became of them."""
    codes = (Kind.CODE, Kind.BYTES)
    return tuple(Fact(words.t(fact.label), _text(fact, zone, words), fact.kind in codes) for fact in facts(row))


def _text(fact: Told, zone: str, words: Words) -> str:
    match fact.kind, fact.value:
        case Kind.SAID, str(key):
            return words.t(key)
        case Kind.MOMENT, datetime() as moment:
            return words.moment(moment, zone)
        case Kind.COUNT, int(count):
            return words.number(count, 0)
        case Kind.BYTES, int(count):
            return words.size(count)
        case Kind.ENCODING, str(name):
            return f"{words.t(f'encoding.{name}')} ({name})"
        case Kind.PERIODS, tuple(periods):
            return words.t("report.comma").join(period(str(one), words) for one in periods) or DASH
        case Kind.FINDINGS, (int(errors), int(warnings)):
            return words.t("report.comma").join(
                (words.n("receipt.errors", errors), words.n("receipt.warnings", warnings))
            )
        case Kind.SENDER, (str(name), backfilled):
            return f"{name} · {words.t('web.backfill.mark')}" if backfilled else name
        case _, str(text):
            return text
    return DASH
