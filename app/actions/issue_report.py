"""Issue the quarterly report of a member or of a region as a PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.editions import MemberResult, unplaced
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.members import LANGUAGES
from app.domain.periods import Quarter
from app.storage import audit, editions, files, flags, regions, reports, results
from app.storage.editions import EditionRow
from reports.quarterly import ReportInput, as_of, content
from reports.rendering import render


def issue_report(
    house: House,
    *,
    member: str | None = None,
    region: str | None = None,
    quarter: Quarter,
    language: str,
    draft: bool = False,
    now: datetime,
) -> bytes:
    """The PDF of the newest published edition; with `draft` that of the working results, marked so on each page.

    A published one is kept and handed out again as it is. Conflict when there is nothing to report on. Who may see
    working results is for the caller to decide: this action asks nobody.
    """
    if language not in LANGUAGES or (member is None) == (region is None):
        raise BadRequest("bad_request.report")
    with house.sessions() as session:
        home = regions.member(session, member).region if member is not None else str(region)
        edition = editions.newest_published(session, home, quarter)
        if edition is not None and not draft:
            kept = reports.found(session, edition.id, member, language)
            if kept is not None:
                return files.path(house.data, kept.sha256).read_bytes()
            given = _input(house, session, edition.result, member, home, quarter, language, edition)
        else:
            working = results.working_id(session, home, quarter) if draft else None
            if working is None:
                raise Conflict("conflict.no_edition", quarter=str(quarter))
            given = _input(house, session, working, member, home, quarter, language, None)
    pdf = render(content(given), as_of(quarter))
    if edition is not None and not draft:
        _keep(house, edition, member, language, pdf, now)
    return pdf


def _input(
    house: House,
    session: Session,
    result_id: int,
    member: str | None,
    region: str,
    quarter: Quarter,
    language: str,
    edition: EditionRow | None,
) -> ReportInput:
    stored = results.one(session, result_id)
    shown = tuple(found for found in stored.result.members if member is None or found.member == member)
    if not shown:
        raise NotFound("not_found")
    if member is not None and edition is None:
        # A member's draft goes to its operator; its place would tell about what others have not published.
        shown = tuple(unplaced(found) for found in shown)
    day = edition.frozen_at if edition and edition.frozen_at else stored.computed_at
    return ReportInput(
        language=language,
        quarter=quarter,
        region=regions.one(session, region),
        members=tuple(regions.members(session, region)),
        results=shown,
        history=_history(session, region, quarter, edition is not None, shown),
        method=house.methods.named(stored.method_version),
        digest=edition.digest if edition and edition.digest else stored.digest,
        issued_for=day.date(),
        member=member,
        edition_number=edition.number if edition else None,
        draft=edition is None,
        synthetic=flags.get(session, "synthetic") is not None,
    )


def _history(
    session: Session, region: str, quarter: Quarter, published: bool, shown: tuple[MemberResult, ...]
) -> tuple[tuple[Quarter, Mapping[str, float | None]], ...]:
    """The published values of the members shown, quarter by quarter up to this one."""
    ids = (results.published_ids if published else results.working_ids)(session, region, quarter)
    wanted = {found.member for found in shown}
    return tuple(
        (past, {code: value for code, value in values.items() if code in wanted})
        for past, values in results.values_of(session, ids).items()
    )


def _keep(house: House, edition: EditionRow, member: str | None, language: str, pdf: bytes, now: datetime) -> None:
    sha256, size = files.keep(house.data, io.BytesIO(pdf))
    with house.sessions.begin() as session:
        audit.lock(session)
        # Two who asked at once made the same bytes: one of them notes it.
        if reports.found(session, edition.id, member, language) is not None:
            return
        reports.add(session, edition=edition.id, member=member, language=language, sha256=sha256, size=size, now=now)
        audit.write(
            session, at=now, actor=None, action="report.issue", object=f"edition:{edition.id}", region=edition.region,
            member=member, details={"language": language, "sha256": sha256},
        )  # fmt: skip
