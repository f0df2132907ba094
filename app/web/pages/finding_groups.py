"""Findings by cause: what is wrong once, with all its places, worst effect first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.findings import Finding, Scope, Severity
from app.domain.submissions import State
from app.locale.cause_words import cause_words
from app.storage.submissions import SubmissionRow
from app.web.pages.submission_lines import ORDER, FindingLine, finding_lines
from app.web.words import Words

_EFFECT = {Scope.FILE: 0, Scope.SET: 1, Scope.ROW: 2, Scope.CELL: 2, Scope.HISTORY: 2}
"""A fault of the file hides those behind it; one of a cell hides nothing."""
_BAD = (Severity.REFUSED, Severity.ERROR)


@dataclass(frozen=True)
class Cause:
    """One cause. `where`: how many places and in which column; `hint` is empty where it differs from place to place;
    `varied`: whether each place has a sentence of its own. `more`: those that are not listed."""

    severity: str
    severity_text: str
    code: str
    sentence: str
    where: str
    hint: str
    varied: bool
    hinted: bool
    places: tuple[FindingLine, ...]
    more: str
    opened: bool


@dataclass(frozen=True)
class TopLine:
    """One line on top: how many causes of one severity, and what that means."""

    weight: str
    title: str
    text: str


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings of each cause in the order of the file: severity, then what hides others, then how many.

    A cause is a code in a column. Faults of the header are one cause whatever the column, and a column that is not
    known but was meant for a missing one is said by that alone.
    """
    meant = {one.params.get("nearest") for one in findings if one.code == "HDR_MISSING"} - {None, ""}
    found: dict[tuple[str, str | None], list[Finding]] = {}
    for one in findings:
        if one.code == "HDR_UNKNOWN" and one.value in meant:
            continue
        found.setdefault((one.code, None if one.code.startswith("HDR_") else one.column), []).append(one)
    causes = [sorted(group, key=_place) for group in found.values()]
    return sorted(causes, key=lambda group: (_weight(group), _place(group[0])))


def _weight(group: Sequence[Finding]) -> tuple[int, int, int]:
    first = group[0]
    return ORDER[first.severity], _EFFECT[first.scope], -size(group)


def _place(one: Finding) -> tuple[int, int, str]:
    return one.line or 0, one.column_no or 0, one.code


def size(group: Sequence[Finding]) -> int:
    """In how many places the cause shows, the unlisted ones too."""
    return sum(1 + one.more for one in group)


def causes(groups: Sequence[Sequence[Finding]], words: Words) -> tuple[Cause, ...]:
    return tuple(_cause(group, words) for group in groups)


def _cause(group: Sequence[Finding], words: Words) -> Cause:
    first, places = group[0], finding_lines(group, words)
    sentence, hint = cause_words(group, words.language)
    same_hint = len({place.hint for place in places}) == 1
    more = size(group) - len(places)
    return Cause(
        severity=first.severity.value,
        severity_text=words.t(f"web.severity.{first.severity.value}"),
        code=first.code,
        sentence=sentence,
        where=_where(group, words),
        hint=hint if same_hint else "",
        varied=len({place.sentence for place in places}) > 1,
        hinted=not same_hint,
        places=places,
        more=words.n("web.findings.more", more) if more else "",
        opened=first.severity is not Severity.NORMALISED,
    )


def _where(group: Sequence[Finding], words: Words) -> str:
    if all(one.line is None for one in group):
        return words.t("web.findings.file")
    columns = {one.column for one in group}
    if len(columns) == 1 and (column := group[0].column):
        return words.n("web.cause.places_in", size(group), column=column)
    return words.n("web.cause.places", size(group))


def top_lines(row: SubmissionRow, groups: Sequence[Sequence[Finding]], words: Words) -> tuple[TopLine, ...]:
    """What must be done first, then what may be. The same fault in many places is one thing to do."""
    bad = [group for group in groups if group[0].severity in _BAD]
    doubts = [group for group in groups if group[0].severity is Severity.WARNING]
    read = sum(size(group) for group in groups if group[0].severity is Severity.NORMALISED)
    draft = row.state is State.DRAFT
    found = []
    if bad:
        text = words.t("web.submission.refused.text") if row.outcome == "refused" else ""
        found.append(TopLine("alarm", words.n("web.submission.errors", len(bad)), _told(bad, text, words)))
    if doubts:
        text = words.t("web.submission.warnings.text") if draft else ""
        found.append(TopLine("watch", words.n("web.submission.warnings", len(doubts)), _told(doubts, text, words)))
    if read:
        found.append(TopLine("", words.n("web.submission.normalised", read), ""))
    if not bad and not doubts:
        text = words.t("web.submission.clean.text") if draft else ""
        found.insert(0, TopLine("good", words.t("web.submission.clean"), text))
    return tuple(found)


def _told(groups: Sequence[Sequence[Finding]], text: str, words: Words) -> str:
    places = sum(size(group) for group in groups)
    if places == len(groups):
        return text
    return f"{words.n('web.cause.in_all', places)} {text}".strip()


def unlisted(findings: Sequence[Finding], counts: Mapping[str, int], words: Words) -> str:
    """How many findings there are of codes that the list of this file had no room for; "" for none."""
    listed = {one.code for one in findings}
    missing = sum(count for code, count in counts.items() if code not in listed)
    return words.n("web.cause.unlisted", missing) if missing else ""
