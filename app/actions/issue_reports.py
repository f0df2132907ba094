"""Issue all reports of a published edition: every member and the region, in every language."""

from __future__ import annotations

from datetime import datetime

from app.actions.house import House
from app.actions.issue_report import issue_report
from app.domain.errors import Conflict
from app.domain.members import LANGUAGES
from app.storage import editions, reports, results


def issue_reports(house: House, *, edition: int, now: datetime) -> int:
    """How many were new. Those that were issued before stay as they are. Conflict unless it is the newest published."""
    with house.sessions() as session:
        row = editions.one(session, edition)
        newest = editions.newest_published(session, row.region, row.quarter)
        if newest is None or newest.id != edition:
            raise Conflict("conflict.edition_state", before=row.state, after="published")
        issued = {(found.member, found.language) for found in reports.of_edition(session, edition)}
        members = [line.member for line in results.lines(session, row.result)]
    wanted = [(member, language) for member in (None, *members) for language in LANGUAGES]
    new = [pair for pair in wanted if pair not in issued]
    for member, language in new:
        region = row.region if member is None else None
        issue_report(house, member=member, region=region, quarter=row.quarter, language=language, now=now)
    return len(new)
