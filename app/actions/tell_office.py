"""Tell the office where a quarter stands: each week while figures come in, after the deadline and after the grace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.access import Role
from app.domain.calendars import DigestPoint, digest_on
from app.domain.digest import GROUPS, Standing, standings
from app.domain.letters import Letter
from app.domain.members import Member, Region
from app.domain.periods import Cycle, Quarter
from app.locale import say, say_count
from app.locale.letter_words import day, listed, paragraphs, put, quarter
from app.storage import letters, people, regions, sent, submissions
from app.storage.people import PersonRow


@dataclass(frozen=True)
class _Digest:
    """Where one quarter of a region stands at one point; `waiting`: files of the region that wait for a decision."""

    region: Region
    cycle: Cycle
    quarter: Quarter
    point: DigestPoint
    members: dict[str, Member]
    standings: tuple[Standing, ...]
    waiting: int


def tell_office(house: House, *, now: datetime) -> int:
    """How many letters were new: one for each analyst of a region at each point, in the analyst's language. Where a
    region has no analyst its administrators read them. Without a mail server there are none."""
    if house.smtp is None:
        return 0
    with house.sessions() as session:
        wanted = [letter for region in regions.every(session) for letter in _letters(session, region, house.base, now)]
    if not wanted:
        return 0
    with house.sessions.begin() as session:
        return letters.add(session, wanted, now=now)


def _letters(session: Session, region: Region, base: str | None, now: datetime) -> list[Letter]:
    cycle = regions.cycle_of(session, region.code)
    members = {member.code: member for member in regions.members(session, region.code)}
    zones = frozenset(member.zone for member in members.values())
    points = [
        (quarter, point) for quarter in cycle.quarters()
        if zones and quarter.last_day < now.date() and (point := digest_on(cycle, quarter, zones, now)) is not None
    ]  # fmt: skip
    readers = _office(people.in_region(session, region.code)) if points else []
    if not readers:
        return []
    waiting = len(submissions.queue(session, region.code))
    found = [
        _Digest(
            region, cycle, quarter, point, members, standings(sent.of_region(session, region.code, quarter, now)),
            waiting,
        )
        for quarter, point in points
    ]  # fmt: skip
    return [_letter(digest, reader, base) for digest in found for reader in readers]


def _office(rows: Sequence[PersonRow]) -> list[PersonRow]:
    here = [row for row in rows if row.left_at is None]
    analysts = [row for row in here if row.role is Role.ANALYST]
    return analysts or [row for row in here if row.role is Role.ADMINISTRATOR]


def _letter(digest: _Digest, reader: PersonRow, base: str | None) -> Letter:
    language, point = reader.language, digest.point.name.partition("-")[0]
    filled = {
        "region": put(language, digest.region.names.in_language(language)),
        "quarter": quarter(language, digest.quarter), "due": day(language, digest.cycle.due_day(digest.quarter)),
        "grace": day(language, digest.cycle.grace_ends(digest.quarter)),
    }  # fmt: skip
    text = paragraphs(
        say(language, "mail.hello", name=put(language, reader.name)),
        say(language, f"mail.digest.text.{point}", **filled),
        *(_group(digest, group, language) for group in GROUPS),
        say_count(language, "mail.digest.waiting", digest.waiting),
        say(language, "mail.link.office", address=f"{base}/{language}/calendar") if base is not None else "",
    )
    subject = say(language, f"mail.digest.subject.{point}", **filled)
    key = f"digest:{digest.region.code}:{digest.quarter}:{digest.point.name}:{reader.id}"
    return Letter(key, reader.id, reader.email, "digest", subject, text, language)


def _group(digest: _Digest, group: str, language: str) -> str:
    own = {digest.members[one.member].names.in_language(language): one
           for one in digest.standings if one.group == group}  # fmt: skip
    if not own:
        return ""
    texts = (
        say_count(
            language, "mail.digest.line", one.complete, member=put(language, name), owed=put(language, str(one.owed))
        )
        for name, one in sorted(own.items())
    )
    return say_count(language, f"mail.digest.{group}", len(own)) + "\n" + listed(language, texts)
