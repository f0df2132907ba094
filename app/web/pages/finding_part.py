"""The part of a submission's page that shows its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.findings import Finding
from app.storage.submissions import SubmissionRow
from app.web.pages import finding_groups
from app.web.pages.finding_files import downloads
from app.web.show import Link
from app.web.words import Words


@dataclass(frozen=True)
class FindingPart:
    """`top`: what there is to do, in a line for each severity; `unlisted`: what the list had no room for."""

    top: tuple[finding_groups.TopLine, ...]
    causes: tuple[finding_groups.Cause, ...]
    unlisted: str
    downloads: tuple[Link, ...]


def finding_part(
    row: SubmissionRow, findings: Sequence[Finding], counts: Mapping[str, int], words: Words
) -> FindingPart:
    """Its findings by cause. `counts`: by code, the unlisted ones too; of item events these are rows set aside."""
    groups = finding_groups.grouped(findings)
    rest = "" if row.dataset == "item-events" else finding_groups.unlisted(findings, counts, words)
    return FindingPart(
        finding_groups.top_lines(row, groups, words),
        finding_groups.causes(groups, words),
        rest,
        downloads(row, findings, words),
    )
