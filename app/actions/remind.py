"""Remind members of what is missing before a deadline, and once after it."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.actions.house import House
from app.domain.members import Member
from app.domain.periods import Quarter
from app.locale import say
from app.storage import audit, notices, people, regions, sent
from app.storage.people import PersonRow

STAGES = (3, 14)
"""Days before the deadline at which a member hears of it."""


@dataclass(frozen=True)
class _Notice:
    key: str
    kind: str
    member: Member
    quarter: Quarter
    datasets: tuple[str, ...]
    last_day: str


def remind(house: House, *, now: datetime) -> int:
    """How many notices were new. Each is said once, whoever asks and how often; mail goes out after that is certain."""
    with house.sessions() as session:
        wanted = [notice for region in regions.every(session) for notice in _wanted(session, region.code, now)]
    new = [notice for notice in wanted if _note(house, notice, now)]
    if house.smtp is not None and new:
        _mail(house, house.smtp, new, now)
    return len(new)


def _wanted(session: Session, region: str, now: datetime) -> Iterator[_Notice]:
    cycle = regions.cycle_of(session, region)
    members = {member.code: member for member in regions.members(session, region)}
    open_quarters = [
        quarter
        for quarter in cycle.quarters()
        if (cycle.due_day(quarter) - now.date()).days <= STAGES[-1] + 1 and now.date() <= cycle.grace_ends(quarter)
    ]
    missing: dict[tuple[str, Quarter], list[str]] = {}
    for found in sent.through(session, region, open_quarters, now):
        if found.state != "complete":
            missing.setdefault((found.member, found.quarter), []).append(found.dataset)
    for (code, quarter), datasets in missing.items():
        member = members[code]
        days = (cycle.due_day(quarter) - now.astimezone(ZoneInfo(member.zone)).date()).days
        stage = "late" if days < 0 else next((str(stage) for stage in STAGES if days <= stage), None)
        if stage is not None:
            kind = "late" if stage == "late" else "remind"
            key = f"remind:{code}:{quarter}:{stage}"
            yield _Notice(key, kind, member, quarter, tuple(datasets), cycle.due_day(quarter).isoformat())


def _note(house: House, notice: _Notice, now: datetime) -> bool:
    with house.sessions.begin() as session:
        audit.lock(session)
        if not notices.add(
            session, key=notice.key, kind=notice.kind, member=notice.member.code, quarter=notice.quarter,
            datasets=notice.datasets, now=now,
        ):  # fmt: skip
            return False
        audit.write(
            session, at=now, actor=None, action=f"notice.{notice.kind}", object=f"notice:{notice.key}",
            region=notice.member.region, member=notice.member.code, details={"datasets": list(notice.datasets)},
        )  # fmt: skip
    return True


def _mail(house: House, smtp: str, new: list[_Notice], now: datetime) -> None:
    """Send what was noted. What could not be sent stays unmarked, and on the home page."""
    at = urlsplit(smtp)
    with smtplib.SMTP(at.hostname or "localhost", at.port or 25, timeout=30) as server:
        if at.username:
            server.starttls()
            server.login(at.username, at.password or "")
        for notice in new:
            with house.sessions() as session:
                readers = [row for row in people.of_member(session, notice.member.code) if row.left_at is None]
            for reader in readers:
                server.send_message(_letter(notice, reader, at.username or "barid@localhost", house.base))
            if readers:
                with house.sessions.begin() as session:
                    notices.mailed(session, notice.key, now)


def _letter(notice: _Notice, reader: PersonRow, sender: str, base: str | None) -> EmailMessage:
    language = reader.language
    names = [say(language, f"dataset.{dataset}") for dataset in notice.datasets]
    filled = {
        "name": reader.name, "member": notice.member.names.in_language(language),
        "quarter": f"\u2068{notice.quarter}\u2069",
        "day": f"\u2068{notice.last_day}\u2069", "datasets": "\n".join(f"- {name}" for name in names),
    }  # fmt: skip
    letter = EmailMessage()
    letter["Subject"] = say(language, f"mail.{notice.kind}.subject", **filled)
    letter["From"], letter["To"] = sender, reader.email
    link = say(language, "mail.link", address=f"{base}/{language}/send") if base is not None else ""
    letter.set_content(say(language, f"mail.{notice.kind}.text", **filled) + link)
    return letter
