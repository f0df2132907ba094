"""What the page of a file that is not UTF-8 shows: its own words in each of the likeliest readings, side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.access import OPERATOR, Permission, Person, grants
from app.domain.encodings import ASKING
from app.domain.findings import Finding
from app.domain.submissions import State
from app.locale.finding_words import shown
from app.storage import remembered
from app.storage.submissions import SubmissionRow
from app.web.deps import Visit
from app.web.words import Words

MOST = 4


@dataclass(frozen=True)
class Choice:
    """One reading that may be chosen. `mark`: why it stands where it stands."""

    encoding: str
    name: str
    mark: str


@dataclass(frozen=True)
class Said:
    """One place of the file, as each reading has it, in the order of the choices."""

    place: str
    texts: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether all say the same here, as they do of column names without accents."""
        return len(set(self.texts)) == 1


@dataclass(frozen=True)
class ReadingsPart:
    choices: tuple[Choice, ...]
    said: tuple[Said, ...]


def may_choose(row: SubmissionRow, person: Person) -> bool:
    """Whether the page offers a choice to this person; the action decides again."""
    if row.state is not State.REFUSED:
        return False
    if row.backfilled:
        return row.sent_by == person.id and grants(person, Permission.BACKFILL)
    return person.role in OPERATOR


def readings_part(visit: Visit, row: SubmissionRow, findings: Sequence[Finding]) -> ReadingsPart | None:
    """The readings, that of last time first, then the likeliest; None where there is nothing to choose."""
    told = next((one for one in findings if one.code in ASKING), None)
    found: list[Mapping[str, Any]] = list(told.params.get("readings", [])) if told is not None else []  # type: ignore[call-overload]
    if not found or not may_choose(row, visit.signed_in()):
        return None
    with visit.reading() as session:
        last = remembered.encoding_of(session, row.member)
    likeliest = found[0]
    found.sort(key=lambda one: last not in _names(one))
    found = found[:MOST]
    choices = tuple(_choice(one, one is likeliest, last, visit.words) for one in found)
    return ReadingsPart(choices, tuple(_said(found, visit.words)))


def _names(one: Mapping[str, Any]) -> list[str]:
    """The code pages that read this file alike."""
    return [one["encoding"], *one["also"]]


def _choice(one: Mapping[str, Any], likeliest: bool, last: str | None, words: Words) -> Choice:
    """Where several code pages read the file alike, that of last time stands for them."""
    again = last is not None and last in _names(one)
    encoding = last if last is not None and again else one["encoding"]
    marks = [words.t("web.reading.as_last_time")] * again + [words.t("web.reading.likeliest")] * likeliest
    return Choice(encoding, words.t(f"encoding.{encoding}"), " · ".join(marks))


def _said(found: Sequence[Mapping[str, Any]], words: Words) -> list[Said]:
    headers = tuple(shown(re.sub(r"[,;\t]", " · ", one["header"]), 120) for one in found)
    lines = [Said(words.t("web.reading.header"), headers)]
    for place, (line, _) in enumerate(found[0]["words"]):
        texts = tuple(shown(one["words"][place][1], 120) for one in found)
        lines.append(Said(words.t("web.findings.line", line=words.whole(line)), texts))
    return lines
