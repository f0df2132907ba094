"""Issued reports: which PDF of which edition is kept under which hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from app.domain.errors import NotFound
from app.domain.periods import Quarter
from app.storage.tables import edition, report


@dataclass(frozen=True)
class ReportRow:
    """One PDF. `member`: None for the region's own report."""

    id: int
    edition: int
    edition_number: int
    region: str
    member: str | None
    quarter: Quarter
    language: str
    sha256: str
    size: int
    issued_at: datetime


def one(session: Session, id: int) -> ReportRow:
    """The report; NotFound when there is none."""
    found = _listed(session, _wanted().where(report.c.id == id))
    if not found:
        raise NotFound("not_found")
    return found[0]


def of_edition(session: Session, edition_id: int) -> list[ReportRow]:
    """The reports of an edition, the region's own first."""
    return _listed(session, _wanted().where(report.c.edition == edition_id))


def found(session: Session, edition_id: int, member: str | None, language: str) -> ReportRow | None:
    """The report of a member (None: of the region) in a language, if it was issued."""
    same = (report.c.edition == edition_id) & (report.c.member == (member or "")) & (report.c.language == language)
    return next(iter(_listed(session, _wanted().where(same))), None)


def published(session: Session, region: str | None = None) -> list[ReportRow]:
    """The reports of published editions, newest quarter first."""
    wanted = _wanted().where(edition.c.state == "published")
    return _listed(session, wanted.where(edition.c.region == region) if region is not None else wanted)


def add(
    session: Session, *, edition: int, member: str | None, language: str, sha256: str, size: int, now: datetime
) -> None:
    """Note an issued report."""
    values = {"edition": edition, "member": member or "", "language": language, "sha256": sha256, "size": size}
    session.execute(insert(report).values(**values, issued_at=now))


def _wanted() -> Select[Any]:
    return (
        select(report, edition.c.number.label("edition_number"), edition.c.region, edition.c.quarter)
        .join(edition, edition.c.id == report.c.edition)
        .order_by(
            edition.c.quarter.desc(), edition.c.region, edition.c.number.desc(), report.c.member, report.c.language
        )
    )


def _listed(session: Session, wanted: Select[Any]) -> list[ReportRow]:
    return [
        ReportRow(**{**row, "quarter": Quarter.parse(row["quarter"]), "member": row["member"] or None})
        for row in session.execute(wanted).mappings()
    ]
