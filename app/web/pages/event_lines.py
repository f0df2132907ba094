"""What the page of a submission of item events shows beside its findings: what was read, used, set aside, derived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.storage.submissions import SubmissionRow
from app.web.pages.member_lines import Fact
from app.web.pages.submission_lines import FindingLine
from app.web.words import Words


@dataclass(frozen=True)
class CauseLine:
    """How many rows one cause set aside, and the first of them as an example."""

    code: str
    rows: str
    place: str
    sentence: str


@dataclass(frozen=True)
class EventsPart:
    facts: tuple[Fact, ...]
    causes: tuple[CauseLine, ...]


def events_part(
    row: SubmissionRow, counts: Mapping[str, int], findings: Sequence[FindingLine], words: Words
) -> EventsPart | None:
    """None for other datasets and for a file not yet checked. `counts`: rows set aside by code."""
    if row.dataset != "item-events" or not row.checked:
        return None
    read = row.rows or 0
    months = " · ".join(words.month(month) for month in row.periods) or words.t("web.events.no_months")
    facts = (
        Fact(words.t("web.events.profile"), row.profile or "barid", True),
        Fact(words.t("web.events.read"), words.number(read, 0)),
        Fact(words.t("web.events.used"), words.number(read - row.set_aside, 0)),
        Fact(words.t("web.events.aside"), words.number(row.set_aside, 0)),
        Fact(words.t("web.events.months"), months),
    )
    first: dict[str, FindingLine] = {}
    for one in findings:
        first.setdefault(one.code, one)
    most = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return EventsPart(facts, tuple(_cause(code, rows, first.get(code), words) for code, rows in most))


def _cause(code: str, rows: int, example: FindingLine | None, words: Words) -> CauseLine:
    place, sentence = (example.place, example.sentence) if example else ("", "")
    return CauseLine(code, words.number(rows, 0), place, sentence)
