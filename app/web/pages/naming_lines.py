"""The form that joins names of a file with columns that it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.actions.take_aliases import offers
from app.domain.access import OPERATOR, Person
from app.domain.findings import Finding
from app.domain.submissions import State
from app.locale.finding_words import isolated, shown
from app.storage.submissions import SubmissionRow
from app.web.pages.sending import Choice
from app.web.words import Words


@dataclass(frozen=True)
class NamingLine:
    """One column that is missing, and the names that may be meant, the nearest chosen."""

    field: str
    label: str
    choices: tuple[Choice, ...]


def naming_lines(
    row: SubmissionRow, findings: Sequence[Finding], person: Person, words: Words
) -> tuple[NamingLine, ...]:
    """A line for each column that a refused file lacks, for the operator's own people; none when nothing is left."""
    if person.role not in OPERATOR or row.state is not State.REFUSED:
        return ()
    found = offers(findings)
    return tuple(
        NamingLine(
            field=f"as-{one.column}",
            label=words.t("alias.for", column=isolated(one.column, words.language)),
            choices=tuple(Choice(name, shown(name), "", name == one.nearest) for name in found.unknown),
        )
        for one in found.missing
    )
