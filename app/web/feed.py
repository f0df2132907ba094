"""The calendar of one member as a feed: when figures are due, when the grace ends, in one language.

It says what the calendar of the cycle says and nothing of what was sent: an address in a calendar program is soon in
many places.
"""

from __future__ import annotations

from datetime import UTC, timedelta

from app.domain.calendars import Stage, begins_at, closes_at, grace_closes_at, reminders
from app.domain.ical import Entry, calendar
from app.domain.measures import FIGURES
from app.domain.members import Member
from app.domain.periods import Cycle, Quarter
from app.storage.calendar_words import Version
from app.web.words import Words

GROUPS: dict[str, tuple[str, ...]] = {
    "figures": tuple(FIGURES),
    "preparedness": ("preparedness",),
    "disruptions": ("disruptions",),
}
"""Datasets that are sent together: the monthly figures, the yearly checklist, the disruptions."""
_MORNING = timedelta(hours=9)


def feed(member: Member, cycle: Cycle, version: Version, words: Words) -> bytes:
    """Every quarter of the cycle: the last minute of each group of datasets, and the end of the grace."""
    entries = []
    for quarter in cycle.quarters():
        entries += [_due(member, cycle, quarter, group, version, words) for group in GROUPS]
        entries.append(_grace(member, cycle, quarter, version, words))
    name = words.t("web.feed.name", member=member.names.in_language(words.language))
    return calendar(name, entries, language=words.language)


def _due(member: Member, cycle: Cycle, quarter: Quarter, group: str, version: Version, words: Words) -> Entry:
    at = closes_at(cycle, quarter, member.zone)
    mornings = [
        begins_at(one.day, member.zone) + _MORNING
        for one in reminders(member, cycle, quarter)
        if one.stage is not Stage.LATE
    ]
    datasets = [words.t(f"web.dataset.{dataset}") for dataset in GROUPS[group]]
    described = words.t(
        "web.feed.due.text",
        moment=words.moment(at, member.zone),
        grace=words.moment(grace_closes_at(cycle, quarter, member.zone), member.zone),
    )
    return Entry(
        uid=f"{member.code}-{quarter}-{group}@barid",
        at=at,
        summary=words.t(f"web.feed.due.{group}", quarter=words.quarter(quarter)),
        description=described + "\n" + "\n".join(f"- {dataset}" for dataset in datasets),
        sequence=version.number,
        stamped=version.at,
        # In UTC: between the two, clocks may change.
        alarms=tuple(at.astimezone(UTC) - morning.astimezone(UTC) for morning in mornings),
    )


def _grace(member: Member, cycle: Cycle, quarter: Quarter, version: Version, words: Words) -> Entry:
    return Entry(
        uid=f"{member.code}-{quarter}-grace@barid",
        at=grace_closes_at(cycle, quarter, member.zone),
        summary=words.t("web.feed.grace", quarter=words.quarter(quarter)),
        description=words.t("web.feed.grace.text"),
        sequence=version.number,
        stamped=version.at,
    )
