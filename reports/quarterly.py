"""What the quarterly report of a member or a region says, as JSON content. Nothing is computed here but its wording."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from app.domain.periods import Quarter
from reports import member_parts, method_parts, region_parts
from reports.given import ReportInput

__all__ = ["ReportInput", "as_of", "content"]


def as_of(quarter: Quarter) -> int:
    """The moment that a report's bytes carry: the end of the quarter, UTC, in UNIX seconds."""
    return int(datetime.combine(quarter.last_day + timedelta(days=1), time(), UTC).timestamp()) - 1


def content(given: ReportInput) -> dict[str, Any]:
    """The report as data for `rendering.render`. ValueError when the member has no result in the quarter."""
    parts = member_parts if given.member is not None else region_parts
    form = given.form
    summary = parts.summary(given)
    kind = form.say("report.kind.member" if given.member is not None else "report.kind.region")
    return {
        "language": given.language,
        "title": form.say("report.title", name=given.title, quarter=form.quarter(given.quarter)),
        "author": form.say("report.brand"),
        "keywords": [str(given.quarter), given.member or given.region.code, f"method {given.method.version}"],
        "summary": summary[0],
        "draft": form.say("report.draft") if given.draft else None,
        "synthetic": form.say("report.synthetic") if given.synthetic else None,
        "synthetic-long": form.say("report.synthetic.long") if given.synthetic else None,
        "header": form.say("report.header", name=given.title, quarter=form.quarter(given.quarter)),
        "footer": f"{form.say('report.brand')} · {form.say('report.short')} · {method_parts.edition(given)}",
        "cover": {
            "brand": form.say("report.brand"),
            "kind": kind,
            "name": given.title,
            "quarter": form.quarter(given.quarter),
            "facts": parts.cover_facts(given),
            "note": form.say("report.cover.note", day=form.day(given.issued_for)),
        },
        "sections": [*parts.sections(given, summary), *method_parts.sections(given)],
    }
